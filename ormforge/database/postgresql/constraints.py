"""Constraints as the catalog tells them: keys, foreign keys, checks, exclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ormforge.database.postgresql.default_names import default_name
from ormforge.database.postgresql.session import Session

CONSTRAINTS = """
select k.conrelid as relation, k.conname::text as name, quote_ident(k.conname) as ref,
       k.contype::text as kind, c.relname::text as table_name, k.connamespace as namespace,
       k.conindid as index_oid, k.condeferrable as deferrable, k.condeferred as initially_deferred,
       not k.convalidated as not_valid, k.connoinherit as no_inherit,
       {since 18: k.conenforced | true} as enforced, {since 18: k.conperiod | false} as period,
       array(select a.attname::text from unnest(k.conkey) with ordinality u (number, place)
             join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number
             order by u.place) as columns,
       k.confrelid as referred, rn.nspname::text as referred_schema, rc.relname::text as referred_table,
       array(select a.attname::text from unnest(k.confkey) with ordinality u (number, place)
             join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number
             order by u.place) as referred_columns,
       k.confupdtype::text as on_update, k.confdeltype::text as on_delete,
       k.confmatchtype::text as match,
       {since 15: array(select quote_ident(a.attname)
             from unnest(k.confdelsetcols) with ordinality u (number, place)
             join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number
             order by u.place) | array[]::text[]} as set_columns,
       case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end as expression,
       pg_get_constraintdef(k.oid) as definition, d.description as comment
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_class rc on rc.oid = k.confrelid
left join pg_namespace rn on rn.oid = rc.relnamespace
left join pg_description d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass
where n.nspname = any(cast(:schemas as text[])) and k.conparentid = 0
  and k.contype in ('p', 'u', 'f', 'c', 'x', 'n')
"""

_LABELS = {"p": "pkey", "u": "key", "f": "fkey", "x": "excl", "c": "check", "n": "not_null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConstraint:
    """A constraint as the server stores it; `ref` is its quoted name, `index` the index behind it (0: none).

    `kind` is pg_constraint's letter: p, u, f, c, x or n.
    """

    relation: int
    name: str
    ref: str
    name_is_default: bool
    kind: str
    index: int
    columns: tuple[str, ...]
    deferrable: bool
    initially_deferred: bool
    not_valid: bool
    no_inherit: bool
    enforced: bool
    period: bool
    referred: int
    referred_schema: str | None
    referred_table: str | None
    referred_columns: tuple[str, ...]
    on_update: str
    on_delete: str
    match: str
    set_columns: tuple[str, ...]
    expression: str | None
    definition: str
    comment: str | None


def read_constraints(
    session: Session, included: Mapping[int, tuple[str, ...]]
) -> dict[int, tuple[StoredConstraint, ...]]:
    """The constraints of every table by its object identifier, sorted by name; those that only repeat a foreign key
    for one partition are left out. `included` are the INCLUDE columns of indexes."""
    rows = sorted(session.rows(CONSTRAINTS), key=lambda row: str(row.name))
    names = Counter((row.namespace, row.name) for row in rows)
    found: dict[int, list[StoredConstraint]] = {}
    for row in rows:
        chosen = _chosen_name(row, included.get(row.index_oid, ()), session.utf8)
        found.setdefault(row.relation, []).append(_stored(row, _is_default(row, chosen, names)))
    return {relation: tuple(stored) for relation, stored in found.items()}


def _is_default(row: sa.Row[Any], chosen: str | None, names: Counter[tuple[int, str]]) -> bool:
    """Whether the server would give this name, whatever it creates first.

    It avoids names that other constraints of the schema have, so that a name which two of them have is not its choice.
    NOT NULL is inherited under one name, and cannot be given another in CREATE TABLE: there a number counts too.
    """
    if row.kind == "n" and chosen is not None:
        numbered = row.name.rstrip("0123456789") == chosen and names[row.namespace, chosen] > 0
        return row.name == chosen or numbered
    return row.name == chosen and names[row.namespace, row.name] == 1


def _chosen_name(row: sa.Row[Any], included: tuple[str, ...], utf8: bool) -> str | None:
    """The name the server would choose; None where its rules cannot be followed from here."""
    columns = () if row.kind == "p" else (*row.columns, *(included if row.kind == "u" else ()))
    name = default_name(row.table_name, columns, _LABELS[row.kind])
    return name if utf8 or name.isascii() else None


def _stored(row: sa.Row[Any], name_is_default: bool) -> StoredConstraint:
    return StoredConstraint(
        relation=row.relation,
        name=row.name,
        ref=row.ref,
        name_is_default=name_is_default,
        kind=row.kind,
        index=row.index_oid,
        columns=tuple(row.columns),
        deferrable=row.deferrable,
        initially_deferred=row.initially_deferred,
        not_valid=row.not_valid,
        no_inherit=row.no_inherit,
        enforced=row.enforced,
        period=row.period,
        referred=row.referred,
        referred_schema=row.referred_schema,
        referred_table=row.referred_table,
        referred_columns=tuple(row.referred_columns),
        on_update=row.on_update,
        on_delete=row.on_delete,
        match=row.match,
        set_columns=tuple(row.set_columns),
        expression=row.expression,
        definition=row.definition,
        comment=row.comment,
    )
