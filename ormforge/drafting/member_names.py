"""The Python names of enum members."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SPELLED = {
    "+": "PLUS",
    "-": "MINUS",
    "*": "STAR",
    "/": "SLASH",
    "<": "LESS",
    ">": "GREATER",
    "=": "EQUALS",
    "!": "NOT",
    "?": "QUESTION",
    "%": "PERCENT",
    "#": "SHARP",
    "&": "AND",
    "@": "AT",
    "$": "DOLLAR",
    "~": "TILDE",
    "^": "CARET",
    "|": "PIPE",
}
_EDGES = re.compile(r"\A[^\w\s]+|[^\w\s]+\Z")


def member_names(labels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """A valid and unique name for each label, in order: `("in print",)` gives `(("IN_PRINT", "in print"),)`.

    A label's name depends on the labels before it alone, so that a new label at the end changes no other name.
    """
    taken: set[str] = set()
    members = []
    for label in labels:
        name = _free(member_name(label), taken)
        taken.add(name)
        members.append((name, label))
    return tuple(members)


def member_name(label: str) -> str:
    """An identifier in capitals for the label; it neither begins nor ends with an underscore.

    Symbols at either end are spelled (`A+` is A_PLUS, `<` is LESS), others part words. `EMPTY` stands for the empty
    label, `VALUE` for one of which nothing is left, and before what cannot begin a name (`1st` is VALUE_1ST).
    """
    if not label:
        return "EMPTY"
    spelled = _EDGES.sub(_spell, unicodedata.normalize("NFKC", label))
    kept = "".join(char if f"_{char}".isidentifier() else "_" for char in spelled)
    name = unicodedata.normalize("NFKC", re.sub("_+", "_", kept).strip("_").upper())
    return name if name.isidentifier() else f"VALUE_{name}".rstrip("_")


def _spell(symbols: re.Match[str]) -> str:
    return "_" + "_".join(_SPELLED.get(symbol, "") for symbol in symbols.group()) + "_"


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free
