"""Cutting the lines of one suite into units, from the statements in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ormforge.source.identity import bound_names, captured_tables
from ormforge.source.joined import joints
from ormforge.source.lines import indent_of, is_blank, plain
from ormforge.source.regions import is_notice, read_marker
from ormforge.source.unit import Unit, UnitKind

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

Identify = Callable[[ast.stmt], "str | None"]


@dataclass(frozen=True)
class Stretch:
    """The lines of a suite and how to read them.

    `start` is the index of its first line, `before` how many lines of the file stand above them all. `top`: the suite's first statement may be a docstring, and
    comments above it are about the whole.
    """

    lines: Sequence[str]
    identify: Identify
    start: int = 0
    before: int = 0
    top: bool = True


def segment(stretch: Stretch, nodes: Sequence[ast.stmt]) -> tuple[list[Unit], tuple[str, ...]]:
    """The units of a stretch, and the blank lines after the last one."""
    groups = _by_line(nodes)
    units: list[Unit] = []
    position = stretch.start
    for index, group in enumerate(groups):
        first = first_line(group[0]) - 1
        limit = (
            first_line(groups[index + 1][0]) - 1 if index + 1 < len(groups) else len(stretch.lines)
        )
        last = group[-1].end_lineno or group[-1].lineno
        last += _owned_comments(group[-1], stretch.lines[last:limit])
        comments, gap, lead = _read_gap(
            stretch, position, first, above=index == 0 and not stretch.start
        )
        units += comments
        docstring = index == 0 and stretch.top
        if len(group) > 1:
            units += _sharing(stretch, group, gap, lead)
        else:
            place = (first, last)
            units.append(_statement(stretch, group[0], gap, lead, place, docstring=docstring))
        position = last
    comments, gap, lead = _read_gap(stretch, position, len(stretch.lines))
    units += comments
    if lead:
        units.append(_comment(gap, lead, stretch.before + len(stretch.lines) - len(lead) + 1))
        return units, ()
    return units, gap


def first_line(node: ast.stmt) -> int:
    """The number of a statement's first line, decorators included."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return min([node.lineno, *(item.lineno for item in node.decorator_list)])
    return node.lineno


def _by_line(nodes: Sequence[ast.stmt]) -> list[list[ast.stmt]]:
    groups: list[list[ast.stmt]] = []
    for node in nodes:
        if groups and first_line(node) <= (groups[-1][-1].end_lineno or 0):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _owned_comments(node: ast.stmt, below: Sequence[str]) -> int:
    """How many of the lines below a compound statement belong to it: comments as deep as its body."""
    if not isinstance(node, _COMPOUND):
        return 0
    body = node.cases[0].body if isinstance(node, ast.Match) else node.body
    if first_line(body[0]) == node.lineno:
        return 0
    owned = 0
    for count, line in enumerate(below, start=1):
        if not is_blank(line):
            if len(indent_of(line)) < body[0].col_offset:
                break
            owned = count
    return owned


def _read_gap(
    stretch: Stretch, start: int, stop: int, *, above: bool = False
) -> tuple[list[Unit], tuple[str, ...], tuple[str, ...]]:
    """The comment units between two statements, then the blank lines and the lead comments of the second one.

    Comments at the very top of a file are about the file, not about its first statement.
    """
    units: list[Unit] = []
    gap: list[str] = []
    block: list[str] = []

    def close(number: int) -> None:
        if block:
            units.append(_comment(gap, block, stretch.before + number - len(block) + 1))
            gap.clear()
            block.clear()

    for index in range(start, stop):
        line = stretch.lines[index]
        if is_blank(line):
            close(index)
            gap.append(line)
        elif "ormforge" in line.lower() and (read_marker(line) is not None or is_notice(line)):
            close(index)
            units.append(_single(gap, line, stretch.before + index + 1))
            gap.clear()
        else:
            block.append(line)
    if above and stretch.top and not units:
        close(stop)
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
    stretch: Stretch,
    node: ast.stmt,
    gap: tuple[str, ...],
    lead: tuple[str, ...],
    place: tuple[int, int],
    *,
    docstring: bool,
) -> Unit:
    code = tuple(stretch.lines[place[0] : place[1]])
    kind = _kind(node, docstring=docstring)
    identity = "docstring" if kind == "docstring" else _identity(stretch, node, code)
    return Unit(
        kind,
        gap,
        lead,
        code,
        stretch.before + place[0] + 1,
        names=_names(node, code),
        identity=identity,
        nodes=(_without_body(node),),
        captured=_captured(node, identity),
    )


def _sharing(
    stretch: Stretch,
    group: Sequence[ast.stmt],
    gap: tuple[str, ...],
    lead: tuple[str, ...],
) -> Iterator[Unit]:
    """The units of statements that share a line; what stands above the line stands above the first of them."""
    for joint, node in zip(joints(stretch.lines, group), group, strict=True):
        code = joint.parts[joint.at]
        yield Unit(
            _kind(node, docstring=False),
            gap if joint.at == 0 else (),
            lead if joint.at == 0 else (),
            code,
            stretch.before + node.lineno,
            names=_names(node, code),
            identity=_identity(stretch, node, code),
            nodes=(_without_body(node),),
            joint=joint,
        )


def _names(node: ast.stmt, code: Sequence[str]) -> tuple[str, ...]:
    return tuple(bound_names(node, walrus=any(":=" in text for text in code)))


def _captured(node: ast.stmt, identity: str) -> frozenset[str]:
    if identity.startswith("table:") or not isinstance(node, _COMPOUND):
        return frozenset()
    return captured_tables(node)


def _identity(stretch: Stretch, node: ast.stmt, code: Sequence[str]) -> str:
    return stretch.identify(node) or f"code:{plain(''.join(code)).strip()}"


def _without_body(node: ast.stmt) -> ast.stmt:
    """A class without its body: classes are read again when they have to be, so that their trees need no memory."""
    if not isinstance(node, ast.ClassDef):
        return node
    empty = ast.ClassDef(
        name=node.name,
        bases=node.bases,
        keywords=node.keywords,
        body=[],
        decorator_list=node.decorator_list,
    )
    return ast.copy_location(empty, node)


def _kind(node: ast.stmt, *, docstring: bool) -> UnitKind:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return "import"
    if isinstance(node, ast.ClassDef):
        return "class"
    if docstring and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return "docstring" if isinstance(node.value.value, str) else "statement"
    return "statement"


def unique(units: Sequence[Unit]) -> list[Unit]:
    """The units with identities that occur several times told apart by number."""
    seen: dict[str, int] = {}
    found = []
    for unit in units:
        seen[unit.identity] = count = seen.get(unit.identity, 0) + 1
        found.append(unit if count == 1 else replace(unit, identity=f"{unit.identity}#{count}"))
    return found
