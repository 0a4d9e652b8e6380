"""Empty databases to rebuild models in."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ormforge.catalog.model import Catalog
from ormforge.database.connect import engine_url, run_connected
from ormforge.database.request import Request
from ormforge.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import DDL, Connection

_NAME = "ormforge_verify"

# What tables may need and models cannot carry, as statements, the way the source has it.
_SCHEMAS = """
select format('create schema if not exists %I', nspname) from pg_namespace
where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1
"""
_EXTENSIONS = """
select format('create extension if not exists %I schema %I cascade', extname, nspname)
from pg_extension join pg_namespace n on n.oid = extnamespace where nspname <> 'pg_catalog' order by 1
"""
_COLLATIONS = """
select format('create collation %I.%I (provider = %s, locale = %L, deterministic = %s)', nspname, collname,
  case collprovider when 'i' then 'icu' else 'libc' end,
  coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', to_jsonb(c) ->> 'collcollate'),
  collisdeterministic::text)
from pg_collation c join pg_namespace n on n.oid = collnamespace
where nspname !~ '^pg_' and nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1
"""
_FUNCTIONS = """
select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = pronamespace
where nspname !~ '^pg_' and nspname <> 'information_schema' and prokind in ('f', 'p')
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i')) order by p.oid
"""


@contextmanager
def scratch_database(request: Request, source: Catalog, given: str | None) -> Iterator[str]:
    """The URL of an empty database of the source's kind, dropped afterwards unless it was given.

    On PostgreSQL it has the source's schemas, extensions, collations and functions, which models cannot carry. Raises
    DatabaseError where none can be made.
    """
    if given is not None:
        yield given
    elif source.dialect == "sqlite":
        with tempfile.TemporaryDirectory(prefix=_NAME) as folder:
            path = Path(folder) / "scratch.db"
            path.touch()
            yield f"sqlite:///{path}"
    else:
        with _beside(request, source) as url:
            yield url


@contextmanager
def _beside(request: Request, source: Catalog) -> Iterator[str]:
    """A new database on the source's own server."""
    name = f"{_NAME}_{secrets.token_hex(6)}"
    create, surroundings = _creation(request, source, name)
    run_connected(request.url, partial(_administer, [create]))
    url, _ = engine_url(request.url)
    target = url.set(database=name).render_as_string(hide_password=False)
    try:
        run_connected(target, partial(_prepare, surroundings))
        yield target
    finally:
        quoted = f'"{name}"' if source.dialect == "postgresql" else f"`{name}`"
        run_connected(request.url, partial(_administer, [f"drop database if exists {quoted}"]))


def _creation(request: Request, source: Catalog, name: str) -> tuple[str, list[str]]:
    """The statement that creates the database, and those that prepare it."""
    if source.dialect == "postgresql":
        queries = (_SCHEMAS, _EXTENSIONS, _COLLATIONS, _FUNCTIONS)
        return f'create database "{name}" template template0', run_connected(
            request.url,
            lambda connection: [row for query in queries for row in _rows(connection, query)],
        )
    if source.dialect not in ("mysql", "mariadb"):
        raise DatabaseError(
            f"there is no way yet to make an empty {source.dialect} database",
            hint="Make one, and give its URL: ormforge verify --scratch URL",
        )
    if others := sorted(
        {str(t.schema) for t in source.tables if t.schema not in (None, source.default_schema)}
    ):
        raise DatabaseError(
            f"tables of other databases ({', '.join(others)}) would be created in those databases themselves",
            hint="Give an empty server's URL: ormforge verify --scratch URL",
        )
    ((charset, collation),) = run_connected(
        request.url,
        lambda connection: connection.exec_driver_sql(
            "select @@character_set_database, @@collation_database"
        ).fetchall(),
    )
    return f"create database `{name}` character set {charset} collate {collation}", []


def _rows(connection: Connection, query: str) -> list[str]:
    return [str(text) for (text,) in connection.execute(_verbatim(query))]


def _administer(statements: Iterable[str], connection: Connection) -> None:
    outside = connection.execution_options(isolation_level="AUTOCOMMIT")
    for statement in statements:
        outside.execute(_verbatim(statement))


def _prepare(statements: Iterable[str], connection: Connection) -> None:
    """Run what can be run: what fails here and is needed fails `create_all` with the reason."""
    from sqlalchemy.exc import DBAPIError

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("set check_function_bodies = off")
    for statement in statements:
        try:
            with connection.begin_nested():
                connection.execute(_verbatim(statement))
        except DBAPIError:
            continue
    connection.commit()


def _verbatim(sql: str) -> DDL:
    """The statement as it is: no character of it is a parameter."""
    from sqlalchemy import DDL

    return DDL(sql.replace("%", "%%"))  # type: ignore[no-untyped-call]
