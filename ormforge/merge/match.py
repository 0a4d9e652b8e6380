"""Which units of the baseline, the user's file and the new text are about the same thing."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ormforge.source.identity import callee
from ormforge.source.unit import Suite, Unit


@dataclass(frozen=True)
class Match:
    """The versions of one unit; at least one is there."""

    base: Unit | None
    mine: Unit | None
    new: Unit | None

    @property
    def known(self) -> Unit | None:
        """A generated version of it."""
        return self.new or self.base


@dataclass(frozen=True)
class Matches:
    """Every unit of three suites: those in mine in mine's order, the others in the order of the new text."""

    present: tuple[Match, ...]
    absent: tuple[Match, ...]


def match_units(base: Suite | None, mine: Suite, new: Suite | None) -> Matches:
    """The units of three versions of a suite, matched by what they are about, then by the name they bind."""
    generated = _pair(base.units if base else (), new.units if new else ())
    owners = _owners(generated, mine.units)
    taken = {id(match) for match in owners.values()}
    present = []
    for unit in mine.units:
        match = owners.get(id(unit))
        present.append(replace(match, mine=unit) if match else Match(None, unit, None))
    return Matches(tuple(present), tuple(match for match in generated if id(match) not in taken))


def _pair(base: Sequence[Unit], new: Sequence[Unit]) -> list[Match]:
    """Baseline and new text, matched by identity, then by key; in the order of the new text, then of the baseline."""
    by_identity = {unit.identity: unit for unit in base}
    by_key = {unit.key: unit for unit in base if unit.key is not None}
    pairs: dict[int, Unit] = {}
    used: set[int] = set()
    for unit in new:
        found = by_identity.get(unit.identity)
        if found is not None:
            pairs[id(unit)] = found
            used.add(id(found))
    for unit in new:
        found = by_key.get(unit.key) if unit.key is not None and id(unit) not in pairs else None
        if found is not None and id(found) not in used:
            pairs[id(unit)] = found
            used.add(id(found))
    matches = [Match(pairs.get(id(unit)), None, unit) for unit in new]
    return matches + [Match(unit, None, None) for unit in base if id(unit) not in used]


def _owners(generated: Sequence[Match], mine: Sequence[Unit]) -> dict[int, Match]:
    """The generated unit that each of mine's units is a version of."""
    by_identity: dict[str, Match] = {}
    by_name: dict[str, Match] = {}
    for match in generated:
        for unit in (match.base, match.new):
            if unit is not None:
                by_identity[unit.identity] = match
                if len(unit.names) == 1 and unit.kind != "import":
                    by_name[unit.names[0]] = match
    owners: dict[int, Match] = {}
    taken: set[int] = set()
    for unit in mine:
        found = by_identity.get(unit.identity)
        if found is not None and id(found) not in taken:
            owners[id(unit)] = found
            taken.add(id(found))
    for unit in mine:
        found = by_name.get(unit.names[0]) if _binds_one(unit) and id(unit) not in owners else None
        if found is not None and id(found) not in taken:
            owners[id(unit)] = found
            taken.add(id(found))
    bases = [unit for unit in mine if id(unit) not in owners and _is_declarative_base(unit)]
    free = [match for match in generated if id(match) not in taken and _declares_base(match)]
    if len(bases) == len(free) == 1:
        owners[id(bases[0])] = free[0]
    return owners


def _declares_base(match: Match) -> bool:
    return match.known is not None and _is_declarative_base(match.known)


def _is_declarative_base(unit: Unit) -> bool:
    """Whether a class is a declarative base: a module has one, whatever it is called."""
    node = unit.node
    return isinstance(node, ast.ClassDef) and any(
        callee(base) in ("DeclarativeBase", "DeclarativeBaseNoMeta") for base in node.bases
    )


def _binds_one(unit: Unit) -> bool:
    return len(unit.names) == 1 and unit.node is not None and unit.kind in ("statement", "class")
