"""Tables, views and the like: which of them a run is about, and what they say as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ormforge.catalog.keys import table_path
from ormforge.catalog.model import Omission, Option, TableKind
from ormforge.database.postgresql.session import Session
from ormforge.database.request import Request

RELATIONS = """
select c.oid, n.nspname::text as schema, c.relname::text as name, c.oid::regclass::text as ref,
       c.relkind::text as kind, c.relpersistence::text as persistence, c.relispartition as is_partition,
       pg_get_partkeydef(c.oid) as partition_key, am.amname::text as access_method,
       ts.spcname::text as tablespace, c.reloptions as parameters, toast.reloptions as toast_parameters,
       c.relreplident::text as replica_identity, c.relrowsecurity as row_security,
       case when c.reloftype <> 0 then format_type(c.reloftype, null) end as row_type,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
       d.description as comment,
       array(select inhparent::int8 from pg_inherits where inhrelid = c.oid order by inhseqno) as parents
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
left join pg_class toast on toast.oid = c.reltoastrelid
left join pg_description d
  on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = any(cast(:schemas as text[]))
  and not exists (select 1 from pg_depend x where x.deptype = 'e'
                  and x.classid = 'pg_class'::regclass and x.objid = c.oid)
"""

_KINDS: dict[str, TableKind] = {
    "r": "table",
    "p": "table",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table or view as the server stores it. `ref` is its quoted name as statements say it."""

    oid: int
    schema: str
    name: str
    ref: str
    kind: TableKind
    comment: str | None
    definition: str | None
    options: tuple[Option, ...]
    unlogged: bool
    row_type: str | None
    row_security: bool
    replica_identity: str
    parameters: tuple[str, ...]
    parents: tuple[int, ...]

    @property
    def partitioned(self) -> bool:
        """Whether its rows are in its partitions."""
        return any(name == "postgresql_partition_by" for name, _ in self.options)

    @property
    def path(self) -> str:
        """Its name as it stands in keys and notes."""
        return table_path(self.schema, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """The relations that a run is about, by object identifier in the order of their names, and what was left out."""

    selected: dict[int, Relation]
    partitions: tuple[Omission, ...]


def read_relations(session: Session, request: Request) -> Relations:
    """The tables and views that the request wants; partitions are left out, each with its omission."""
    rows = sorted(session.rows(RELATIONS), key=lambda row: (row.schema, row.name))
    wanted = [row for row in rows if request.wants(row.schema, row.name)]
    refs = {row.oid: row.ref for row in rows}
    kinds = {"r", "p", "f"} if request.views == "skip" else set(_KINDS)
    return Relations(
        selected={
            row.oid: _relation(row) for row in wanted if row.kind in kinds and not row.is_partition
        },
        partitions=tuple(_partition(row, refs) for row in wanted if row.is_partition),
    )


def _relation(row: sa.Row[Any]) -> Relation:
    parameters = [
        *(row.parameters or ()),
        *(f"toast.{text}" for text in row.toast_parameters or ()),
    ]
    return Relation(
        oid=row.oid,
        schema=row.schema,
        name=row.name,
        ref=row.ref,
        kind=_KINDS[row.kind],
        comment=row.comment,
        definition=row.definition,
        options=_options(row),
        unlogged=row.persistence == "u",
        row_type=row.row_type,
        row_security=row.row_security,
        replica_identity=row.replica_identity,
        parameters=tuple(parameters),
        parents=tuple(row.parents),
    )


def _options(row: sa.Row[Any]) -> tuple[Option, ...]:
    options = {
        "postgresql_partition_by": row.partition_key,
        "postgresql_tablespace": row.tablespace,
        "postgresql_using": None if row.access_method == "heap" else row.access_method,
        "prefixes": "UNLOGGED" if row.persistence == "u" else None,
    }
    return tuple((name, value) for name, value in sorted(options.items()) if value)


def _partition(row: sa.Row[Any], refs: dict[int, str]) -> Omission:
    parents = ", ".join(refs.get(parent, "another schema's table") for parent in row.parents)
    return Omission(
        kind="partition",
        path=table_path(row.schema, row.name),
        reason=f"models describe the partitioned table alone ({parents})",
    )
