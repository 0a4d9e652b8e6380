"""Formatting a merged statement, only where the user's own was formatted the same way."""

from __future__ import annotations

from ormforge.errors import FormatError
from ormforge.merge.ledger import Formatter
from ormforge.source.brackets import scan
from ormforge.source.lines import reindent, split_lines

_WRAPPER = "class _:\n"


def rewrap(mine: str, merged: str, *, member: bool, formatter: Formatter | None = None) -> str:
    """The merged statement as the formatter prints it, if mine was its own output; else the merged one as it is.

    Rule 10 of the argument merge: trailing commas that the formatter itself had added are taken out before, so that
    the statement may become one line again; commas of the user's own stay.
    """
    if formatter is None:
        return merged
    try:
        if _formatted(mine, formatter, member) != mine:
            return merged
        loose = without_final_commas(merged)
        own = _formatted(without_final_commas(mine), formatter, member) == mine
        result = _formatted(loose if own else merged, formatter, member)
    except FormatError:
        return merged
    # Onto one line joined, a tuple of one would put the comment of its element behind the statement.
    return result if result and _remarks(result) == _remarks(merged) else merged


def _remarks(code: str) -> list[tuple[str, int]]:
    """The comments, each with the number of brackets around it."""
    return [(token.text, token.depth) for token in scan(code) if token.comment]


def _formatted(code: str, formatter: Formatter, member: bool) -> str | None:
    if not member:
        return formatter(code)
    lines = split_lines(formatter(_WRAPPER + "".join(reindent(split_lines(code), "", "    "))))
    return "".join(reindent(lines[1:], "    ", ""))


def without_final_commas(code: str) -> str:
    """The code without the commas before closing brackets; tuples of one and brackets with comments keep theirs."""
    found = scan(code)
    cut: list[int] = []
    for index, token in enumerate(found):
        if token.text not in (")", "]", "}") or index < 2 or found[index - 1].text != ",":
            continue
        opening = max(
            i for i in range(index) if found[i].depth == token.depth and found[i].text in "([{"
        )
        inside = found[opening + 1 : index]
        commas = sum(item.text == "," and item.depth == token.depth + 1 for item in inside)
        called = opening > 0 and (
            found[opening - 1].text.isidentifier() or found[opening - 1].text in (")", "]")
        )
        if any(item.comment for item in inside) or (
            commas == 1 and token.text == ")" and not called
        ):
            continue
        cut.append(found[index - 1].start)
    for place in reversed(cut):
        code = code[:place] + code[place + 1 :]
    return code
