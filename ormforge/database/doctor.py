"""What `ormforge doctor` finds out about a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

from ormforge.catalog.keys import table_path
from ormforge.catalog.model import Catalog
from ormforge.database import reader_for
from ormforge.database.connect import is_sqlite_file, open_sqlite, run_connected
from ormforge.database.drivers import choose_driver, split_drivername
from ormforge.database.request import Request
from ormforge.database.wording import counted, listed
from ormforge.errors import DatabaseError
from ormforge.report import Finding
from ormforge.secret import mask_url

if TYPE_CHECKING:
    from sqlalchemy import Connection


class _Seen(NamedTuple):
    """What one connection could see, and what is to be told of the user's privileges."""

    server: str
    catalog: Catalog
    privileges: Sequence[Finding]


def probe(request: Request) -> tuple[Finding, ...]:
    """What was found out about the database: driver, connection, tables, privileges. An error ends the list.

    Raises nothing that the database or its driver could cause.
    """
    try:
        driver = _driver(request.url)
    except DatabaseError as error:
        return (_error("driver", error),)
    try:
        seen = _look_at_sqlite(request) if is_sqlite_file(request.url) else _look(request)
    except DatabaseError as error:
        return (driver, _error("connection", error))
    return (driver, *_findings(request, seen))


def _driver(url: str) -> Finding:
    if is_sqlite_file(url):
        return _ok("driver", f"Python's own sqlite3, with SQLite {sqlite3.sqlite_version}.")
    driver = choose_driver(url)
    if driver is None:
        return _ok("driver", f"SQLAlchemy chooses the driver for {split_drivername(url)[0]}.")
    try:
        release = f" {version(driver.distribution)}"
    except PackageNotFoundError:
        release = ""
    return _ok("driver", f"{driver.name}{release} is installed.")


def _findings(request: Request, seen: _Seen) -> Iterator[Finding]:
    yield _ok("connection", f"{mask_url(request.url)} answers: {seen.server}.")
    tables = [table for table in seen.catalog.tables if table.kind not in _VIEWS]
    views = len(seen.catalog.tables) - len(tables)
    message = f"{counted(len(tables), 'table')} and {counted(views, 'view')} match."
    if seen.catalog.tables:
        yield _ok("tables", message)
    else:
        hint = "Check [database] schemas, include and exclude, and the user's privileges."
        yield Finding(subject="tables", severity="warning", message="No table matches.", hint=hint)
    yield from seen.privileges
    unreadable = [o.path for o in seen.catalog.omissions if o.kind in _VIEWS]
    if unreadable:
        message = f"Left out, because the database cannot describe it: {listed(unreadable)}."
        yield Finding(subject="views", severity="warning", message=message)


_VIEWS = ("view", "materialized view")


def _look_at_sqlite(request: Request) -> _Seen:
    from ormforge.database.sqlite import read_sqlite

    with open_sqlite(request.url) as connection:
        catalog = read_sqlite(connection, request)
    may = _ok("privileges", "The user may SELECT from all of them.")
    return _Seen(f"SQLite {sqlite3.sqlite_version}", catalog, (may,))


def _look(request: Request) -> _Seen:
    def look(connection: Connection) -> _Seen:
        catalog = reader_for(request.url)(connection, request)
        return _Seen(_server(connection), catalog, tuple(_privileges(connection, catalog, request)))

    return run_connected(request.url, look)


def _server(connection: Connection) -> str:
    """The server's name and version, as far as its dialect knows them."""
    dialect = connection.dialect
    numbers = ".".join(map(str, dialect.server_version_info or ()))
    mariadb = getattr(dialect, "is_mariadb", False)
    name = {"postgresql": "PostgreSQL", "mysql": "MySQL", "mssql": "SQL Server"}.get(dialect.name)
    return f"{'MariaDB' if mariadb else name or dialect.name} {numbers}".strip()


def _privileges(connection: Connection, catalog: Catalog, request: Request) -> Iterator[Finding]:
    """What the user may not do: in full where the database tells, and the SELECT privilege everywhere."""
    name = connection.dialect.name
    if name == "postgresql":
        from ormforge.database.postgresql.privileges import privilege_findings

        yield from privilege_findings(connection, catalog, request)
        return
    yield _selecting(tuple(_unreadable(connection, catalog)))
    if name in ("mysql", "mariadb"):
        from ormforge.database.mysql.privileges import privilege_findings

        yield from privilege_findings(connection, catalog, request)


def _selecting(unreadable: Sequence[str]) -> Finding:
    if not unreadable:
        return _ok("privileges", "The user may SELECT from all of them.")
    return Finding(
        subject="privileges",
        severity="warning",
        message=f"The user may not SELECT from {listed(unreadable)}.",
        hint="Models are generated all the same; queries through them will fail.",
    )


def _unreadable(connection: Connection, catalog: Catalog) -> Iterator[str]:
    """The paths of the tables and views that the user may not read, found out by reading nothing from each."""
    from sqlalchemy import literal_column, select, table
    from sqlalchemy.exc import DBAPIError

    nothing = literal_column("1") == literal_column("0")
    for one in catalog.tables:
        source = table(one.name, schema=one.schema)
        try:
            connection.execute(select(literal_column("1")).select_from(source).where(nothing))
        except DBAPIError:
            connection.rollback()
            yield table_path(one.schema, one.name)


def _ok(subject: str, message: str) -> Finding:
    return Finding(subject=subject, severity="ok", message=message)


def _error(subject: str, error: DatabaseError) -> Finding:
    return Finding(subject=subject, severity="error", message=error.message, hint=error.hint)
