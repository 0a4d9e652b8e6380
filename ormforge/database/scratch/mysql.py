"""MariaDB and MySQL: a database of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ormforge.catalog.model import Catalog
from ormforge.database.connect import engine_url, run_connected
from ormforge.database.request import Request
from ormforge.database.scratch.model import Scratch
from ormforge.database.scratch.statements import administer, verbatim
from ormforge.database.scratch.unprepared import build_committed, given_scratch
from ormforge.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PREFIX = "ormforge_verify"
_DENIED = ((1044,), (1227,), (1142,))


@contextmanager
def mysql_scratch(request: Request, source: Catalog, given: str | None) -> Iterator[Scratch]:
    """The database given, or a new one beside the source's. Raises DatabaseError."""
    _refuse_other_databases(source)
    # The models name no database: they build in the connection's own, whatever the source's is called.
    request = replace(request, schemas=None)
    if given is not None:
        with given_scratch(request, source, given) as scratch:
            yield scratch
        return
    name = f"{_PREFIX}_{secrets.token_hex(6)}"
    run_connected(request.url, partial(_create, name))
    url, _ = engine_url(request.url)
    target = url.set(database=name).render_as_string(hide_password=False)
    try:
        yield Scratch(
            where="a scratch database beside the source",
            build=partial(build_committed, request, target),
        )
    finally:
        run_connected(request.url, partial(administer, [f"drop database if exists `{name}`"]))


def _refuse_other_databases(source: Catalog) -> None:
    others = {str(table.schema) for table in source.tables if table.schema is not None}
    if others:
        raise DatabaseError(
            f"tables of other databases ({', '.join(sorted(others))}) would be created in those databases themselves",
            hint="Verify one database at a time: name it in the URL, and nothing else in [database] schemas.",
        )


def _create(name: str, connection: Connection) -> None:
    """Create the database with the character set and collation of the source's."""
    from sqlalchemy.exc import DBAPIError

    query = "select @@character_set_database, @@collation_database, current_user()"
    ((charset, collation, user),) = connection.execute(verbatim(query)).fetchall()
    connection.rollback()
    create = f"create database `{name}` character set {charset} collate {collation}"
    try:
        administer([create], connection)
    except DBAPIError as error:
        if error.orig is None or error.orig.args[:1] not in _DENIED:
            raise
        account = "@".join(f"'{part}'" for part in str(user).rsplit("@", 1))
        raise DatabaseError(
            f"{user} may not create a database to rebuild the models in",
            hint=f"Let it: GRANT ALL PRIVILEGES ON `{_PREFIX.replace('_', chr(92) + '_')}\\_%`.* TO {account}; "
            "or give an empty database: ormforge verify --scratch URL",
        ) from None
