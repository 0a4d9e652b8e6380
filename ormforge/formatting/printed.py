"""Units in the shapes that generated modules are made of, printed without asking black where that is sure.

Such a unit is a class whose body is a docstring and simple statements, or it is one simple statement. Every physical
line is taken for a statement of its own: one that is only a part of a statement is no Python by itself, which whoever
reads it finds out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import iskeyword

from ormforge.errors import FormatError
from ormforge.formatting.asked import Black
from ormforge.formatting.printer import Unsure, print_statement
from ormforge.formatting.units import ASSIGNMENT_EDGES, CALL_EDGES, CLASS_EDGES, Edges

_INDENT = "    "
_QUOTES = '"""'
_SIMPLE = re.compile(r"(?P<first>[^\W\d]\w*)(?:\.\w+)*(?P<then> = |: |\()[^;]*\Z")
_DOCSTRING = re.compile(r' {4}"""[^\s"\\](?:[^"\\]*[^\s"\\])?"""\Z')


def print_unit(unit: str, black: Black) -> tuple[str, Edges] | None:
    """The unit as black would format it, and its edges; None where it is of another shape, or black must see all of it."""
    lines = unit.rstrip("\n").split("\n")
    try:
        if lines[0].startswith("class "):
            return "".join(_class(lines, black)), CLASS_EDGES
        if len(lines) > 1:
            return None
        is_call = _shape(lines[0])["then"] == "("
        return _printed(lines[0], 0, black), CALL_EDGES if is_call else ASSIGNMENT_EDGES
    except (Unsure, FormatError):
        return None


def _shape(statement: str) -> re.Match[str]:
    """The statement's first words, where it is an assignment or a call. Raises Unsure."""
    found = _SIMPLE.match(statement)
    if found is None or iskeyword(found["first"]):
        raise Unsure
    return found


def _class(lines: list[str], black: Black) -> Iterator[str]:
    """The class line by line: at most one blank line between two statements, one behind the docstring, none at first."""
    yield _header(lines[0], black)
    rest = lines[1:]
    if rest and rest[0].startswith(_INDENT + _QUOTES):
        docstring, rest = _docstring(rest, black)
        yield docstring
        rest = ["", *rest] if rest else []
    elif not rest or not rest[0].strip():
        raise Unsure
    is_parted = False
    for line in rest:
        if line.strip():
            yield ("\n" if is_parted else "") + _member(line, black)
        is_parted = not line.strip()


def _header(line: str, black: Black) -> str:
    try:
        return print_statement(line, 0, black.style.line_length)
    except Unsure:
        below = f"{_INDENT}a = 1\n"
        return black.format(f"{line}\n{below}").removesuffix(below)


def _docstring(lines: list[str], black: Black) -> tuple[str, list[str]]:
    """The docstring that the lines begin with, and the lines behind it."""
    if _DOCSTRING.match(lines[0]):
        return f"{lines[0]}\n", lines[1:]
    ends = (n for n, line in enumerate(lines) if line.endswith(_QUOTES) and (n or len(line) > 7))
    end = next(ends, len(lines) - 1) + 1
    return _asked("\n".join(lines[:end]), 1, black), lines[end:]


def _member(line: str, black: Black) -> str:
    statement = line.removeprefix(_INDENT)
    if statement == "pass":
        return f"{line}\n"
    if statement == line:
        raise Unsure
    _shape(statement)
    return _printed(statement, 1, black)


def _printed(statement: str, depth: int, black: Black) -> str:
    """One simple statement, by the printer or, where that is not sure, by black."""
    try:
        return print_statement(statement, depth, black.style.line_length)
    except Unsure:
        return _asked(_INDENT * depth + statement, depth, black)


def _asked(source: str, depth: int, black: Black) -> str:
    """What black makes of one statement at this depth."""
    header = "class A:\n" if depth else ""
    formatted = black.format(f"{header}{source}\n")
    if not formatted.startswith(f"{header}{_INDENT * depth}"):
        raise Unsure
    return formatted.removeprefix(header)
