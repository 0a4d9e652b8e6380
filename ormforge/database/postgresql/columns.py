"""Columns: types, defaults, identity, and which of them are serial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ormforge.catalog.model import Column, ColumnType, Generated, Identity, SequenceOptions
from ormforge.database.postgresql.default_names import default_name
from ormforge.database.postgresql.relations import Relation
from ormforge.database.postgresql.sequences import Position, StoredSequence
from ormforge.database.postgresql.session import Session
from ormforge.database.postgresql.sql_text import printed_literal

COLUMNS = """
select a.attrelid as relation, a.attnum as number, a.attname::text as name,
       quote_ident(a.attname) as ref, coalesce(e.oid, t.oid) as base, e.oid is not null as is_array,
       case when tn.nspname <> 'pg_catalog' and pg_type_is_visible(coalesce(e.oid, t.oid))
            then quote_ident(tn.nspname) || '.' else '' end
         || format_type(a.atttypid, a.atttypmod) as type,
       co.collname::text as collation, cn.nspname::text as collation_schema,
       quote_ident(cn.nspname) || '.' || quote_ident(co.collname) as collation_ref,
       not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as expression,
       a.attgenerated::text as generated, a.attidentity::text as identity, s.description as comment,
       case when a.attstorage <> t.typstorage then a.attstorage::text end as storage,
       {since 14: a.attcompression::text | ''} as compression,
       nullif(a.attstattarget, -1) as statistics, a.attoptions as parameters
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_type e on e.oid = t.typelem and e.typarray = t.oid
join pg_namespace tn on tn.oid = coalesce(e.typnamespace, t.typnamespace)
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_collation co on co.oid = a.attcollation and a.attcollation <> t.typcollation
left join pg_namespace cn on cn.oid = co.collnamespace
left join pg_description s
  on s.objoid = a.attrelid and s.classoid = 'pg_class'::regclass and s.objsubid = a.attnum
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and n.nspname = any(cast(:schemas as text[]))
"""

_PARAMETERS = ("n_distinct=", "n_distinct_inherited=")
"""All that ALTER TABLE … ALTER COLUMN … SET documents; servers may keep marks of their own beside them."""

_INTEGERS = frozenset({"smallint", "integer", "bigint"})

TypeName = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredColumn:
    """A column as the server stores it; `ref` is its quoted name."""

    position: Position
    name: str
    ref: str
    type: ColumnType
    base_type: int
    collation: str | None
    nullable: bool
    expression: str | None
    generated: str
    identity: str
    comment: str | None
    storage: str | None
    compression: str
    statistics: int | None
    parameters: tuple[str, ...]


def read_columns(
    session: Session, user_types: Mapping[int, TypeName]
) -> dict[int, tuple[StoredColumn, ...]]:
    """The columns of every table and view, in its order, by its object identifier.

    `user_types` are the names of the types that the catalog describes itself.
    """
    columns: dict[int, list[StoredColumn]] = {}
    for row in sorted(session.rows(COLUMNS), key=lambda row: row.number):
        columns.setdefault(row.relation, []).append(_stored(row, user_types))
    return {relation: tuple(stored) for relation, stored in columns.items()}


def column_type(row: sa.Row[Any], user_types: Mapping[int, TypeName]) -> ColumnType:
    """The type that a row of (type, base, is_array, collation_schema, collation_ref) tells of.

    A collation of the system's own has a place beside the type; any other is part of its text.
    """
    foreign = row.collation_schema not in (None, "pg_catalog")
    return ColumnType(
        sql=f"{row.type} COLLATE {row.collation_ref}" if foreign else row.type,
        user_type=user_types.get(row.base),
        dimensions=1 if row.is_array else 0,
    )


def system_collation(row: sa.Row[Any]) -> str | None:
    """The collation's name where it is one of the system's own."""
    return row.collation if row.collation_schema == "pg_catalog" else None


def _stored(row: sa.Row[Any], user_types: Mapping[int, TypeName]) -> StoredColumn:
    return StoredColumn(
        position=(row.relation, row.number),
        name=row.name,
        ref=row.ref,
        type=column_type(row, user_types),
        base_type=row.base,
        collation=system_collation(row),
        nullable=row.nullable,
        expression=row.expression,
        generated=row.generated.strip("\0"),
        identity=row.identity.strip("\0"),
        comment=row.comment,
        storage=row.storage,
        compression=row.compression.strip("\0"),
        statistics=row.statistics,
        parameters=tuple(sorted(p for p in row.parameters or () if p.startswith(_PARAMETERS))),
    )


def build_column(stored: StoredColumn, identity: StoredSequence | None, serial: bool) -> Column:
    """The catalog's column; `identity` is the sequence behind an identity column."""
    generated = None
    if stored.generated and stored.expression is not None:
        generated = Generated(expression=stored.expression, stored=stored.generated == "s")
    return Column(
        name=stored.name,
        type=stored.type,
        nullable=stored.nullable,
        default=None if serial or generated else stored.expression,
        generated=generated,
        identity=(
            Identity(always=stored.identity == "a", options=identity.options)
            if identity and stored.identity
            else None
        ),
        autoincrement=serial,
        collation=stored.collation,
        comment=stored.comment,
    )


def is_serial(relation: Relation, column: StoredColumn, sequence: StoredSequence) -> bool:
    """Whether the word SERIAL would make this column and the sequence it owns, to the letter."""
    return (
        column.type.sql in _INTEGERS
        and sequence.owner == column.position
        and sequence.users == {column.position}
        and sequence.options == SequenceOptions()
        and sequence.data_type == column.type.sql
        and sequence.like_owner
        and (sequence.schema, sequence.name)
        == (relation.schema, default_name(relation.name, [column.name], "seq"))
        and column.expression == f"nextval({printed_literal(sequence.ref)}::regclass)"
    )
