"""A second database beside the first, to rebuild into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa


@pytest.fixture
def pg_url_again(pg_server: sa.URL, pg_url: str) -> Iterator[str]:
    name = f"{sa.make_url(pg_url).database}_again"
    _execute(pg_server, f'CREATE DATABASE "{name}"')
    yield pg_server.set(database=name).render_as_string(hide_password=False)
    _execute(pg_server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def mysql_url_again(mysql_server: sa.URL, mysql_url: str) -> Iterator[str]:
    name = f"{sa.make_url(mysql_url).database}_again"
    _execute(mysql_server, f"CREATE DATABASE `{name}` CHARACTER SET latin1")
    yield mysql_server.set(database=name).render_as_string(hide_password=False)
    _execute(mysql_server, f"DROP DATABASE IF EXISTS `{name}`")


@pytest.fixture
def sqlite_url_again(tmp_path: Path) -> str:
    path = tmp_path / "again.db"
    path.touch()
    return f"sqlite:///{path}"


def _execute(url: sa.URL, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Callable[[str], tuple[str, str]]:
    """Two empty databases of a dialect."""
    short = {"postgresql": "pg", "mysql": "mysql", "sqlite": "sqlite"}

    def pair(dialect: str) -> tuple[str, str]:
        prefix = short[dialect]
        return (
            request.getfixturevalue(f"{prefix}_url"),
            request.getfixturevalue(f"{prefix}_url_again"),
        )

    return pair
