"""Databases that are taken as they come: those given by a URL, and what is left of them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from ormforge.catalog.model import Catalog
from ormforge.database.connect import run_connected
from ormforge.database.request import Request
from ormforge.database.scratch.model import Create, Scratch
from ormforge.database.scratch.statements import read_anew, verbatim
from ormforge.errors import DatabaseError
from ormforge.secret import mask_url

if TYPE_CHECKING:
    from sqlalchemy import Connection


@contextmanager
def given_scratch(request: Request, _source: Catalog, given: str) -> Iterator[Scratch]:
    """The database at the URL, emptied again afterwards. Raises DatabaseError where it is not empty to begin with."""
    names = run_connected(given, _names)
    if names:
        raise not_empty(given, names[0])
    try:
        yield Scratch(where=mask_url(given), build=partial(build_committed, request, given))
    finally:
        run_connected(given, _drop_everything)


def build_committed(request: Request, url: str, create: Create) -> Catalog:
    """Create the tables for good, and read them over another connection."""

    def work(connection: Connection) -> None:
        create(connection, True)
        connection.commit()

    run_connected(url, work)
    return read_anew(request, url)


def not_empty(url: str, table: str) -> DatabaseError:
    """The error for a scratch database that has a table: it would be taken for one that the models make."""
    return DatabaseError(
        f"{mask_url(url)}: the scratch database is not empty, it has {table}",
        hint="Give an empty one: what is there would be taken for what the models make.",
    )


def _names(connection: Connection) -> list[str]:
    from sqlalchemy import inspect

    return sorted(inspect(connection).get_table_names())


def _drop_everything(connection: Connection) -> None:
    """Drop the tables, and MariaDB's sequences; the database had none before."""
    from sqlalchemy import inspect

    quote = connection.dialect.identifier_preparer.quote
    if connection.dialect.name in ("mysql", "mariadb"):
        connection.execute(verbatim("set foreign_key_checks = 0"))
    for name in _names(connection):
        connection.execute(verbatim(f"drop table if exists {quote(name)}"))
    if connection.dialect.supports_sequences:
        for name in inspect(connection).get_sequence_names():
            connection.execute(verbatim(f"drop sequence if exists {quote(name)}"))
    connection.commit()
