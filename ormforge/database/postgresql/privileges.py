"""What the user of a PostgreSQL connection may do with the tables, all of which `pg_class` shows to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ormforge.catalog.model import Catalog
from ormforge.database.request import Request
from ormforge.database.wording import counted, listed
from ormforge.report import Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection

# https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-ACCESS
_TABLES = """
select n.nspname::text as schema, c.relname::text as name, c.relkind in ('v', 'm') as is_view,
       has_schema_privilege(n.oid, 'USAGE') as usage,
       has_table_privilege(c.oid, 'SELECT') as "SELECT",
       has_any_column_privilege(c.oid, 'SELECT') as some_columns,
       has_table_privilege(c.oid, 'INSERT') as "INSERT",
       has_table_privilege(c.oid, 'UPDATE') as "UPDATE",
       has_table_privilege(c.oid, 'DELETE') as "DELETE"
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2
"""
_WRITING = ("INSERT", "UPDATE", "DELETE")


def privilege_findings(
    connection: Connection, catalog: Catalog, request: Request
) -> Iterator[Finding]:
    """Which privilege is missing on which schema and table, with the GRANT that gives it; then what is elsewhere."""
    from sqlalchemy import text

    quote = connection.dialect.identifier_preparer.quote
    user = quote(connection.execute(text("select current_user::text")).scalar_one())
    rows = connection.execute(text(_TABLES)).mappings().all()
    schemas = request.schemas or tuple(filter(None, [catalog.default_schema]))
    ours = [
        row
        for row in rows
        if row["schema"] in schemas and request.wants(row["schema"], row["name"])
    ]
    names = {id(row): f"{quote(row['schema'])}.{quote(row['name'])}" for row in ours}
    for schema in dict.fromkeys(row["schema"] for row in ours if not row["usage"]):
        yield _warning(
            f"The user has no USAGE on the schema {schema}: nothing in it can be used.",
            f"GRANT USAGE ON SCHEMA {quote(schema)} TO {user};",
        )
    unread = [row for row in ours if not row["SELECT"]]
    for some, what in ((False, "may not SELECT from"), (True, "may SELECT only some columns of")):
        missing = [names[id(row)] for row in unread if row["some_columns"] is some]
        if missing:
            yield _warning(
                f"The user {what} {listed(missing)}.",
                "Models are generated all the same; queries through them will fail. To allow them: "
                f"GRANT SELECT ON {', '.join(missing)} TO {user};",
            )
    if not unread:
        yield Finding(
            subject="privileges", severity="ok", message="The user may SELECT from all of them."
        )
    yield from _writing(ours, names, user)
    yield from _elsewhere(rows, schemas)


def _writing(
    rows: list[Mapping[str, Any]] | Any, names: Mapping[int, str], user: str
) -> Iterator[Finding]:
    """What may not be written, by the privileges that are missing."""
    missing: dict[str, list[str]] = {}
    for row in rows:
        lacks = ", ".join(word for word in _WRITING if not row[word])
        if lacks and not row["is_view"]:
            missing.setdefault(lacks, []).append(names[id(row)])
    for lacks, tables in missing.items():
        message = f"The user may not {lacks.replace(', ', ' or ')} in {listed(tables)}."
        hint = f"For an application that writes: GRANT {lacks} ON {', '.join(tables)} TO {user};"
        yield Finding(subject="privileges", severity="info", message=message, hint=hint)


def _elsewhere(rows: Any, schemas: tuple[str, ...]) -> Iterator[Finding]:
    others: dict[str, int] = {}
    for row in rows:
        if row["schema"] not in schemas:
            others[row["schema"]] = others.get(row["schema"], 0) + 1
    if others:
        told = listed(
            [f"{schema} ({counted(number, 'table')})" for schema, number in others.items()]
        )
        yield Finding(
            subject="schemas",
            severity="info",
            message=f"Not asked for: {told}.",
            hint="Name the schemas to read in [database] schemas.",
        )


def _warning(message: str, hint: str) -> Finding:
    return Finding(subject="privileges", severity="warning", message=message, hint=hint)
