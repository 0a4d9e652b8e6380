from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Catalog, Table
from ormforge.database import Request, reflect

Run = Callable[..., None]
Read = Callable[..., Catalog]
ReadAtOnce = Callable[[Mapping[str, str]], Mapping[str, Table]]


@pytest.fixture
def run(mysql_url: str) -> Run:
    """Runs statements in an empty MariaDB database."""

    def execute(*statements: str) -> None:
        engine = sa.create_engine(mysql_url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement.replace("%", "%%"))
        engine.dispose()

    return execute


@pytest.fixture
def read(mysql_url: str, run: Run) -> Read:
    """Runs statements in an empty MariaDB database and reads its catalog."""

    def execute(*statements: str, **request: object) -> Catalog:
        run(*statements)
        return reflect(Request(url=mysql_url, **request))

    return execute


@pytest.fixture(scope="module")
def read_at_once(mysql_server: sa.URL) -> Iterator[ReadAtOnce]:
    """Makes tables of many bodies in one database and reads it once: a body holds `{t}` for the table's name."""
    name = f"ormforge_test_{os.getpid()}_many"
    engine = sa.create_engine(mysql_server, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")

    def execute(bodies: Mapping[str, str]) -> Mapping[str, Table]:
        names = {case: f"t{number}" for number, case in enumerate(bodies)}
        with engine.connect() as connection:
            connection.exec_driver_sql(f"drop database if exists {name}")
            connection.exec_driver_sql(
                f"create database {name} character set utf8mb4 collate utf8mb4_general_ci"
            )
            connection.exec_driver_sql(f"use {name}")
            connection.exec_driver_sql(
                "create table p (id int primary key, x int, y int, unique (x, y))"
            )
            for case, body in bodies.items():
                statement = f"create table {names[case]} {body}".replace("{t}", names[case])
                connection.exec_driver_sql(statement.replace("%", "%%"))
        url = mysql_server.set(database=name).render_as_string(hide_password=False)
        tables = {table.name: table for table in reflect(Request(url=url)).tables}
        return {case: tables[table] for case, table in names.items()}

    yield execute
    with engine.connect() as connection:
        connection.exec_driver_sql(f"drop database if exists {name}")
    engine.dispose()
