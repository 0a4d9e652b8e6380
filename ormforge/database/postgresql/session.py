"""A reading session: one consistent view of the catalogs, with the settings that decide how PostgreSQL prints SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ormforge.errors import DatabaseError

_PRINTING = {
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "lc_monetary": "C",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
}
"""Settings that pg_get_expr and its kin heed; with them the text depends on the database alone."""

_SERVER = """
select current_setting('server_version_num')::int / 10000 as version,
       current_schema()::text as default_schema,
       current_setting('server_encoding') = 'UTF8' as utf8,
       array(select nspname::text from pg_namespace
             where nspname !~ '^pg_' and nspname <> 'information_schema') as schemas
"""

_SINCE = re.compile(r"\{since (\d+): (.*?) \| (.*?)\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A connection that is ready for reading, and what was asked of it.

    `schemas` are those to read, sorted. `utf8` tells whether the server's names are in UTF-8.
    """

    connection: sa.Connection
    version: int
    default_schema: str | None
    schemas: tuple[str, ...]
    utf8: bool

    def rows(self, query: str) -> list[sa.Row[Any]]:
        """The rows of a query. In it `{since 15: a | b}` is `a` on version 15 and newer, else `b`, and
        `:schemas` the schemas to read."""
        sql = _SINCE.sub(
            lambda found: found[2] if self.version >= int(found[1]) else found[3], query
        )
        parameters = {"schemas": list(self.schemas)} if ":schemas" in sql else {}
        return list(self.connection.execute(sa.text(sql), parameters))


@contextmanager
def reading_session(
    connection: sa.Connection, schemas: tuple[str, ...] | None
) -> Iterator[Session]:
    """A session within a transaction, or a savepoint of the one that is open; both are rolled back, which restores
    the settings. `schemas` None means the connection's own.

    Names in the default schema are printed without it, as models write them; all others with their schema.
    Raises DatabaseError for a schema that is not there.
    """
    begin = connection.begin_nested if connection.in_transaction() else connection.begin
    with begin() as transaction:
        (server,) = connection.execute(sa.text(_SERVER))
        default = server.default_schema if server.default_schema in server.schemas else None
        wanted = _wanted(schemas, default, server.schemas)
        _print_alike(connection, default)
        yield Session(
            connection=connection,
            version=server.version,
            default_schema=default,
            schemas=wanted,
            utf8=server.utf8,
        )
        transaction.rollback()


def _print_alike(connection: sa.Connection, default_schema: str | None) -> None:
    for name, value in _PRINTING.items():
        connection.execute(_set_config(sa.literal(name), sa.literal(value)))
    path = sa.func.quote_ident(default_schema) if default_schema else sa.literal("")
    connection.execute(_set_config(sa.literal("search_path"), path))


def _set_config(name: sa.ColumnElement[str], value: sa.ColumnElement[str]) -> sa.Select[Any]:
    return sa.select(sa.func.set_config(name, value, sa.true()))


def _wanted(
    asked: tuple[str, ...] | None, default: str | None, present: list[str]
) -> tuple[str, ...]:
    wanted = (default,) if asked is None and default else asked or ()
    for schema in wanted:
        if schema not in present:
            raise DatabaseError(
                f"the database has no schema {schema!r}",
                hint=f"it has: {', '.join(sorted(present))}",
            )
    return tuple(sorted(set(wanted)))
