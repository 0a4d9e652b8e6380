"""Reading a database's catalog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ormforge.database.connect import is_sqlite_file, open_sqlite, run_connected
from ormforge.database.drivers import split_drivername
from ormforge.database.request import Request

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ormforge.catalog.model import Catalog

__all__ = ["Request", "fingerprint", "reader_for", "reflect"]


def reflect(request: Request, progress: Callable[[str], None] | None = None) -> Catalog:
    """The catalog of a database. Connects, reads in bulk, and disconnects; nothing is written to the database.

    `progress` is told the name of each step as it begins. Raises DatabaseError.
    """
    tell = progress or (lambda _: None)
    tell("connect")
    if is_sqlite_file(request.url):
        from ormforge.database.sqlite import read_sqlite

        with open_sqlite(request.url) as connection:
            tell("read the catalog")
            return read_sqlite(connection, request)

    def read(connection: Connection) -> Catalog:
        tell("read the catalog")
        return reader_for(request.url)(connection, request)

    return run_connected(request.url, read)


def fingerprint(request: Request) -> str | None:
    """A hash that changes whenever the catalog could; None where only reading the catalog tells.

    For SQLite it is made of the stored statements, from which SQLite itself derives everything else. The release of
    SQLite is part of it, because views get the types of their columns from there. PostgreSQL hashes the rows that the
    reader would ask for. Raises DatabaseError.
    """
    if is_sqlite_file(request.url):
        from ormforge.database.sqlite.fingerprint import hash_schemas

        with open_sqlite(request.url) as connection:
            return hash_schemas(connection, request)
    if split_drivername(request.url)[0] != "postgresql":
        return None

    def read(connection: Connection) -> str:
        from ormforge.database.postgresql.fingerprint import hash_catalogs

        return hash_catalogs(connection, request)

    return run_connected(request.url, read)


def reader_for(url: str) -> Callable[[Connection, Request], Catalog]:
    """The function that reads the catalog of the database a URL means, given a connection to it."""
    backend, _ = split_drivername(url)
    if backend == "postgresql":
        from ormforge.database.postgresql import read_postgresql

        return read_postgresql
    if backend in ("mysql", "mariadb"):
        from ormforge.database.mysql import read_mysql

        return read_mysql
    from ormforge.database.generic import read_generic

    return read_generic
