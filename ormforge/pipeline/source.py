"""Where the catalog of a run comes from: a server, a file, or a database built for the run alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from ormforge.catalog.model import Catalog
from ormforge.config import Config
from ormforge.database import Request, reflect
from ormforge.database.ephemeral import database_of_migrations, database_of_scripts
from ormforge.database.request import reflection_request
from ormforge.database.snapshots import read_snapshot
from ormforge.errors import asked_for_by
from ormforge.pipeline.migrations import migrate
from ormforge.pipeline.plugins import changed_catalog
from ormforge.process import Tell


def read_catalog(
    config: Config, root: Path, snapshot: Path | None = None, tell: Tell | None = None
) -> Catalog:
    """The catalog that the configuration asks for, from a snapshot where one is given, as its plugins leave it.

    Raises OrmforgeError. `tell` is told what the project's migrations print.
    """
    return changed_catalog(config, read_database(config, root, snapshot, tell))


def read_database(
    config: Config, root: Path, snapshot: Path | None = None, tell: Tell | None = None
) -> Catalog:
    """The same as the database has it, without what plugins make of it. Raises OrmforgeError."""
    if snapshot is not None:
        return read_snapshot(snapshot, reflection_request(config))
    with source_database(config, root, tell) as request:
        if config.database.url is None:
            return reflect(request)
        with asked_for_by("database", "url"):
            return reflect(request)


@contextmanager
def source_database(config: Config, root: Path, tell: Tell | None = None) -> Iterator[Request]:
    """Which tables to read, and the URL of the database that has them while this lasts. Raises OrmforgeError."""
    request, database = reflection_request(config), config.database
    if database.ddl is not None:
        scripts = [root / script for script in database.ddl]
        with database_of_scripts(database.dialect or "", scripts) as url:
            yield replace(request, url=url)
    elif database.migrations is not None:
        run = partial(migrate, database.migrations, root, tell)
        with database_of_migrations(database.dialect or "", run) as url:
            yield replace(request, url=url)
    else:
        yield request
