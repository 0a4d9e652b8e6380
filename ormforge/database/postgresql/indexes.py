"""Indexes: those of the catalog, and what is worth knowing of those behind constraints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ormforge.catalog.model import Index, IndexElement, Option
from ormforge.database.postgresql.session import Session
from ormforge.database.postgresql.sql_text import index_elements, operator_class, strip_brackets

INDEXES = """
select x.indexrelid as oid, x.indrelid as relation, i.relname::text as name,
       i.oid::regclass::text as ref, quote_ident(i.relname) as plain_ref,
       x.indisunique as "unique", x.indisvalid or i.relkind = 'I' as valid,
       x.indisclustered as clustered, x.indisreplident as identifies,
       {since 15: x.indnullsnotdistinct | false} as nulls_not_distinct,
       am.amname::text as method, ts.spcname::text as tablespace, i.reloptions as parameters,
       pg_get_indexdef(x.indexrelid) as definition, pg_get_expr(x.indpred, x.indrelid) as predicate,
       x.indnkeyatts as key_count, d.description as comment,
       array(select a.attname::text from unnest(x.indkey) with ordinality u (number, place)
             left join pg_attribute a
               on a.attrelid = x.indrelid and a.attnum = u.number and u.number <> 0
             order by u.place) as columns,
       array(select quote_ident(a.attname) from unnest(x.indkey) with ordinality u (number, place)
             left join pg_attribute a
               on a.attrelid = x.indrelid and a.attnum = u.number and u.number <> 0
             order by u.place) as refs,
       array(select case when u.number = 0 then pg_get_indexdef(x.indexrelid, u.place::int, false) end
             from unnest(x.indkey) with ordinality u (number, place) order by u.place) as expressions,
       array(select case when u.number = 0 then pg_get_indexdef(x.indexrelid, u.place::int, true) end
             from unnest(x.indkey) with ordinality u (number, place) order by u.place) as readable,
       array(select a.attnum || ' SET STATISTICS ' || a.attstattarget from pg_attribute a
             where a.attrelid = x.indexrelid and a.attstattarget >= 0 order by a.attnum) as statistics,
       exists (select 1 from pg_constraint k
               where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x')) as of_constraint
from pg_index x
join pg_class i on i.oid = x.indexrelid
join pg_class c on c.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_am am on am.oid = i.relam
left join pg_tablespace ts on ts.oid = i.reltablespace
left join pg_description d
  on d.objoid = i.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where n.nspname = any(cast(:schemas as text[]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredIndex:
    """An index as the server stores it; `columns` are its keys, None for an expression, `include` what follows them.

    `ref` is its name as statements say it, `plain_ref` the same without a schema. `identifies` tells that it is the
    table's replica identity.
    """

    oid: int
    relation: int
    name: str
    ref: str
    plain_ref: str
    of_constraint: bool
    unique: bool
    valid: bool
    clustered: bool
    identifies: bool
    nulls_not_distinct: bool
    method: str
    tablespace: str | None
    parameters: tuple[str, ...]
    elements: tuple[IndexElement, ...]
    columns: tuple[str | None, ...]
    include: tuple[str, ...]
    operator_classes: tuple[Option, ...]
    predicate: str | None
    statistics: tuple[str, ...]
    comment: str | None


def read_indexes(session: Session) -> dict[int, tuple[StoredIndex, ...]]:
    """The indexes of every table by its object identifier, sorted by name."""
    found: dict[int, list[StoredIndex]] = {}
    for row in sorted(session.rows(INDEXES), key=lambda row: str(row.name)):
        found.setdefault(row.relation, []).append(_stored(row))
    return {relation: tuple(stored) for relation, stored in found.items()}


def build_index(stored: StoredIndex) -> Index:
    """The catalog's index."""
    return Index(
        name=stored.name,
        elements=stored.elements,
        unique=stored.unique,
        where=strip_brackets(stored.predicate) if stored.predicate else None,
        method=None if stored.method == "btree" else stored.method,
        include=stored.include,
        operator_classes=stored.operator_classes,
        nulls_not_distinct=stored.nulls_not_distinct,
        options=tuple(parameter(text) for text in stored.parameters),
        tablespace=stored.tablespace,
    )


def parameter(text: str) -> Option:
    """A storage parameter, which the server keeps as `name=value`."""
    name, _, value = text.partition("=")
    return name, value


def _stored(row: sa.Row[Any]) -> StoredIndex:
    elements = tuple(_elements(row))
    refs = list(zip(elements, row.refs, strict=False))
    classes = [(e.column, operator_class(e.sql, ref)) for e, ref in refs if e.column]
    return StoredIndex(
        oid=row.oid,
        relation=row.relation,
        name=row.name,
        ref=row.ref,
        plain_ref=row.plain_ref,
        of_constraint=row.of_constraint,
        unique=row.unique,
        valid=row.valid,
        clustered=row.clustered,
        identifies=row.identifies,
        nulls_not_distinct=row.nulls_not_distinct,
        method=row.method,
        tablespace=row.tablespace,
        parameters=tuple(row.parameters or ()),
        elements=elements,
        columns=tuple(row.columns[: row.key_count]),
        include=tuple(row.columns[row.key_count :]),
        operator_classes=tuple((column, name) for column, name in classes if column and name),
        predicate=row.predicate,
        statistics=tuple(row.statistics),
        comment=row.comment,
    )


def _elements(row: sa.Row[Any]) -> Iterator[IndexElement]:
    """The elements; expressions as SQLAlchemy's reflection prints them too, so that tools that compare texts agree."""
    texts = index_elements(row.definition)[: row.key_count]
    facts = zip(texts, row.columns, row.refs, row.expressions, row.readable, strict=False)
    for text, column, ref, expression, readable in facts:
        if column is None:
            yield IndexElement(sql=readable + text.removeprefix(expression))
        else:
            yield IndexElement(sql=text, column=column, plain=text == ref)
