"""Extended statistics: the statements that create them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ormforge.catalog.model import Statement
from ormforge.database.postgresql.session import Session
from ormforge.database.postgresql.statements import comment_on, statement

STATISTICS = """
select s.stxrelid as relation, s.stxname::text as name,
       quote_ident(n.nspname) || '.' || quote_ident(s.stxname) as full_ref,
       case when pg_statistics_obj_is_visible(s.oid) then '' else quote_ident(n.nspname) || '.' end
         || quote_ident(s.stxname) as ref,
       pg_get_statisticsobjdef(s.oid) as definition, d.description as comment,
       nullif({since 13: s.stxstattarget | -1}, -1) as target
from pg_statistic_ext s
join pg_namespace n on n.oid = s.stxnamespace
left join pg_description d on d.objoid = s.oid and d.classoid = 'pg_statistic_ext'::regclass
"""


def read_statistics(session: Session) -> dict[int, tuple[Statement, ...]]:
    """The statements behind the extended statistics of every table, by its object identifier, sorted by name."""
    found: dict[int, tuple[Statement, ...]] = {}
    for row in sorted(session.rows(STATISTICS), key=lambda row: (row.name, row.full_ref)):
        found[row.relation] = (*found.get(row.relation, ()), *_statements(row))
    return found


def _statements(row: sa.Row[Any]) -> list[Statement]:
    create = f"CREATE STATISTICS {row.ref}" + row.definition.removeprefix(
        f"CREATE STATISTICS {row.full_ref}"
    )
    made = [statement(create, f"statistics {row.ref}")]
    if row.target is not None:
        sql = f"ALTER STATISTICS {row.ref} SET STATISTICS {row.target}"
        made.append(statement(sql, f"target of {row.ref}"))
    if row.comment:
        made.append(comment_on("STATISTICS", row.ref, row.comment))
    return made
