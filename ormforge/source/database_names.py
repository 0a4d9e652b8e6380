"""The names that the database has for the tables and columns of a file, and exchanging them.

Only what says such a name outright is exchanged: the table of a class or of a `Table(...)`, and the column of an
attribute. Python names stay; an attribute that was named after its column says the column's new name from then on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ormforge.draft.literals import string_literal
from ormforge.errors import SourceError
from ormforge.source.identity import (
    assigned_value,
    callee,
    column_call,
    column_name,
    string,
    table_identity,
    target_name,
)
from ormforge.source.lines import split_lines
from ormforge.source.partition import read_class, read_module
from ormforge.source.patches import Lines, Patch, patched
from ormforge.source.reading import parse
from ormforge.source.schema_names import schema_patches
from ormforge.source.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewName:
    """What a table is called from now on (`schema` is empty where none is written), and its columns by old name."""

    schema: str
    name: str
    columns: Mapping[str, str] = field(default_factory=dict)


def tables_in(text: str, path: PurePosixPath) -> Mapping[str, frozenset[str]]:
    """The identities of all tables that a file maps, at any depth, each with the names of its columns."""
    found: dict[str, frozenset[str]] = {}
    for unit in read_module(text, path)[0].units:
        for node in _mapped(unit):
            identity = table_identity(node) or ""
            found[identity] = found.get(identity, frozenset()) | {*_columns(node)}
    return found


def renamed_text(text: str, path: PurePosixPath, names: Mapping[str, NewName]) -> str:
    """The file with tables, by identity, and their columns called by their new names. Regions stay as they are."""
    suite = read_module(text, path)[0]
    units = [_renamed(unit, names) for unit in suite.units]
    return replace(suite, units=tuple(units)).text


def renamed_member(text: str, columns: Mapping[str, str]) -> str:
    """One member of a class, indented or not, with its column called by its new name; text that is none stays."""
    indented = text[:1] in " \t"
    lines = Lines([*(["if 1:\n"] if indented else []), *split_lines(text)])
    try:
        body = parse("".join(lines.lines), PurePosixPath("member")).body
    except SourceError:
        return text
    statements = body[0].body if indented and isinstance(body[0], ast.If) else body
    new = NewName(schema="", name="", columns=columns)
    patches = [patch for node in statements for patch in _member(node, lines, new) if patch]
    return "".join(patched(lines.lines, patches)[int(indented) :])


def _renamed(unit: Unit, names: Mapping[str, NewName]) -> Unit:
    if unit.kind == "region":
        return unit
    lines, fenced = Lines(unit.code), _region_lines(unit)
    patches = [
        patch
        for node in _mapped(unit)
        for patch in _patches(node, lines, names.get(table_identity(node) or ""))
        if patch is not None and patch.line not in fenced
    ]
    return replace(unit, code=patched(unit.code, patches)) if patches else unit


def _mapped(unit: Unit) -> Iterator[ast.ClassDef | ast.Assign | ast.AnnAssign]:
    """Every statement of a unit that maps a table; its lines count from the unit's first."""
    if "table" not in unit.text.lower():
        return
    try:
        tree = parse(unit.text, PurePosixPath("part"))
    except SourceError:  # a newer grammar than the running Python's
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.Assign | ast.AnnAssign) and table_identity(node):
            yield node


def _region_lines(unit: Unit) -> frozenset[int]:
    if unit.kind != "class":
        return frozenset()
    regions = [member for member in read_class(unit)[0].body.units if member.kind == "region"]
    return frozenset(
        line - unit.line
        for region in regions
        for line in range(region.line, region.line + len(region.code))
    )


def _columns(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            name = column_name(statement)
            if name is not None:
                yield name
    for call in _table_calls(node):
        yield from (name for _, name in _elements(call))


def _table_calls(node: ast.stmt) -> Iterator[ast.Call]:
    """The `Table(...)` that a statement assigns, or that a class has as its `__table__`."""
    for statement in node.body if isinstance(node, ast.ClassDef) else (node,):
        value = assigned_value(statement)
        if isinstance(value, ast.Call) and callee(value) == "Table":
            yield value


def _elements(call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    """The name of each column of a `Table(...)`, with the literal that says it."""
    for element in call.args:
        if isinstance(element, ast.Call) and callee(element) == "Column" and element.args:
            name = string(element.args[0])
            if name is not None:
                yield element.args[0], name


def _patches(node: ast.stmt, lines: Lines, new: NewName | None) -> Iterator[Patch | None]:
    if new is None:
        return
    yield from schema_patches(node, lines, new.schema)
    for call in _table_calls(node):
        yield lines.literal(call.args[0], new.name) if string(call.args[0]) != new.name else None
        for literal, name in _elements(call):
            if name in new.columns:
                yield lines.literal(literal, new.columns[name])
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            yield from _member(statement, lines, new)


def _member(statement: ast.stmt, lines: Lines, new: NewName) -> Iterator[Patch | None]:
    value = assigned_value(statement)
    if target_name(statement) == "__tablename__" and value is not None:
        yield lines.literal(value, new.name) if string(value) != new.name else None
        return
    column = column_name(statement)
    if column is not None and column in new.columns:
        yield _column(statement, lines, column, new.columns[column])


def _column(statement: ast.stmt, lines: Lines, old: str, new: str) -> Patch | None:
    value = assigned_value(statement)
    if value is None and isinstance(statement, ast.AnnAssign):
        return lines.behind(statement.annotation, f" = mapped_column({string_literal(new)})")
    call = column_call(value) if value is not None else None
    if call is None:
        return None
    named = [item.value for item in call.keywords if item.arg == "name"]
    said = next((node for node in (*call.args[:1], *named) if string(node) == old), None)
    if said is not None:
        return lines.literal(said, new)
    return lines.first_argument(call, string_literal(new))
