"""Enum classes under other names than the generated ones: known by the columns that name them, and by their labels.

Nothing in an enum's class tells which type or column of the database it stands for; the columns that take their values
from it do.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ormforge.merge.statements.facts import names_in
from ormforge.source.identity import assigned_value, callee, is_enum_class, string
from ormforge.source.partition import read_class
from ormforge.source.unit import Unit

_WORD = re.compile(r"\w+")
Tables = Sequence[tuple[Unit, Unit]]
"""What maps the same table on both sides, as (generated, the user's)."""


def is_enum(unit: Unit | None) -> bool:
    """Whether a unit is an enum class."""
    return unit is not None and is_enum_class(unit.node)


def same_enums(
    generated: Iterable[Unit], mine: Iterable[Unit], tables: Tables
) -> list[tuple[Unit, Unit]]:
    """The enums of both sides that are the same under two names, as (generated, the user's).

    Both are what nothing else has matched. An enum is the class that its columns name; where they do not tell, because
    they stand in another file or still say the old name, it is the class that has the same labels: of several the one at
    the same place among them.
    """
    left = [unit for unit in generated if is_enum(unit)]
    own = {unit.names[0]: unit for unit in mine if may_be_enum(unit)}
    if not left or not own:
        return []
    found = [
        (unit, own.pop(name)) for unit, name in named_instead(left, own, tables) if name in own
    ]
    known = {id(unit) for unit, _ in found}
    rest = [unit for unit in left if id(unit) not in known]
    for unit in rest:
        alike = [other for other in own.values() if _values(other) == _values(unit)]
        rivals = [other for other in rest if _values(other) == _values(unit)]
        if len(alike) == len(rivals):
            found.append((unit, alike[[id(rival) for rival in rivals].index(id(unit))]))
    return found


def named_instead(
    generated: Iterable[Unit], names: Collection[str], tables: Tables
) -> Iterator[tuple[Unit, str]]:
    """The generated enums whose columns say another name in the user's file, each with that one of the names."""
    for unit in generated:
        name = unit.names[0]
        columns = [(_named(one), _named(other)) for one, other in tables if name in one.text]
        said = {
            word
            for before, after in columns
            for column, words in before.items()
            if name in words
            for word in after.get(column, ())
        }
        instead = [each for each in names if each in said]
        if len(instead) == 1 and name not in said:
            yield unit, instead[0]


def has_other_values(mine: Unit, *generated: Unit | None) -> bool:
    """Whether an enum of the user's holds no label at all as a value: the names of its members are stored, say.

    It has the place of the generated one, but must not gain members whose values are labels.
    """
    own = _values(mine) if is_enum(mine) else frozenset()
    labels = [_values(unit) for unit in generated if unit is not None and is_enum(unit)]
    return bool(own) and bool(labels) and own.isdisjoint(frozenset().union(*labels))


def may_be_enum(unit: Unit) -> bool:
    """Whether a unit is a class that maps no table."""
    return unit.kind == "class" and not unit.identity.startswith("table:")


def _values(unit: Unit) -> frozenset[str]:
    """The values of a class's members; of those that are no text their source."""
    nodes = (member.node for member in read_class(unit)[0].body.units)
    values = (assigned_value(node) for node in nodes if isinstance(node, ast.Assign))
    return frozenset(string(value) or ast.unparse(value) for value in values if value is not None)


def _named(unit: Unit) -> Mapping[str, frozenset[str]]:
    """The classes that the statement of each column takes its values from, or may."""
    if unit.kind == "class":
        members = read_class(unit)[0].body.units
        return {member.identity: _classes(member.node) for member in members if member.node}
    table = assigned_value(unit.node) if unit.node is not None else None
    elements = table.args if isinstance(table, ast.Call) else []
    columns = [item for item in elements if isinstance(item, ast.Call) and item.args]
    return {string(item.args[0]) or "": _classes(item) for item in columns}


def _classes(node: ast.AST) -> frozenset[str]:
    """The names in a column's annotation, and those that an enum type is made of."""
    annotation = [node.annotation] if isinstance(node, ast.AnnAssign) else []
    types = (part for part in ast.walk(node) if isinstance(part, ast.Call) and part.args)
    given = [part.args[0] for part in types if "enum" in callee(part).lower()]
    return frozenset(name for part in (*annotation, *given) for name in _said(part))


def _said(node: ast.AST) -> Iterator[str]:
    """Every name in an expression, and every word of its texts, which may be annotations."""
    yield from names_in(node)
    for part in ast.walk(node):
        yield from _WORD.findall(string(part) or "") if isinstance(part, ast.Constant) else ()
