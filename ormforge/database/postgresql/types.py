"""The database's own types: enums, domains, composite and range types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from ormforge.catalog.model import Check, Domain, EnumType, OtherType, Statement
from ormforge.database.postgresql.columns import TypeName, column_type, system_collation
from ormforge.database.postgresql.session import Session
from ormforge.database.postgresql.sql_text import strip_brackets
from ormforge.database.postgresql.statements import comment_on

TYPES = """
select t.oid, n.nspname::text as schema, t.typname::text as name, format_type(t.oid, null) as ref,
       t.typtype::text as kind, coalesce(rel.relkind::text, '') as relation_kind,
       not t.typnotnull as nullable, pg_get_expr(t.typdefaultbin, 0) as expression,
       coalesce(e.oid, b.oid)::int8 as base, e.oid is not null as is_array,
       case when tn.nspname <> 'pg_catalog' and pg_type_is_visible(coalesce(e.oid, b.oid))
            then quote_ident(tn.nspname) || '.' else '' end
         || format_type(t.typbasetype, t.typtypmod) as type,
       co.collname::text as collation, cn.nspname::text as collation_schema,
       quote_ident(cn.nspname) || '.' || quote_ident(co.collname) as collation_ref,
       array(select enumlabel::text from pg_enum where enumtypid = t.oid order by enumsortorder)
         as labels,
       d.description as comment
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class rel on rel.oid = t.typrelid
left join pg_type b on b.oid = t.typbasetype
left join pg_type e on e.oid = b.typelem and e.typarray = b.oid
left join pg_namespace tn on tn.oid = coalesce(e.typnamespace, b.typnamespace)
left join pg_collation co on co.oid = t.typcollation and b.typcollation <> t.typcollation
left join pg_namespace cn on cn.oid = co.collnamespace
left join pg_description d on d.objoid = t.oid and d.classoid = 'pg_type'::regclass
where t.typtype in ('e', 'd', 'c', 'r') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select 1 from pg_depend x where x.deptype = 'e'
                  and ((x.classid = 'pg_type'::regclass and x.objid = t.oid)
                    or (x.classid = 'pg_class'::regclass and x.objid = t.typrelid)))
"""

DOMAIN_CHECKS = """
select k.contypid as domain, k.conname::text as name, pg_get_expr(k.conbin, 0) as expression,
       not k.convalidated as not_valid, d.description as comment
from pg_constraint k
left join pg_description d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass
where k.contypid <> 0 and k.contype = 'c'
"""

ATTRIBUTES = """
select t.oid as type, a.attnum as number, coalesce(e.oid, b.oid)::int8 as base,
       quote_ident(a.attname) as ref, d.description as comment,
       quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
         || coalesce(' COLLATE ' || quote_ident(cn.nspname) || '.' || quote_ident(co.collname), '')
         as sql
from pg_type t
join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type b on b.oid = a.atttypid
left join pg_type e on e.oid = b.typelem and e.typarray = b.oid
left join pg_collation co on co.oid = a.attcollation and a.attcollation <> b.typcollation
left join pg_namespace cn on cn.oid = co.collnamespace
left join pg_description d
  on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
"""

RANGES = """
select r.rngtypid as type, coalesce(e.oid, b.oid)::int8 as base,
       format_type(r.rngsubtype, null) as subtype,
       case when not o.opcdefault then quote_ident(n.nspname) || '.' || quote_ident(o.opcname) end
         as subtype_opclass,
       quote_ident(cn.nspname) || '.' || quote_ident(co.collname) as collation,
       nullif(r.rngcanonical::regproc::text, '-') as canonical,
       nullif(r.rngsubdiff::regproc::text, '-') as subtype_diff,
       {since 14: m.typname::text | null} as multirange_name,
       {since 14: format_type(m.oid, null) | null} as multirange
from pg_range r
join pg_type b on b.oid = r.rngsubtype
left join pg_type e on e.oid = b.typelem and e.typarray = b.oid
left join pg_collation co on co.oid = r.rngcollation and r.rngcollation <> b.typcollation
left join pg_namespace cn on cn.oid = co.collnamespace
join pg_opclass o on o.oid = r.rngsubopc
join pg_namespace n on n.oid = o.opcnamespace
{since 14: join pg_type m on m.oid = r.rngmultitypid | }
"""
MULTIRANGES = (
    "select {since 14: rngmultitypid | null}::int8 as multirange, rngtypid as range from pg_range"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredType:
    """A type: `value` is what the catalog says of it, `statements` what else makes it whole, `needs` the types that
    it is made of."""

    value: EnumType | Domain | OtherType
    needs: frozenset[int] = frozenset()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTypes:
    """Every type of the database's own by its object identifier, each after those it needs, else sorted by name.

    `names` has the row types of tables as well, which are no types of the catalog. `aliases` leads from a multirange
    to the range type that brings it along.
    """

    types: Mapping[int, StoredType]
    names: Mapping[int, TypeName]
    aliases: Mapping[int, int]

    def used_by(self, oids: Iterable[int]) -> frozenset[int]:
        """Those of the types, and those they need in turn."""
        found: set[int] = set()
        queue = list(oids)
        while queue:
            oid = queue.pop()
            oid = self.aliases.get(oid, oid)
            if oid in self.types and oid not in found:
                found.add(oid)
                queue.extend(self.types[oid].needs)
        return frozenset(found)


def read_types(session: Session) -> StoredTypes:
    """Every type of the database's own that no extension brought along."""
    rows = sorted(session.rows(TYPES), key=lambda row: (row.schema, row.name))
    names = {row.oid: (row.schema, row.name) for row in rows}
    makers = {
        "e": _enum,
        "d": _Domains(_grouped(session.rows(DOMAIN_CHECKS), "domain"), names).build,
        "c": _Composites(_grouped(session.rows(ATTRIBUTES), "type")).build,
        "r": _Ranges({row.type: row for row in session.rows(RANGES)}).build,
    }
    types = {row.oid: makers[row.kind](row) for row in rows if row.relation_kind in ("", "c")}
    aliases = {row.multirange: row.range for row in session.rows(MULTIRANGES) if row.multirange}
    ordered = _in_order(types, aliases)
    told = {oid: _with_needs(each, names, aliases) for oid, each in ordered.items()}
    return StoredTypes(types=told, names=names, aliases=aliases)


def _grouped(rows: Iterable[sa.Row[Any]], key: str) -> dict[int, list[sa.Row[Any]]]:
    groups: dict[int, list[sa.Row[Any]]] = {}
    for row in rows:
        groups.setdefault(getattr(row, key), []).append(row)
    return groups


def _in_order(types: Mapping[int, StoredType], aliases: Mapping[int, int]) -> dict[int, StoredType]:
    """The types, each after those it needs; the server allows no cycle."""
    position = {oid: at for at, oid in enumerate(types)}
    ordered: dict[int, StoredType] = {}

    def add(oid: int) -> None:
        if oid not in ordered:
            needs = {aliases.get(need, need) for need in types[oid].needs} & position.keys()
            for need in sorted(needs, key=position.__getitem__):
                add(need)
            ordered[oid] = types[oid]

    for oid in types:
        add(oid)
    return ordered


def _with_needs(
    stored: StoredType, names: Mapping[int, TypeName], aliases: Mapping[int, int]
) -> StoredType:
    """The type, which tells by name what it is made of where its own words do not."""
    if not isinstance(stored.value, OtherType):
        return stored
    needs = {names.get(aliases.get(need, need)) for need in stored.needs} - {None}
    value = replace(stored.value, needs=tuple(sorted(name for name in needs if name)))
    return replace(stored, value=value)


def _enum(row: sa.Row[Any]) -> StoredType:
    value = EnumType(
        schema=row.schema, name=row.name, labels=tuple(row.labels), comment=row.comment
    )
    return StoredType(value=value)


@dataclass(frozen=True, slots=True)
class _Domains:
    checks: Mapping[int, list[sa.Row[Any]]]
    names: Mapping[int, TypeName]

    def build(self, row: sa.Row[Any]) -> StoredType:
        checks = sorted(self.checks.get(row.oid, ()), key=lambda check: str(check.name))
        value = Domain(
            schema=row.schema,
            name=row.name,
            type=column_type(row, self.names),
            nullable=row.nullable,
            default=row.expression,
            collation=system_collation(row),
            checks=tuple(_check(check) for check in checks),
            comment=row.comment,
        )
        return StoredType(value=value, needs=frozenset([row.base]))


def _check(row: sa.Row[Any]) -> Check:
    return Check(
        expression=strip_brackets(row.expression),
        name=row.name,
        not_valid=row.not_valid,
        comment=row.comment,
    )


@dataclass(frozen=True, slots=True)
class _Composites:
    attributes: Mapping[int, list[sa.Row[Any]]]

    def build(self, row: sa.Row[Any]) -> StoredType:
        attributes = sorted(self.attributes.get(row.oid, ()), key=lambda each: each.number)
        members = ", ".join(each.sql for each in attributes)
        create = f"CREATE TYPE {row.ref} AS ({members})"
        value = OtherType(schema=row.schema, name=row.name, kind="composite", create=create)
        comments = [
            comment_on("COLUMN", f"{row.ref}.{each.ref}", each.comment)
            for each in attributes
            if each.comment
        ]
        return StoredType(
            value=value,
            needs=frozenset(each.base for each in attributes),
            statements=(*_type_comment(row), *comments),
        )


@dataclass(frozen=True, slots=True)
class _Ranges:
    ranges: Mapping[int, sa.Row[Any]]

    def build(self, row: sa.Row[Any]) -> StoredType:
        range_ = self.ranges[row.oid]
        options = {
            "subtype": range_.subtype,
            "subtype_opclass": range_.subtype_opclass,
            "collation": range_.collation,
            "canonical": range_.canonical,
            "subtype_diff": range_.subtype_diff,
            "multirange_type_name": (
                None if range_.multirange_name == _multirange_name(row.name) else range_.multirange
            ),
        }
        clauses = ", ".join(f"{name} = {value}" for name, value in options.items() if value)
        create = f"CREATE TYPE {row.ref} AS RANGE ({clauses})"
        value = OtherType(schema=row.schema, name=row.name, kind="range", create=create)
        return StoredType(
            value=value,
            needs=frozenset([range_.base]),
            statements=_type_comment(row),
        )


def _type_comment(row: sa.Row[Any]) -> tuple[Statement, ...]:
    return (comment_on("TYPE", row.ref, row.comment),) if row.comment else ()


def _multirange_name(name: str) -> str:
    """The name the server gives a range type's multirange (makeMultirangeTypeName in typecmds.c)."""
    if "range" in name:
        return name.replace("range", "multirange", 1)
    return name.encode()[: 63 - len("_multirange")].decode(errors="ignore") + "_multirange"
