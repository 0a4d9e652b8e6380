"""Relationships that write the same column, which SQLAlchemy wants to be told of.

Two foreign keys may share a column (`tenant_id` in each of them). Then relationships along both write it, and mappers
warn unless one names the other in `overlaps=`
(https://docs.sqlalchemy.org/en/20/orm/join_conditions.html#overlapping-foreign-keys).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ormforge.catalog.keys import Key
from ormforge.drafting.sides import Side


def find_overlaps(sides: Iterable[Side]) -> Mapping[Key, tuple[Key, ...]]:
    """For each relationship, those that come before it and write one of the columns that it writes."""
    written: dict[Key, list[Side]] = {}
    overlaps: dict[Key, tuple[Key, ...]] = {}
    for side in sorted(filter(_writes, sides), key=_order):
        earlier = written.setdefault(side.source.key, [])
        found = tuple(known.key for known in earlier if _overlap(known, side))
        if found:
            overlaps[side.key] = found
        earlier.append(side)
    return overlaps


def _writes(side: Side) -> bool:
    return side.link is None and not (side.asked is not None and side.asked.viewonly)


def _order(side: Side) -> tuple[object, ...]:
    place = {column.name: number for number, column in enumerate(side.source.columns)}
    columns = [place[name] for name in side.foreign_key.columns]
    return (side.source.path, columns, side.foreign_key.referred_table, not side.owns_foreign_key)


def _overlap(one: Side, other: Side) -> bool:
    shared = set(one.foreign_key.columns) & set(other.foreign_key.columns)
    return bool(shared) and other.key not in (one.key, one.other_key)
