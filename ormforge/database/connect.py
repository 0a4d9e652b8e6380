"""Connections: from a URL to a database that can be read, and its errors in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from ormforge.database.drivers import choose_driver, split_drivername
from ormforge.database.failures import raise_failure
from ormforge.errors import DatabaseError
from ormforge.secret import mask_url

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

T = TypeVar("T")

_SQLITE_DRIVERS = (None, "pysqlite", "aiosqlite")
_SQLITE_OPTIONS = frozenset(
    {"uri", "timeout", "isolation_level", "detect_types", "check_same_thread", "cached_statements"}
)
_LIBPQ_NAMES = {"ssl": "sslmode", "timeout": "connect_timeout", "passfile": "passfile"}
"""asyncpg's connection options that libpq has under another name or the same; its others concern only itself."""


def run_connected(url: str, work: Callable[[Connection], T]) -> T:
    """What `work` returns, given a connection that is closed afterwards.

    Works with every driver SQLAlchemy knows, asynchronous ones included. Raises DatabaseError for whatever goes wrong
    between here and the database, with every secret of the URL masked.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        target, asynchronous = engine_url(url)
        return _run_asynchronous(target, work) if asynchronous else _run(target, work)
    except (SQLAlchemyError, sqlite3.Error, ImportError, OSError, ValueError) as error:
        raise_failure(error, url)


def engine_url(url: str) -> tuple[URL, bool]:
    """The URL for an engine, its driver chosen, and whether that driver is asynchronous."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    backend, named = split_drivername(url)
    driver = choose_driver(url)
    try:
        target = make_url(f"{backend}://{url.partition('://')[2]}")
        if driver is None:
            target = target.set(drivername=backend if named is None else f"{backend}+{named}")
            return target, target.get_dialect().is_async
    except ArgumentError as error:
        raise_failure(error, url)
    if named == "asyncpg" and not driver.asynchronous:
        target = target.set(query=_libpq_query(target))
    return target.set(drivername=f"{backend}+{driver.name}"), driver.asynchronous


@contextmanager
def open_sqlite(url: str) -> Iterator[sqlite3.Connection]:
    """A connection to a SQLite file that only reads, in one transaction. A file that is not there is not created.

    Raises DatabaseError.
    """
    location, timeout = sqlite_location(url)
    try:
        connection = sqlite3.connect(location, uri=True, timeout=timeout, isolation_level=None)
    except sqlite3.Error as error:
        raise_failure(error, url)
    connection.text_factory = _decode
    try:
        connection.execute("BEGIN")
        yield connection
    except sqlite3.Error as error:
        raise_failure(error, url)
    finally:
        connection.close()


def is_sqlite_file(url: str) -> bool:
    """Whether the URL means a SQLite database that Python's own driver opens."""
    backend, driver = split_drivername(url)
    return backend == "sqlite" and driver in _SQLITE_DRIVERS


def sqlite_location(url: str) -> tuple[str, float]:
    """SQLite's own URI for a URL, and how long to wait for a lock. Raises DatabaseError if there is no such file."""
    rest = url.partition("://")[2]
    path, _, query = rest.partition("?")
    path = path[1:] if path.startswith("/") else path
    options = dict(parse_qsl(query, keep_blank_values=True))
    timeout = float(options.get("timeout", "5"))
    if path in ("", ":memory:"):
        return "file::memory:", timeout
    if path.startswith("file:") and options.get("uri", "").lower() in ("true", "1"):
        passed = {key: value for key, value in options.items() if key not in _SQLITE_OPTIONS}
        return f"{path}?{urlencode({'mode': 'ro', **passed})}", timeout
    file = Path(path)
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "there is no such file"
        raise DatabaseError(
            f"{mask_url(url)}: {what}",
            hint="Check the path in the database URL; no file was created.",
        )
    if not os.access(file, os.R_OK):
        raise DatabaseError(
            f"{mask_url(url)}: the file cannot be opened: no permission to read it",
            hint=f"Change its permissions, as with: chmod u+r {file}",
        )
    return f"file:{quote(str(file.absolute()))}?mode=ro", timeout


def _decode(text: bytes) -> str:
    """Text of any encoding: bytes that are not UTF-8 are kept, and told apart from those that are."""
    return text.decode("utf-8", "surrogateescape")


def _libpq_query(url: URL) -> dict[str, str | tuple[str, ...]]:
    return {
        _LIBPQ_NAMES.get(key, key): value
        for key, value in url.query.items()
        if key in _LIBPQ_NAMES or key in {"host", "port", "sslmode"}
    }


def _password_argument(url: URL) -> dict[str, str]:
    """The password such that its UTF-8 bytes are sent, as MariaDB's and MySQL's own clients do.

    PyMySQL and aiomysql encode it as Latin-1.
    """
    if url.get_driver_name() not in ("pymysql", "aiomysql") or not url.password:
        return {}
    if url.password.isascii():
        return {}
    return {"password": url.password.encode("utf-8").decode("latin-1")}


def _run(url: URL, work: Callable[[Connection], T]) -> T:
    from sqlalchemy import NullPool, create_engine

    engine = create_engine(url, poolclass=NullPool, connect_args=_password_argument(url))
    with engine.connect() as connection:
        return work(connection)


def _run_asynchronous(url: URL, work: Callable[[Connection], T]) -> T:
    import asyncio

    from sqlalchemy import NullPool
    from sqlalchemy.ext.asyncio import create_async_engine

    async def run() -> T:
        engine = create_async_engine(url, poolclass=NullPool, connect_args=_password_argument(url))
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()

    return asyncio.run(run())
