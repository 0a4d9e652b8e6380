"""Which units of the baseline, the user's file and the new text are about the same thing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ormforge.merge.names.enums import is_enum, same_enums
from ormforge.source.roles import Role, foundations, is_common_ground, role_of
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
    for match in generated:
        role = _role(match)
        if role is not None and id(match) not in taken:
            own = _with_role(role, [unit for unit in mine if id(unit) not in owners], mine)
            if own is not None:
                owners[id(own)] = match
    owners |= _renamed_helpers(generated, mine, owners)
    return owners | _renamed_enums(generated, mine, owners)


def _renamed_helpers(
    generated: Sequence[Match], mine: Sequence[Unit], owners: Mapping[int, Match]
) -> dict[int, Match]:
    """The helpers that the user calls otherwise, known by all else that they say, with what was generated for them."""
    taken = {id(match) for match in owners.values()}
    left = [match for match in generated if id(match) not in taken and is_helper(match.known)]
    free = [unit for unit in mine if id(unit) not in owners and _binds_one(unit)] if left else []
    found: dict[int, Match] = {}
    for match in left:
        said = {_nameless(unit) for unit in (match.base, match.new) if unit is not None}
        alike = [unit for unit in free if _nameless(unit) in said]
        if len(alike) == 1:
            found[id(alike[0])] = match
    return found


def is_helper(unit: Unit | None) -> bool:
    """Whether a generated unit is something that columns use and no draft knows under another name: a function, a domain."""
    key = unit.key if unit is not None else None
    used = key is not None and key.startswith(("helper ", "type "))
    return used and not is_common_ground(key) and not is_enum(unit)


def _nameless(unit: Unit) -> str:
    """What a statement says, whatever it is called."""
    try:
        tree = ast.parse(unit.bare)
    except SyntaxError:  # in a newer grammar than the running Python's
        return unit.bare
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == unit.names[0]:
            node.name = "_"
        elif isinstance(node, ast.Name) and node.id == unit.names[0]:
            node.id = "_"
    return ast.dump(tree)


def _renamed_enums(
    generated: Sequence[Match], mine: Sequence[Unit], owners: dict[int, Match]
) -> dict[int, Match]:
    """The enums that the user calls otherwise, with what was generated for them."""
    taken = {id(match) for match in owners.values()}
    free = {
        id(match.known): match
        for match in generated
        if id(match) not in taken and is_enum(match.known)
    }
    if not free:
        return {}
    left = [match.known for match in free.values() if match.known is not None]
    own = [unit for unit in mine if id(unit) not in owners]
    return {
        id(other): free[id(unit)] for unit, other in same_enums(left, own, tables(owners, mine))
    }


def tables(owners: Mapping[int, Match], mine: Iterable[Unit]) -> list[tuple[Unit, Unit]]:
    """What maps the same table in generated text and in the user's file."""
    return [
        (match.known, unit)
        for unit in mine
        if unit.identity.startswith("table:")
        if (match := owners.get(id(unit))) is not None and match.known is not None
    ]


def _role(match: Match) -> Role | None:
    """What a generated unit is, where a file has one of it, whatever it is called."""
    known = match.known
    return role_of(known.node) if known is not None and is_common_ground(known.key) else None


def _with_role(role: Role, units: Sequence[Unit], mine: Sequence[Unit]) -> Unit | None:
    """The one of the units that is the same as the generated one; among several, what others of mine stand on."""
    found = [unit for unit in units if role_of(unit.node) == role and len(unit.names) == 1]
    if len(found) > 1:
        stood_on = {name for unit in mine for name in foundations(unit.node)}
        found = [unit for unit in found if unit.names[0] in stood_on]
    return found[0] if len(found) == 1 else None


def _binds_one(unit: Unit) -> bool:
    return len(unit.names) == 1 and unit.node is not None and unit.kind in ("statement", "class")
