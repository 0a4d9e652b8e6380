"""The three versions of one Python file."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.merge.match import match_units
from ormforge.source.regions import MarkerProblem
from ormforge.source.unit import Suite, Unit, is_table

EMPTY = Suite(())
_API = ("schema ", "loading ")
PACKAGE = "__init__.py"
"""The module that stands for its folder."""


@dataclass(frozen=True)
class Versions:
    """One Python file as it was generated, as it is, and as it is generated now.

    `pointed`: it is generated with imports from where a person has moved what they bring, or with names that no draft knows.
    """

    path: PurePosixPath
    base: Suite | None = None
    mine: Suite | None = None
    new: Suite | None = None
    problems: tuple[MarkerProblem, ...] = ()
    claimed: frozenset[str] = frozenset()
    pointed: bool = False


Files = MutableMapping[PurePosixPath, Versions]


def is_followed(unit: Unit) -> bool:
    """Whether a generated unit is followed from file to file: a table by what it says of itself, API schemas by their keys."""
    return is_table(unit) or (unit.key or "").startswith(_API)


def missing(generated: Suite, mine: Suite | None) -> tuple[Unit, ...]:
    """What is generated for a file beside its tables and is not there: deleted by hand, or moved to another file."""
    keyed = [unit for unit in generated.units if unit.key is not None and not is_table(unit)]
    if mine is None or not keyed:
        return tuple(keyed)
    absent = {unit.identity for unit in keyed} - {unit.identity for unit in mine.units}
    if not absent:
        return ()
    matches = match_units(generated, mine, None).present
    there = {id(match.base) for match in matches if match.base is not None}
    return tuple(unit for unit in keyed if id(unit) not in there)


def find(suite: Suite | None, identity: str) -> Unit | None:
    """The unit of this identity."""
    return next((unit for unit in (suite or EMPTY).units if unit.identity == identity), None)


def is_handmade(versions: Versions | None) -> bool:
    """Whether a file is there and only people have made it."""
    return (
        versions is not None
        and versions.mine is not None
        and versions.base is None
        and versions.new is None
    )


def without(suite: Suite | None, identity: str) -> Suite | None:
    """The suite without the unit of this identity."""
    if suite is None:
        return None
    return replace(suite, units=tuple(unit for unit in suite.units if unit.identity != identity))
