"""Constraints and indexes over columns that a person has deleted: they wait until the columns are back.

SQLAlchemy looks the columns up while it makes the table: with one of them missing, the module could not be imported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from ormforge.catalog.keys import Key, path_part
from ormforge.merge.blocks import fingerprint
from ormforge.merge.ledger import Scope
from ormforge.merge.match import Match, Matches
from ormforge.merge.statements.argument_roles import Group, keyed
from ormforge.merge.statements.rewrap import rewrap
from ormforge.merge.statements.table_args import NAME
from ormforge.merge.statements.weave import Slot, weave
from ormforge.merge.waiting.deleted import deleted_columns, was_deleted
from ormforge.source.brackets import (
    Bracket,
    flatten,
    split_assignment,
    split_bracket,
    unwrap,
)
from ormforge.source.identity import callee, string
from ormforge.source.lines import indent_of, reindent, split_lines
from ormforge.source.partition import read_statement
from ormforge.source.unit import Suite, Unit

_NAMING = frozenset({"UniqueConstraint", "PrimaryKeyConstraint", "Index", "ExcludeConstraint"})


def without_lacking(
    scope: Scope, matches: Matches, base: Suite | None, new: Suite
) -> tuple[Suite | None, Suite]:
    """The generated versions of a class body without the table arguments that have to wait; the same where none has."""
    every = (*matches.present, *matches.absent)
    match = next((item for item in every if item.new and item.new.names == (NAME,)), None)
    if match is None or (match.mine is None and was_deleted(match, scope.question)):
        return base, new
    missing = deleted_columns(matches, scope.question)
    names = frozenset(unit.identity.removeprefix("column:") for unit in missing)
    fitting = _fitting(scope, match, names)
    if fitting == match:
        return base, new
    before = None if base is None else _exchanged(base, match.base, fitting.base)
    return before, _exchanged(new, match.new, fitting.new)


def fitting_table(scope: Scope, match: Match) -> Match:
    """The match with the generated versions of a `Table(...)` without the arguments that have to wait."""
    before, mine, after = (_arguments(unit) for unit in (match.base, match.mine, match.new))
    columns = [role for role in after if role.startswith("Column:")]
    gone = [role for role in columns if role in before and role not in mine]
    return _fitting(scope, match, frozenset(role.partition(":")[2] for role in gone))


def _fitting(scope: Scope, match: Match, missing: frozenset[str]) -> Match:
    """The match without the arguments that name a missing column; those that have waited are new, not deleted by hand."""
    new = match.new
    if new is None or not (missing or scope.question.memory.pending):
        return match
    if match.mine is not None and _bracket(match.mine) is None:
        return match
    before, mine, after = (_arguments(unit) for unit in (match.base, match.mine, match.new))
    waiting: set[str] = set()
    back: set[str] = set()
    for role, group in after.items():
        if role in mine:
            continue
        key = _key(new, group)
        waited = key in scope.question.memory.pending
        lacks = _named(group, scope, missing)
        if lacks:
            waiting.add(role)
        if lacks and (waited or role not in before):
            _tell(scope, key, group, lacks)
        if waited:
            back.add(role)
    if not waiting and not back:
        return match
    left = _without(scope, new, waiting)
    if left is None and new.key is not None:
        scope.ledger.pending[new.key] = fingerprint(new.bare)
    return replace(match, base=_without(scope, match.base, waiting | back), new=left)


def _named(group: Group, scope: Scope, missing: frozenset[str]) -> frozenset[str]:
    """The missing columns that an argument names, but for those that the class has from one of its bases."""
    lacks = missing.intersection(name for element in group for name in _columns(element.text))
    if lacks and scope.own_class is not None:
        lacks -= scope.question.inherited(scope.path, scope.own_class)
    return lacks


def _columns(text: str) -> Iterator[str]:
    """The columns that a constraint or an index names outside of its SQL."""
    call = _call(text)
    kind = callee(call) if call is not None else ""
    if call is None:
        return
    if kind == "ForeignKeyConstraint" and call.args:
        yield from _strings(call.args[0])
    elif kind in _NAMING:
        for part in call.args[kind == "Index" :]:
            yield from _strings(part.elts[0] if isinstance(part, ast.Tuple) and part.elts else part)
        for item in call.keywords:
            if item.arg is not None and item.arg.endswith("_include"):
                yield from _strings(item.value)


def _strings(node: ast.expr) -> Iterator[str]:
    """The names in a string, in a list of strings, and in `column("name").desc()`."""
    said = string(node)
    if said is not None:
        yield said
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from _strings(item)
    else:
        calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
        named = (part.args[0] for part in calls if callee(part) == "column" and part.args)
        yield from (name for part in named if (name := string(part)) is not None)


def _call(text: str) -> ast.Call | None:
    try:
        node = ast.parse(f"({text}\n)", mode="eval").body
    except SyntaxError:
        return None
    return node if isinstance(node, ast.Call) else None


def _arguments(unit: Unit | None) -> Mapping[str, Group]:
    """The arguments of a table by their roles."""
    bracket = None if unit is None else _bracket(unit)
    if bracket is None:
        return {}
    return keyed(bracket, "" if bracket.callee == "Table" else "table_args")


def _bracket(unit: Unit) -> Bracket | None:
    parts = split_assignment(unit.bare)
    return None if parts is None else split_bracket(unwrap(parts.value)[1])


def _key(unit: Unit, group: Group) -> Key:
    """The key of an argument: its table's, and its name or what it says."""
    _, _, path = (unit.key or "").partition(" ")
    table = path.removesuffix(f".{NAME}")
    said = "".join(_name(element.text) or flatten(element.text) for element in group)
    return Key(f"attribute {table}.{path_part(said)}")


def _name(text: str) -> str | None:
    call = _call(text)
    if call is None:
        return None
    given = next((string(item.value) for item in call.keywords if item.arg == "name"), None)
    return string(call.args[0]) if callee(call) == "Index" and call.args else given


def _tell(scope: Scope, key: Key, group: Group, lacks: frozenset[str]) -> None:
    said = ", ".join(flatten(element.text) for element in group)
    owner = f"{scope.own_name or scope.class_name}: " if scope.class_name else ""
    scope.ledger.pending[key] = fingerprint(said)
    message = f"{owner}{said} is not added: it needs {' and '.join(sorted(lacks))}, deleted by hand"
    scope.note("waiting", "warning", message, key=key)


def _without(scope: Scope, unit: Unit | None, roles: Set[str]) -> Unit | None:
    """The unit without some arguments; None where nothing is left of it."""
    parts = None if unit is None else split_assignment(unit.bare)
    bracket = None if unit is None else _bracket(unit)
    if unit is None or parts is None or bracket is None:
        return unit
    gone = {id(element) for role in roles for element in _arguments(unit).get(role, ())}
    if not gone:
        return unit
    left = [element for element in bracket.elements if id(element) not in gone]
    if not left:
        return None
    opening, _, closing = unwrap(parts.value)
    slots = [Slot(item, item.text if item in left else None) for item in bracket.elements]
    value = weave(bracket, slots, keep_single_comma=bracket.kind == "tuple")
    if bracket.kind == "tuple" and len(left) == 1 and left[0].text.startswith("{"):
        value = left[0].text
    text = replace(parts, value=opening + value + closing).text
    text = rewrap(unit.bare, text, member=scope.member, formatter=scope.question.formatter)
    fresh = read_statement(text, member=scope.member)
    code = reindent(split_lines(text), "", indent_of(unit.code[0]))
    return replace(unit, code=code, nodes=fresh.nodes)


def _exchanged(suite: Suite, old: Unit | None, new: Unit | None) -> Suite:
    """The suite with another version of a unit, or without it."""
    units = (new if unit is old else unit for unit in suite.units)
    return replace(suite, units=tuple(unit for unit in units if unit is not None))
