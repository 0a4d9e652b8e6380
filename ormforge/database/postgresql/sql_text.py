"""PostgreSQL's own SQL text, taken apart and quoted without changing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ATOM = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()\[\],]""")
_DEPTH = {"(": 1, "[": 1, ")": -1, "]": -1}
_NAME = r'(?:[a-z_][a-z0-9_$]*|"(?:[^"]|"")*")'
_OPERATOR_CLASS = re.compile(rf"(?:{_NAME}\.)?{_NAME}(?: \(.*\))?", re.DOTALL)


def quote_literal(value: str) -> str:
    """The value as a string literal, safe whatever standard_conforming_strings is."""
    quoted = "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"E{quoted}" if "\\" in value else quoted


def printed_literal(value: str) -> str:
    """The value as pg_get_expr prints it, which knows no escapes while standard_conforming_strings is on."""
    return "'" + value.replace("'", "''") + "'"


def quote_name(name: str) -> str:
    """The name as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def split_commas(text: str) -> tuple[str, ...]:
    """The parts of a list between commas that no bracket and no quote encloses."""
    cuts = [at for at, atom, depth in _atoms(text) if atom == "," and depth == 0]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(text)]
    return tuple(text[start:end].strip() for start, end in zip(starts, ends, strict=True))


def strip_brackets(text: str) -> str:
    """The text without one pair of brackets around all of it; the text itself where there is none."""
    inner = first_bracket(text)
    return inner if text == f"({inner})" else text


def first_bracket(text: str) -> str:
    """What stands in the first pair of round brackets outside quotes; empty where there is none."""
    start = None
    for at, atom, depth in _atoms(text):
        if atom == "(" and depth == 1 and start is None:
            start = at + 1
        elif atom == ")" and depth == 0 and start is not None:
            return text[start:at]
    return ""


def index_elements(definition: str) -> tuple[str, ...]:
    """The elements of an index, of CREATE INDEX's text: the first bracket outside quotes that names bring along."""
    return split_commas(first_bracket(definition))


def split_operator(element: str) -> tuple[str, str]:
    """An element of an EXCLUDE constraint as (what is compared, operator)."""
    sql, _, operator = element.rpartition(" WITH ")
    return sql, operator


def operator_class(element: str, quoted_column: str) -> str | None:
    """The operator class, with its parameters, of an index element that is a column with a class and nothing else.

    Every other word that can follow a column is in capitals, as the server prints it.
    """
    rest = element.removeprefix(quoted_column + " ")
    return rest if rest != element and _OPERATOR_CLASS.fullmatch(rest) else None


def _atoms(text: str) -> Iterator[tuple[int, str, int]]:
    """Position, text and depth behind it of every bracket and comma; quoted strings and names are passed over whole."""
    depth = 0
    for found in _ATOM.finditer(text):
        atom = found.group()
        depth += _DEPTH.get(atom, 0)
        yield found.start(), atom, depth
