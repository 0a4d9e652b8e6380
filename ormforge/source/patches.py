"""Replacing a few places of a text, found through its syntax tree; every other byte stays."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ormforge.draft.literals import string_literal
from ormforge.source.lines import plain


@dataclass(frozen=True, order=True)
class Patch:
    """New text for the part of a line from `start` to `end`, counted in characters; lines count from 0."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Lines:
    r"""The lines of a piece of source, as its syntax tree counts them, with their own ends."""

    lines: Sequence[str]

    def column(self, row: int, offset: int) -> int:
        """The character of a line at which an offset of the syntax tree, which counts bytes, lies."""
        return len(plain(self.lines[row - 1]).encode()[:offset].decode())

    def literal(self, node: ast.expr, value: str) -> Patch | None:
        """Another value for a string literal, in the quotes that it has; None for one of several parts."""
        if node.end_lineno != node.lineno or node.end_col_offset is None:
            return None
        row = node.lineno - 1
        start, end = (self.column(node.lineno, at) for at in (node.col_offset, node.end_col_offset))
        written = self.lines[row][start:end]
        if len(written) < 2 or written[0] not in "\"'" or written.count(written[0]) != 2:
            return None
        text = repr(value) if written.startswith("'") else string_literal(value)
        return Patch(row, start, end, text)

    def before(self, node: ast.expr, text: str) -> Patch:
        """A text directly before an expression."""
        place = self.column(node.lineno, node.col_offset)
        return Patch(node.lineno - 1, place, place, text)

    def behind(self, node: ast.expr, text: str) -> Patch | None:
        """A text directly behind an expression."""
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        place = self.column(node.end_lineno, node.end_col_offset)
        return Patch(node.end_lineno - 1, place, place, text)

    def first_argument(self, call: ast.Call, text: str) -> Patch | None:
        """A text as the first argument of a call."""
        end = self.behind(call.func, "")
        if end is None:
            return None
        line = plain(self.lines[end.line])
        place = line.find("(", end.start) + 1
        if not place or line[end.start : place - 1].strip():
            return None
        rest = line[place:].strip()
        comma = "" if not (call.args or call.keywords) else "," if rest[:1] in ("", "#") else ", "
        return Patch(end.line, place, place, text + comma)


def patched(lines: Sequence[str], patches: Iterable[Patch]) -> tuple[str, ...]:
    """The lines with every patch made."""
    result = list(lines)
    for patch in sorted(patches, reverse=True):
        line = result[patch.line]
        result[patch.line] = line[: patch.start] + patch.text + line[patch.end :]
    return tuple(result)
