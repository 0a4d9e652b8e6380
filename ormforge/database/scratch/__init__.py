"""Empty databases to rebuild models in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ormforge.catalog.model import Catalog
from ormforge.database.drivers import split_drivername
from ormforge.database.request import Request
from ormforge.database.scratch.model import Create, Scratch
from ormforge.database.scratch.mysql import mysql_scratch
from ormforge.database.scratch.postgresql import postgresql_scratch
from ormforge.database.scratch.sqlite import sqlite_scratch
from ormforge.database.scratch.unprepared import given_scratch
from ormforge.errors import DatabaseError

__all__ = ["Create", "Scratch", "open_scratch"]

_FAMILY = {"mariadb": "mysql"}


@contextmanager
def open_scratch(request: Request, source: Catalog, given: str | None) -> Iterator[Scratch]:
    """An empty place to build in: the database at the URL `given`, else one made for the moment and dropped again.

    The source is not changed. Raises DatabaseError where no place can be had, or the given one is not empty.
    """
    family = _FAMILY.get(source.dialect, source.dialect)
    if given is not None:
        other, _ = split_drivername(given)
        if _FAMILY.get(other, other) != family:
            raise DatabaseError(
                f"--scratch is a {other} database, and the source is {source.dialect}",
                hint="Give an empty database of the same kind.",
            )
    if family == "postgresql":
        place = postgresql_scratch(request, source, given)
    elif family == "mysql":
        place = mysql_scratch(request, source, given)
    elif given is not None:
        place = given_scratch(request, source, given)
    elif family == "sqlite":
        place = sqlite_scratch(request, source)
    else:
        raise DatabaseError(
            f"there is no way yet to make an empty {source.dialect} database",
            hint="Make one, and give its URL: ormforge verify --scratch URL",
        )
    with place as scratch:
        yield scratch
