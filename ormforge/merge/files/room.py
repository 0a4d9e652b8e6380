"""Taking a generated unit out of a file in which nobody has edited it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.plan import Generated
from ormforge.source.partition import read_class, read_module
from ormforge.source.sameness import same
from ormforge.source.unit import Suite, Unit


@dataclass(frozen=True)
class Room:
    """A file, as generated and as it stands, without the unit."""

    base: Generated
    mine: str


def without_untouched(base: Generated, mine: str, path: PurePosixPath, name: str) -> Room | None:
    """The file without what a qualified name binds; None where it is not there, or was edited."""
    generated = read_module(base.text, path, base.keys)[0]
    own = read_module(mine, path)[0]
    owner, _, member = name.partition(".")
    taken = _without(generated, own, owner, member)
    if taken is None:
        return None
    keys = {
        known: key
        for known, key in base.keys.items()
        if known != name and not known.startswith(f"{name}.")
    }
    return Room(replace(base, text=taken[0].text, keys=keys), taken[1].text)


def _without(base: Suite, mine: Suite, name: str, member: str) -> tuple[Suite, Suite] | None:
    before = _bound(base.units, name)
    own = next((unit for unit in mine.units if before and unit.identity == before.identity), None)
    if before is None or own is None:
        return None
    if member:
        return _without_member(base, mine, before, own, member)
    if before.lead_text != own.lead_text or not same(before.bare, own.bare):
        return None
    return _taken(base, before), _taken(mine, own)


def _without_member(
    base: Suite, mine: Suite, before: Unit, own: Unit, member: str
) -> tuple[Suite, Suite] | None:
    if before.kind != "class" or own.kind != "class":
        return None
    (parts, _), (ours, _) = read_class(before), read_class(own)
    found = _without(parts.body, ours.body, member, "")
    if found is None:
        return None
    generated, kept = (
        replace(unit, code=(*split.header, suite.text))
        for unit, split, suite in ((before, parts, found[0]), (own, ours, found[1]))
    )
    return _exchanged(base, before, generated), _exchanged(mine, own, kept)


def _bound(units: Sequence[Unit], name: str) -> Unit | None:
    return next((unit for unit in units if unit.names == (name,)), None)


def _taken(suite: Suite, gone: Unit) -> Suite:
    return replace(suite, units=tuple(unit for unit in suite.units if unit is not gone))


def _exchanged(suite: Suite, old: Unit, new: Unit) -> Suite:
    return replace(suite, units=tuple(new if unit is old else unit for unit in suite.units))
