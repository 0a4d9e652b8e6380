"""What a run is made from besides a server: the files and folders whose changes call for another run."""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ormforge.config import Config
from ormforge.database.connect import is_sqlite_file

_MIGRATION_FOLDERS = ("alembic", "migrations")
_SKIPPED = frozenset({"__pycache__", "node_modules"})


def watched_sources(config: Config, root: Path, snapshot: Path | None) -> tuple[Path, ...]:
    """The files and folders that the configuration names: templates, a snapshot, DDL, migrations.

    They need not be there.
    """
    named = [root / overlay for overlay in config.templates.overlays]
    named += [root / script for script in config.database.ddl or ()]
    if snapshot is not None:
        return (*named, snapshot)
    return (*named, *_migrations(root))


def files_of(sources: Iterable[Path]) -> Iterator[Path]:
    """Every file of the sources that there is, those of folders at any depth."""
    for source in sources:
        if source.is_file():
            yield source
        for current, folders, names in os.walk(source):
            folders[:] = [name for name in folders if name not in _SKIPPED]
            yield from (Path(current) / name for name in names)


def database_files(config: Config) -> Iterator[Path]:
    """The files that a SQLite database is in, which a run may change by itself: its hooks migrate it."""
    url = None if config.database.url is None else config.database.url.get_secret_value()
    if url is not None and is_sqlite_file(url):
        file = url.partition("://")[2].partition("?")[0].removeprefix("/")
        if file and file != ":memory:" and not file.startswith("file:"):
            yield from (Path(file), Path(f"{file}-wal"))


def _migrations(root: Path) -> Iterator[Path]:
    ini = root / "alembic.ini"
    yield ini
    yield from (root / name for name in _MIGRATION_FOLDERS)
    parser = configparser.RawConfigParser()
    try:
        parser.read(ini, encoding="utf-8")
        place = parser.get("alembic", "script_location", fallback=None)
    except (configparser.Error, UnicodeDecodeError):
        return
    if place is not None:
        yield root / place.replace("%(here)s", str(root))
