"""What hangs on the tables and no model can say: named once each, so that nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Omission
from ormforge.database.postgresql.session import Session
from ormforge.database.postgresql.tables import StoredTable
from ormforge.database.request import Request

ATTACHED = """
select 'trigger' as kind, tgrelid as relation, tgname::text as name
from pg_trigger where not tgisinternal
union all
select 'rule', ev_class, rulename::text from pg_rewrite where rulename <> '_RETURN'
union all
select 'policy', polrelid, polname::text from pg_policy
"""

NEEDED = """
with object (classid, objid, relation, type) as (
  select 'pg_class'::regclass, c.oid, c.oid, 0::oid from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = any(cast(:schemas as text[]))
    where c.relkind in ('r', 'p')
  union all
  select 'pg_class'::regclass, x.indexrelid, x.indrelid, 0::oid from pg_index x
  union all
  select 'pg_attrdef'::regclass, oid, adrelid, 0::oid from pg_attrdef
  union all
  select 'pg_constraint'::regclass, oid, conrelid, contypid from pg_constraint
  union all
  select 'pg_type'::regclass, oid, 0::oid, oid from pg_type where typtype in ('d', 'r')
  union all
  select 'pg_class'::regclass, typrelid, 0::oid, oid from pg_type where typtype = 'c'
), needed as (
  select distinct o.relation, o.type, d.refclassid as classid,
         case when d.refclassid = 'pg_type'::regclass then coalesce(e.oid, d.refobjid)
              else d.refobjid end as objid
  from object o
  join pg_depend d on d.classid = o.classid and d.objid = o.objid and d.deptype in ('n', 'a')
  left join pg_type e on d.refclassid = 'pg_type'::regclass and e.typarray = d.refobjid
)
select r.relation, r.type, 'extension' as kind, quote_ident(x.extname) as path
from needed r
join pg_depend m on m.classid = r.classid and m.objid = r.objid and m.deptype = 'e'
join pg_extension x on x.oid = m.refobjid
union
select r.relation, r.type, i.type, i.identity
from needed r, lateral pg_identify_object(r.classid, r.objid, 0) i
where r.classid in ('pg_proc'::regclass, 'pg_collation'::regclass, 'pg_opclass'::regclass,
                    'pg_operator'::regclass, 'pg_am'::regclass, 'pg_ts_config'::regclass)
  and r.objid >= 16384
  and not exists (select 1 from pg_depend m where m.classid = r.classid and m.objid = r.objid
                  and m.deptype in ('e', 'i'))
union
select r.relation, r.type, 'type', i.identity
from needed r
join pg_type t on t.oid = r.objid and t.typtype = 'b' and t.oid >= 16384
cross join lateral pg_identify_object(r.classid, r.objid, 0) i
where r.classid = 'pg_type'::regclass
  and not exists (select 1 from pg_depend m where m.classid = r.classid and m.objid = r.objid
                  and m.deptype = 'e')
"""

BROUGHT = """
select quote_ident(x.extname) as extension, n.nspname::text as schema, c.relname::text as name
from pg_class c
join pg_namespace n on n.oid = c.relnamespace and n.nspname = any(cast(:schemas as text[]))
join pg_depend m on m.classid = 'pg_class'::regclass and m.objid = c.oid and m.deptype = 'e'
join pg_extension x on x.oid = m.refobjid
where c.relkind in ('r', 'p')
"""

_SHOWN = 3

_REASONS = {
    "trigger": "models have no triggers",
    "rule": "models have no rules",
    "policy": "models have no row security",
}


def read_omissions(
    session: Session, stored: tuple[StoredTable, ...], types: Collection[int]
) -> Iterator[Omission]:
    """What the tables and types at hand have that models do not carry, and what they need beforehand."""
    paths = {table.relation.oid: table.relation.path for table in stored}
    for row in session.rows(ATTACHED):
        if row.relation in paths:
            path = f"{paths[row.relation]}.{path_part(row.name)}"
            yield Omission(kind=row.kind, path=path, reason=_REASONS[row.kind])
    for table in stored:
        yield from _of_table(table)
    rows = session.rows(NEEDED)
    needed = {(row.kind, row.path) for row in rows if row.relation in paths or row.type in types}
    for kind, path in needed:
        yield Omission(kind=kind, path=path, reason="has to be there before the tables are created")


def extension_tables(session: Session, request: Request) -> Iterator[Omission]:
    """For each extension the tables that it has brought along: they come with it, not with the models."""
    found: dict[str, list[str]] = {}
    for row in session.rows(BROUGHT):
        if request.wants(row.schema, row.name):
            found.setdefault(row.extension, []).append(row.name)
    for extension, names in found.items():
        shown, more = sorted(names)[:_SHOWN], len(names) - _SHOWN
        listed = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
        reason = f"its own tables are left out ({listed})"
        yield Omission(kind="extension", path=extension, reason=reason)


def _of_table(table: StoredTable) -> Iterator[Omission]:
    path = table.relation.path
    if table.relation.row_security:
        yield Omission(kind="row security", path=path, reason=_REASONS["policy"])
    if table.relation.kind == "foreign table":
        reason = "its server is no part of the models"
        yield Omission(kind="foreign table", path=path, reason=reason)
    behind = {each.index for each in table.constraints if each.kind in "pu"}
    for index in table.indexes:
        name = f"{path}.{path_part(index.name)}"
        if table.relation.partitioned and index.oid in behind and index.parameters:
            reason = "a key of a partitioned table cannot be given any later"
            yield Omission(kind="storage parameters", path=name, reason=reason)
        if not index.valid:
            yield Omission(kind="index", path=name, reason="it is invalid: rebuild it or drop it")
