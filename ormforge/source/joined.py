"""Statements that share a line: `a = 1; b = 2`, and a class whose body stands on the line of its header.

Each statement is a unit of its own, as if it stood on its own line. What nobody changes is put together again to the
line it was cut from, byte for byte.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ormforge.source.lines import indent_of, line_end, split_lines

Item = TypeVar("Item")
_INDENT = "    "


@dataclass(frozen=True)
class Joint:
    """The lines that several statements share, and each statement on lines of its own; `at` tells which of them."""

    lines: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    at: int


def joints(lines: Sequence[str], group: Sequence[ast.stmt]) -> list[Joint]:
    """The statements of a group that shares lines, each on lines of its own; comments behind them go to the last."""
    first, last = group[0].lineno - 1, (group[-1].end_lineno or group[-1].lineno) - 1
    indent, comment = indent_of(lines[first]), _behind(lines, group[-1])
    ends = [""] * (len(group) - 1) + [f"  {comment}" if comment else ""]
    parts = tuple(
        tuple(split_lines(indent + _cut(lines, node) + more + (line_end(lines[last]) or "\n")))
        for node, more in zip(group, ends, strict=True)
    )
    shared = tuple(lines[first : last + 1])
    return [Joint(shared, parts, at) for at in range(len(group))]


def unfolded(lines: Sequence[str], node: ast.ClassDef) -> tuple[str, ...]:
    """A class whose body stands on its header's line, with each statement on a line of its own.

    A comment behind the body goes to the header: it is about the class.
    """
    first = node.body[0]
    row = first.lineno - 1
    comment = _behind(lines, node.body[-1])
    end = line_end(lines[row]) or "\n"
    header = _before(lines[row], first.col_offset).rstrip() + (f"  {comment}" if comment else "")
    indent = indent_of(lines[node.lineno - 1]) + _INDENT
    body = (indent + _cut(lines, statement) + end for statement in node.body)
    return (*lines[:row], header + end, *(line for text in body for line in split_lines(text)))


def rejoined(
    items: Iterable[Item], joint_of: Callable[[Item], Joint | None]
) -> Iterator[tuple[Item, Joint | None]]:
    """Each item with None; those that are all statements of one line only as their first, with the line.

    `joint_of` tells of an item that is as it was read where it was cut from.
    """
    waiting = list(items)
    position = 0
    while position < len(waiting):
        joint = joint_of(waiting[position])
        size = len(joint.parts) if joint is not None else 1
        here = [joint_of(item) for item in waiting[position : position + size]]
        whole = joint is not None and here == [replace(joint, at=at) for at in range(size)]
        yield waiting[position], joint if whole else None
        position += size if whole else 1


def _cut(lines: Sequence[str], node: ast.stmt) -> str:
    """A statement's own text."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    text = _before(lines[last], node.end_col_offset or 0)
    if last > first:
        text = "".join([*lines[first:last], text])
    return text[len(_before(lines[first], node.col_offset)) :]


def _behind(lines: Sequence[str], node: ast.stmt) -> str:
    """The comment behind a statement."""
    line = lines[(node.end_lineno or node.lineno) - 1]
    return line[len(_before(line, node.end_col_offset or 0)) :].strip().lstrip("; \t")


def _before(line: str, offset: int) -> str:
    """What stands on a line before an offset, which Python counts in bytes."""
    if line.isascii():
        return line[:offset]
    return line.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "surrogatepass")
