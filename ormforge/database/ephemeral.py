"""A database that exists for one run: built from the project's SQL files or migrations, read, and gone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ormforge.database.drivers import split_drivername
from ormforge.database.embedded import EmbeddedServer, embedded_postgresql
from ormforge.database.scripts import run_psql_scripts, run_sqlite_script
from ormforge.errors import DatabaseError

_NAME = "ephemeral"

Migrate = Callable[[str], None]
"""Brings the database behind a URL up to date."""


@contextmanager
def database_of_scripts(dialect: str, scripts: Sequence[Path]) -> Iterator[str]:
    """The URL of a database that SQL files were run in, one after the other.

    `dialect` is `sqlite` or `postgresql`, a driver may follow behind a plus. Raises DatabaseError, with file and line.
    """
    for number, script in enumerate(scripts):
        if not script.is_file():
            raise DatabaseError(
                f"{script}: there is no such file", rule=("database", "ddl", number)
            )
    if _backend(dialect) == "sqlite":
        with _sqlite_file() as file:
            for script in scripts:
                run_sqlite_script(file, script)
            yield f"{dialect}:///{file.as_posix()}"
    else:
        with embedded_postgresql() as server:
            run_psql_scripts(server, _NAME, scripts)
            yield _with_driver(server, dialect)


@contextmanager
def database_of_migrations(dialect: str, migrate: Migrate) -> Iterator[str]:
    """The URL of a database that began empty and was migrated. Raises DatabaseError, and what `migrate` raises."""
    if _backend(dialect) == "sqlite":
        with _sqlite_file() as file:
            url = f"{dialect}:///{file.as_posix()}"
            migrate(url)
            yield url
    else:
        with embedded_postgresql() as server:
            run_psql_scripts(server, _NAME, ())
            url = _with_driver(server, dialect)
            migrate(url)
            yield url


@contextmanager
def _sqlite_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ormforge") as folder:
        file = Path(folder) / f"{_NAME}.db"
        file.touch()
        yield file


def _with_driver(server: EmbeddedServer, dialect: str) -> str:
    _, driver = split_drivername(f"{dialect}://")
    url = server.database_url(_NAME)
    return url if driver is None else url.replace("+psycopg", f"+{driver}", 1)


def _backend(dialect: str) -> str:
    backend, _ = split_drivername(f"{dialect}://")
    if backend not in ("sqlite", "postgresql"):
        raise DatabaseError(
            f"a database of the dialect {dialect} cannot be built without a server",
            hint="sqlite and postgresql can; for others give a url.",
            rule=("database", "dialect"),
        )
    return backend
