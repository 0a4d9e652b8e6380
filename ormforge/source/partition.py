"""Cutting a file into units, losing nothing: every line belongs to exactly one unit, or is a blank above one.

Only whole lines are cut, so the pieces joined are the source by construction.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.source.identity import bound_names, captured_tables, member_identity, module_identity
from ormforge.source.lines import indent_of, is_blank, plain, split_lines, tokens
from ormforge.source.reading import parse
from ormforge.source.regions import MarkerProblem, fold_regions, is_notice, read_marker
from ormforge.source.unit import ClassParts, Suite, Unit, UnitKind

_COMPOUND = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.Match,
)
_SIMPLE_HEADER = re.compile(r"\s*class\s+\w+\s*(?:\([^()#\"']*\))?\s*:\s*(?:#.*)?\Z")

Identify = Callable[[ast.stmt], "str | None"]


def read_module(
    text: str, path: PurePosixPath, keys: Mapping[str, Key] | None = None
) -> tuple[Suite, tuple[MarkerProblem, ...]]:
    """The units of a file, and the markers in it that have no partner.

    `keys` tells the keys of what generated text binds. Raises SourceError where the text is no Python.
    """
    tree = parse(text, path)
    lines = split_lines(text)
    units, tail = _segment(lines, tree.body, 0, len(lines), module_identity)
    folded, problems = fold_regions(_named(units, keys or {}, ""))
    return Suite(folded, tail), problems


def read_class(unit: Unit) -> tuple[ClassParts, tuple[MarkerProblem, ...]]:
    """The header and the body of a class unit, and the markers in it that have no partner."""
    node = unit.node
    if not isinstance(node, ast.ClassDef):
        raise TypeError(f"not a class: {unit.identity}")
    lines = list(unit.code)
    offset = min([node.lineno, *(item.lineno for item in node.decorator_list)]) - 1
    end = header_end(lines, node, offset)
    if end is None:
        return ClassParts(tuple(lines), Suite(()), inline=True), ()
    body, tail = _segment(lines, node.body, end, len(lines), member_identity, offset)
    indent = indent_of(lines[_first_line(node.body[0]) - 1 - offset])
    numbered = [replace(item, line=item.line + unit.line - 1) for item in body]
    folded, problems = fold_regions(_named(numbered, unit.member_keys, node.name + "."))
    return ClassParts(tuple(lines[:end]), Suite(folded, tail, indent)), problems


def read_statement(code: str, *, member: bool) -> Unit:
    """The unit of one statement, given without indent; `member` tells that it stands in a class body."""
    lines = split_lines(code)
    nodes = parse(code, PurePosixPath("statement")).body
    units, _ = _segment(lines, nodes, 0, len(lines), member_identity if member else module_identity)
    return units[-1]


def header_end(lines: Sequence[str], node: ast.ClassDef, offset: int) -> int | None:
    """The index of the line after a class's header; None where the body stands on the header's own line."""
    first = node.lineno - 1 - offset
    if _SIMPLE_HEADER.match(lines[first].rstrip("\r\n")):
        return first + 1
    body = _first_line(node.body[0]) - offset
    depth = 0
    for token in tokens(plain("".join(lines[first:body]))):
        if token.string in ("(", "[", "{"):
            depth += 1
        elif token.string in (")", "]", "}"):
            depth -= 1
        elif token.string == ":" and depth == 0:
            end = first + token.end[0]
            return end if end < body else None
    return None


def _first_line(node: ast.stmt) -> int:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return min([node.lineno, *(item.lineno for item in node.decorator_list)])
    return node.lineno


def _segment(
    lines: Sequence[str],
    nodes: Sequence[ast.stmt],
    start: int,
    stop: int,
    identify: Identify,
    offset: int = 0,
) -> tuple[list[Unit], tuple[str, ...]]:
    """The units of the lines from start to stop, and the blank lines after the last one.

    `offset` is what line numbers of nodes are ahead of indices.
    """
    groups = _by_line(nodes)
    units: list[Unit] = []
    position = start
    for index, group in enumerate(groups):
        first = _first_line(group[0]) - 1 - offset
        limit = _first_line(groups[index + 1][0]) - 1 - offset if index + 1 < len(groups) else stop
        last = (group[-1].end_lineno or group[-1].lineno) - offset
        last += _owned_comments(group[-1], lines[last:limit])
        comments, gap, lead = _read_gap(
            lines, position, first, at_top=start == 0 and position == 0 and offset == 0
        )
        units += comments
        units.append(
            _statement(group, gap, lead, tuple(lines[first:last]), first + 1, identify, index == 0)
        )
        position = last
    comments, gap, lead = _read_gap(lines, position, stop, at_top=False)
    units += comments
    if lead:
        units.append(_comment(gap, lead, stop - len(lead) + 1))
        return units, ()
    return units, gap


def _by_line(nodes: Sequence[ast.stmt]) -> list[list[ast.stmt]]:
    groups: list[list[ast.stmt]] = []
    for node in nodes:
        if groups and _first_line(node) <= (groups[-1][-1].end_lineno or 0):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _owned_comments(node: ast.stmt, below: Sequence[str]) -> int:
    """How many of the lines below a compound statement belong to it: comments as deep as its body."""
    if not isinstance(node, _COMPOUND):
        return 0
    body = node.cases[0].body if isinstance(node, ast.Match) else node.body
    if _first_line(body[0]) == node.lineno:
        return 0
    owned = 0
    for count, line in enumerate(below, start=1):
        if not is_blank(line):
            if len(indent_of(line)) < body[0].col_offset:
                break
            owned = count
    return owned


def _read_gap(
    lines: Sequence[str], start: int, stop: int, *, at_top: bool
) -> tuple[list[Unit], tuple[str, ...], tuple[str, ...]]:
    """The comment units between two statements, then the blank lines and the lead comments of the second one.

    Comments at the very top of a file are about the file, not about its first statement.
    """
    units: list[Unit] = []
    gap: list[str] = []
    block: list[str] = []
    for index in range(start, stop):
        line = lines[index]
        if is_blank(line):
            if block:
                units.append(_comment(gap, block, index - len(block) + 1))
                gap, block = [], []
            gap.append(line)
        elif read_marker(line) is not None or is_notice(line):
            if block:
                units.append(_comment(gap, block, index - len(block) + 1))
                gap, block = [], []
            units.append(_single(gap, line, index + 1))
            gap = []
        else:
            block.append(line)
    if block and at_top and not units:
        units.append(_comment(gap, block, stop - len(block) + 1))
        gap, block = [], []
    return units, tuple(gap), tuple(block)


def _comment(gap: Sequence[str], block: Sequence[str], line: int) -> Unit:
    text = "\n".join(item.strip() for item in block)
    return Unit("comment", tuple(gap), (), tuple(block), line, identity=f"comment:{text}")


def _single(gap: Sequence[str], line: str, number: int) -> Unit:
    kind: UnitKind = "notice" if is_notice(line) else "marker"
    text = line.strip()
    identity = "stamp" if text.startswith("# ormforge: base ") else f"{kind}:{text}"
    return Unit(kind, tuple(gap), (), (line,), number, identity=identity)


def _statement(
    group: Sequence[ast.stmt],
    gap: tuple[str, ...],
    lead: tuple[str, ...],
    code: tuple[str, ...],
    line: int,
    identify: Identify,
    is_first: bool,
) -> Unit:
    node = group[0]
    walrus = any(":=" in text for text in code)
    names = tuple(name for item in group for name in bound_names(item, walrus=walrus))
    kind = _kind(group, is_first)
    if kind == "docstring":
        identity = "docstring"
    else:
        identity = (
            identify(node) if len(group) == 1 else None
        ) or f"code:{plain(''.join(code)).strip()}"
    captured: frozenset[str] = frozenset()
    if not identity.startswith("table:") and isinstance(node, _COMPOUND):
        captured = frozenset(found for item in group for found in captured_tables(item))
    return Unit(kind, gap, lead, code, line, names, identity, tuple(group), captured)


def _kind(group: Sequence[ast.stmt], is_first: bool) -> UnitKind:
    node = group[0]
    if len(group) > 1:
        return "statement"
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return "import"
    if isinstance(node, ast.ClassDef):
        return "class"
    if is_first and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return "docstring" if isinstance(node.value.value, str) else "statement"
    return "statement"


def _named(units: Sequence[Unit], keys: Mapping[str, Key], prefix: str) -> list[Unit]:
    """The units with identities made unique, and with the keys of what they bind."""
    seen: dict[str, int] = {}
    named = []
    for unit in units:
        seen[unit.identity] = count = seen.get(unit.identity, 0) + 1
        key = keys.get(prefix + unit.names[0]) if len(unit.names) == 1 else None
        identity = unit.identity if count == 1 else f"{unit.identity}#{count}"
        if count > 1 or key is not None or (keys and unit.kind == "class"):
            named.append(replace(unit, identity=identity, key=key, member_keys=keys))
        else:
            named.append(unit)
    return named

