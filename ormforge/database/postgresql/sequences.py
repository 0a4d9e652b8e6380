"""Sequences: their options, who owns them, and which columns draw on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from ormforge.catalog.model import Sequence, SequenceOptions
from ormforge.database.postgresql.session import Session

SEQUENCES = """
select c.oid, n.nspname::text as schema, c.relname::text as name, c.oid::regclass::text as ref,
       c.relpersistence = 'u' as unlogged, format_type(q.seqtypid, null) as data_type,
       q.seqstart as start, q.seqincrement as increment, q.seqmin as minimum, q.seqmax as maximum,
       q.seqcache as cache, q.seqcycle as cycle, o.deptype::text as ownership,
       o.refobjid as owner, o.refobjsubid as owner_column, d.description as comment,
       {since 15: coalesce(t.relpersistence = c.relpersistence, true) | true} as like_owner
from pg_sequence q
join pg_class c on c.oid = q.seqrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_depend o on o.classid = 'pg_class'::regclass and o.objid = c.oid and o.objsubid = 0
  and o.refclassid = 'pg_class'::regclass and o.deptype in ('a', 'i')
left join pg_class t on t.oid = o.refobjid
left join pg_description d
  on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select 1 from pg_depend x where x.deptype = 'e'
                  and x.classid = 'pg_class'::regclass and x.objid = c.oid)
"""

DRAWS = """
select d.adrelid as relation, d.adnum as number, x.refobjid as sequence
from pg_attrdef d
join pg_depend x on x.classid = 'pg_attrdef'::regclass and x.objid = d.oid
  and x.refclassid = 'pg_class'::regclass
join pg_sequence q on q.seqrelid = x.refobjid
"""

_RANGES = {
    "smallint": (-(2**15), 2**15 - 1),
    "integer": (-(2**31), 2**31 - 1),
    "bigint": (-(2**63), 2**63 - 1),
}

Position = tuple[int, int]
"""A column: the object identifier of its table, and its number there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSequence:
    """A sequence as the server stores it.

    `options` leave the data type out. `users` are the columns whose defaults draw on it. `identity` tells that it is
    part of its owner, an identity column; `like_owner`, that it is as unlogged as the server would make it for its owner.
    """

    oid: int
    schema: str
    name: str
    ref: str
    data_type: str
    unlogged: bool
    like_owner: bool
    options: SequenceOptions
    owner: Position | None
    identity: bool
    users: frozenset[Position]
    comment: str | None


def read_sequences(session: Session) -> tuple[StoredSequence, ...]:
    """Every sequence of the database that no extension brought along, sorted by name."""
    draws = session.rows(DRAWS)
    users: dict[int, set[Position]] = {}
    for draw in draws:
        users.setdefault(draw.sequence, set()).add((draw.relation, draw.number))
    stored = (_stored(row, users.get(row.oid, ())) for row in session.rows(SEQUENCES))
    return tuple(sorted(stored, key=lambda sequence: (sequence.schema, sequence.name)))


def build_sequence(stored: StoredSequence, owner: tuple[str | None, str, str] | None) -> Sequence:
    """The catalog's sequence; `owner` is the column that owns it, if that is at hand."""
    data_type = None if stored.data_type == "bigint" else stored.data_type
    return Sequence(
        schema=stored.schema,
        name=stored.name,
        options=replace(stored.options, data_type=data_type),
        owner=owner,
        comment=stored.comment,
    )


def _stored(row: sa.Row[Any], users: Iterable[Position]) -> StoredSequence:
    return StoredSequence(
        oid=row.oid,
        schema=row.schema,
        name=row.name,
        ref=row.ref,
        data_type=row.data_type,
        unlogged=row.unlogged,
        like_owner=row.like_owner,
        options=_options(row),
        owner=None if row.owner is None else (row.owner, row.owner_column),
        identity=row.ownership == "i",
        users=frozenset(users),
        comment=row.comment,
    )


def _options(row: sa.Row[Any]) -> SequenceOptions:
    """What differs from that which the server would choose, for the sequence's data type and direction."""
    lowest, highest = _RANGES[row.data_type]
    minimum, maximum = (1, highest) if row.increment > 0 else (lowest, -1)
    start = row.minimum if row.increment > 0 else row.maximum
    return SequenceOptions(
        start=_unless(start, row.start),
        increment=_unless(1, row.increment),
        minimum=_unless(minimum, row.minimum),
        maximum=_unless(maximum, row.maximum),
        cache=_unless(1, row.cache),
        cycle=row.cycle,
    )


def _unless(implied: int, value: int) -> int | None:
    return None if value == implied else value
