"""Classes of API schemas under other names than the generated ones: known by their base and their fields.

Nothing in such a class tells which table it stands for, so only a pair beyond doubt counts.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ormforge.source.partition import read_class
from ormforge.source.sameness import meaning
from ormforge.source.unit import Suite, Unit, is_table


def renamed_schemas(generated: Suite, mine: Suite, before: Suite | None) -> dict[str, str]:
    """The names of generated schemas that a person calls otherwise, each with theirs.

    They are found in what was generated `before`, which the user's file was made from.
    """
    known = before or generated
    own = {unit.identity for unit in mine.units}
    left = [unit for unit in known.units if _is_schema(unit) and unit.identity not in own]
    if not left:
        return {}
    given = {unit.identity for unit in (*known.units, *generated.units)}
    others = [unit for unit in mine.units if unit.identity not in given]
    now = {unit.key: unit.names[0] for unit in generated.units if _is_schema(unit)}
    pairs = _same(left, others)
    return {now.get(unit.key, unit.names[0]): other.names[0] for unit, other in pairs}


def _is_schema(unit: Unit) -> bool:
    return unit.kind == "class" and (unit.key or "").startswith("schema ")


def _same(generated: Sequence[Unit], mine: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """The pairs of which neither is like any other: as many bases, and at least half of the fields to the letter."""
    gone = {name for unit in generated for name in unit.names}
    mine = [unit for unit in mine if unit.kind == "class" and not is_table(unit)]
    alike = [(unit, other) for unit in generated for other in mine if _is_alike(unit, other, gone)]
    return [
        (unit, other)
        for unit, other in alike
        if sum(one is unit for one, _ in alike) == sum(two is other for _, two in alike) == 1
    ]


def _is_alike(generated: Unit, mine: Unit, gone: set[str]) -> bool:
    before, after = _bases(generated), _bases(mine)
    if len(before) != len(after) or any(
        one != other and one not in gone for one, other in zip(before, after, strict=True)
    ):
        return False
    fields, own = _fields(generated), _fields(mine)
    return 2 * len(fields & own) >= max(len(fields), 1)


def _bases(unit: Unit) -> list[str]:
    bases = unit.node.bases if isinstance(unit.node, ast.ClassDef) else []
    return [ast.unparse(base) for base in bases]


def _fields(unit: Unit) -> frozenset[str]:
    members = read_class(unit)[0].body.units
    return frozenset(meaning(member.bare) for member in members if member.nodes)
