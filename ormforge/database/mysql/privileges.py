"""What the user of a MariaDB or MySQL connection may see: `information_schema` shows nobody what they have no privilege for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ormforge.catalog.keys import table_path
from ormforge.catalog.model import Catalog
from ormforge.database.mysql.rows import seen_in_part
from ormforge.database.request import Request
from ormforge.database.wording import counted, listed
from ormforge.report import Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OTHERS = """
select t.table_schema as place, count(*) as number from information_schema.tables t
where t.table_schema not in ('information_schema', 'mysql', 'performance_schema', 'sys')
  and t.table_schema <> coalesce(database(), '')
group by t.table_schema order by t.table_schema
"""


def privilege_findings(
    connection: Connection, catalog: Catalog, request: Request
) -> Iterator[Finding]:
    """What the user sees in part only, and what the catalog hints at that they cannot see, with the GRANT for each."""
    from sqlalchemy import text

    user, database = connection.execute(text("select current_user(), database()")).one()
    name, _, host = str(user).rpartition("@")
    grantee = f"'{name}'@'{host}'" if name else f"'{host}'"
    partial = [
        table
        for table in catalog.tables
        if table.kind == "table" and seen_in_part(connection, table.schema or database, table.name)
    ]
    if partial:
        yield _warning(
            f"Only some columns are in sight of {listed([table.path for table in partial])}: "
            "the user has privileges on single columns, and models will lack the others.",
            _grants(
                "SELECT",
                [_name(connection, table.schema or database, table.name) for table in partial],
                grantee,
            ),
        )
    hidden = _hidden_targets(catalog, request)
    if hidden:
        told = [
            f"{table_path(*target)} (which {source} refers to)" for target, source in hidden.items()
        ]
        yield _warning(
            f"Not in sight: {listed(told)}. There is no such table, or no privilege on it.",
            _grants(
                "SELECT",
                [_name(connection, place or database, one) for place, one in hidden],
                grantee,
            ),
        )
    queries = [table for table in catalog.tables if table.kind == "view" and not table.definition]
    if queries:
        yield Finding(
            subject="privileges",
            severity="info",
            message=f"The query is hidden of {listed([table.path for table in queries])}.",
            hint=_grants(
                "SHOW VIEW",
                [_name(connection, table.schema or database, table.name) for table in queries],
                grantee,
            ),
        )
    if request.schemas is None:
        yield from _elsewhere(connection)


def _hidden_targets(catalog: Catalog, request: Request) -> dict[tuple[str | None, str], str]:
    """The tables that foreign keys point to and that are asked for, but not there; each with one that points."""
    there = {(table.schema, table.name) for table in catalog.tables}
    return {
        target: table.path
        for table in catalog.tables
        for key in table.foreign_keys
        for target in [(key.referred_schema, key.referred_table)]
        if target not in there and key.referred_schema is None and request.wants(None, target[1])
    }


def _elsewhere(connection: Connection) -> Iterator[Finding]:
    from sqlalchemy import text

    others = connection.execute(text(_OTHERS)).all()
    if others:
        told = listed([f"{place} ({counted(number, 'table')})" for place, number in others])
        yield Finding(
            subject="schemas",
            severity="info",
            message=f"Not asked for: {told}.",
            hint="Name the databases to read in [database] schemas.",
        )


def _name(connection: Connection, schema: str | None, table: str) -> str:
    quote = connection.dialect.identifier_preparer.quote_identifier
    return quote(table) if schema is None else f"{quote(schema)}.{quote(table)}"


def _grants(privilege: str, tables: list[str], grantee: str) -> str:
    """MariaDB grants on one table a statement."""
    return " ".join(f"GRANT {privilege} ON {table} TO {grantee};" for table in tables)


def _warning(message: str, hint: str) -> Finding:
    return Finding(subject="privileges", severity="warning", message=message, hint=hint)
