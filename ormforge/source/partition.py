"""Cutting a file into units, losing nothing: every line belongs to exactly one unit, or is a blank above one.

Only whole lines are cut, so the pieces joined are the source by construction.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.errors import SourceError
from ormforge.source.chunks import cut
from ormforge.source.identity import (
    enum_identity,
    is_enum_class,
    is_sqlmodel_table,
    member_identity,
    module_identity,
    sqlmodel_identity,
)
from ormforge.source.joined import unfolded
from ormforge.source.lines import indent_of, plain, split_lines, tokens
from ormforge.source.newer import read_opaque
from ormforge.source.reading import conflict_line, parse
from ormforge.source.regions import MarkerProblem, fold_regions
from ormforge.source.segments import Stretch, first_line, segment, unique
from ormforge.source.unit import ClassParts, Suite, Unit, UnitKind

_SIMPLE_HEADER = re.compile(r"\s*class\s+\w+\s*(?:\([^()#\"']*\))?\s*:\s*(?:#.*)?\Z")


def read_module(
    text: str, path: PurePosixPath, keys: Mapping[str, Key] | None = None
) -> tuple[Suite, tuple[MarkerProblem, ...]]:
    """The units of a file, and the markers in it that have no partner.

    `keys` tells the keys of what generated text binds. Raises SourceError where the text is no Python.
    """
    units, tail = _read_chunks(text) or _read_otherwise(text, path)
    if keys:
        units = [_keyed(unit, keys) for unit in units]
    folded, problems = fold_regions(unique(units))
    return Suite(folded, tail), problems


def _read_otherwise(text: str, path: PurePosixPath) -> tuple[list[Unit], tuple[str, ...]]:
    """The units of a file that cannot be read part by part: read as a whole, or in a newer grammar than Python's own."""
    try:
        return segment(Stretch(split_lines(text), module_identity), parse(text, path).body)
    except SourceError:
        found = None if conflict_line(text) else _read_chunks(text, newer=True)
        if found is None:
            raise
        return found


def _read_chunks(text: str, *, newer: bool = False) -> tuple[list[Unit], tuple[str, ...]] | None:
    """The units of a file read part by part; None where a part cannot be read by itself."""
    units: list[Unit] = []
    tail: tuple[str, ...] = ()
    before = 0
    for number, chunk in enumerate(cut(text)):
        found = read_chunk(chunk, top=number == 0)
        if found is None and newer:
            opaque = read_opaque(chunk)
            found = None if opaque is None else ((opaque,), ())
        if found is None:
            return None
        part, tail = found
        units += part if not before else [replace(unit, line=unit.line + before) for unit in part]
        before += len(split_lines(chunk))
    return units, tail


@lru_cache(maxsize=20_000)
def read_chunk(text: str, *, top: bool) -> tuple[tuple[Unit, ...], tuple[str, ...]] | None:
    """The units of a part of a file, which are the same in every version that has this part."""
    try:
        nodes = parse(text, PurePosixPath("part")).body
    except SourceError:
        return None
    units, tail = segment(Stretch(split_lines(text), module_identity, top=top), nodes)
    return tuple(units), tail


def _keyed(unit: Unit, keys: Mapping[str, Key]) -> Unit:
    key = keys.get(unit.names[0]) if len(unit.names) == 1 else None
    if key is None and unit.kind != "class":
        return unit
    return replace(unit, key=key, member_keys=keys)


def read_class(unit: Unit) -> tuple[ClassParts, tuple[MarkerProblem, ...]]:
    """The header and the body of a class unit, and the markers in it that have no partner."""
    parts, problems = _read_class(unit.kind, unit.code, unit.line)
    if not unit.member_keys or not unit.names:
        return parts, problems
    members = (_member_keyed(each, unit) for each in parts.body.units)
    return replace(parts, body=replace(parts.body, units=tuple(members))), problems


def _member_keyed(member: Unit, owner: Unit) -> Unit:
    name = f"{owner.names[0]}.{member.names[0]}" if len(member.names) == 1 else ""
    key = owner.member_keys.get(name)
    return member if key is None else replace(member, key=key)


# The same few classes are read by one stage after the other; the trees of many would need much memory.
@lru_cache(maxsize=256)
def _read_class(
    kind: UnitKind, code: tuple[str, ...], line: int
) -> tuple[ClassParts, tuple[MarkerProblem, ...]]:
    node = class_node(Unit(kind, (), (), code, line))
    lines = list(code)
    end = _header_end(lines, node)
    if end is None:
        apart, problems = _read_class(kind, unfolded(lines, node), line)
        return replace(apart, inline=True), problems
    stretch = Stretch(lines, _identify(node), start=end, before=line - 1)
    body, tail = segment(stretch, node.body)
    indent = indent_of(lines[first_line(node.body[0]) - 1])
    folded, problems = fold_regions(unique(body))
    return ClassParts(tuple(lines[:end]), Suite(folded, tail, indent)), problems


def _identify(node: ast.ClassDef) -> Callable[[ast.stmt], str | None]:
    """What tells the members of a class apart."""
    if is_enum_class(node):
        return enum_identity
    return sqlmodel_identity if is_sqlmodel_table(node) else member_identity


def class_node(unit: Unit) -> ast.ClassDef:
    """The syntax tree of a class unit; its lines count from the unit's first."""
    nodes = parse(unit.text, PurePosixPath("class")).body
    if unit.kind != "class" or not isinstance(nodes[0], ast.ClassDef):
        raise TypeError(f"not a class: {unit.identity}")
    return nodes[0]


def read_statement(code: str, *, member: bool) -> Unit:
    """The unit of one statement, given without indent; `member` tells that it stands in a class body."""
    nodes = parse(code, PurePosixPath("statement")).body
    identify = member_identity if member else module_identity
    return segment(Stretch(split_lines(code), identify), nodes)[0][-1]


def _header_end(lines: Sequence[str], node: ast.ClassDef) -> int | None:
    """The index of the line after a class's header; None where the body stands on the header's own line."""
    first = node.lineno - 1
    if _SIMPLE_HEADER.match(lines[first].rstrip("\r\n")):
        return first + 1
    body = first_line(node.body[0])
    depth = 0
    for token in tokens(plain("".join(lines[first:body]))):
        if token.string in ("(", "[", "{"):
            depth += 1
        elif token.string in (")", "]", "}"):
            depth -= 1
        elif token.string == ":" and depth == 0:
            end = first + token.end[0]
            return end if end < body else None
    return body if not lines[body][: node.body[0].col_offset].strip() else None
