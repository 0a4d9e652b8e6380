"""One database for all tests here; every case runs in a transaction that is rolled back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Catalog
from ormforge.database.postgresql import read_postgresql
from ormforge.database.request import Request

Read = Callable[..., Catalog]


def run(connection: sa.Connection, ddl: str) -> None:
    """Run a script of statements as it stands, percent signs and colons included."""
    connection.connection.driver_connection.execute(ddl)  # type: ignore[union-attr]


@pytest.fixture(scope="session")
def pg_engine(pg_server: sa.URL) -> Iterator[sa.Engine]:
    """An empty database that stays empty."""
    name = f"ormforge_reader_{os.getpid()}"
    server = sa.create_engine(pg_server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    engine = sa.create_engine(pg_server.set(database=name), poolclass=sa.NullPool)
    yield engine
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def connection(pg_engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection whose changes are rolled back."""
    with pg_engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@pytest.fixture
def read(connection: sa.Connection) -> Read:
    """Run DDL, then read the catalog; keywords are those of the request."""

    def read(ddl: str = "", **request: Any) -> Catalog:
        run(connection, ddl)
        return read_postgresql(connection, Request(url="", **request))

    return read


@pytest.fixture
def version(connection: sa.Connection) -> int:
    """The server's major version."""
    return int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000
