"""Roles and users that may do less than the tests' own."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

_numbers = itertools.count(1)


def administer(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements outside of a transaction; the rows of the last one, where it has any."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    rows: list[tuple[object, ...]] = []
    with engine.connect() as connection:
        for statement in statements:
            result = connection.exec_driver_sql(statement)
            rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


@pytest.fixture
def pg_role(pg_url: str) -> Iterator[Callable[[str], str]]:
    """Makes the URL of a role that may read the database, and what the given GRANT adds."""
    made: list[str] = []

    def make(grant: str = "") -> str:
        name = f"ormforge_test_role_{os.getpid()}_{next(_numbers)}"
        made.append(name)
        administer(pg_url, f"create role {name} login password 'secret word' nocreatedb")
        if grant:
            administer(pg_url, f"grant {grant} to {name}")
        url = sa.make_url(pg_url).set(username=name, password="secret word")
        return url.render_as_string(hide_password=False)

    yield make
    for name in made:
        administer(pg_url, f"drop owned by {name}", f"drop role {name}")


@pytest.fixture
def mysql_user(mysql_url: str) -> Iterator[Callable[..., str]]:
    """Makes the URL of a user that may read the database, and do what the given grants add."""
    made: list[str] = []
    database = sa.make_url(mysql_url).database

    def make(*grants: str) -> str:
        name = f"ormforge_t_{os.getpid()}_{next(_numbers)}"
        made.append(name)
        administer(mysql_url, f"create user '{name}'@'%%' identified by 'secret word'")
        for grant in (f"select, references, show view on `{database}`.*", *grants):
            administer(mysql_url, f"grant {grant} to '{name}'@'%%'")
        url = sa.make_url(mysql_url).set(username=name, password="secret word")
        return url.render_as_string(hide_password=False)

    yield make
    for name in made:
        administer(mysql_url, f"drop user '{name}'@'%%'")


@pytest.fixture
def pg_url_again(pg_url: str) -> Iterator[str]:
    """A second empty PostgreSQL database."""
    url = sa.make_url(pg_url)
    other = url.set(database=f"{url.database}_again")
    administer(pg_url, f'create database "{other.database}"')
    yield other.render_as_string(hide_password=False)
    administer(pg_url, f'drop database if exists "{other.database}" with (force)')


@pytest.fixture
def mysql_url_again(mysql_url: str) -> Iterator[str]:
    """A second empty MariaDB database."""
    url = sa.make_url(mysql_url)
    other = url.set(database=f"{url.database}_again")
    administer(mysql_url, f"create database `{other.database}`")
    yield other.render_as_string(hide_password=False)
    administer(mysql_url, f"drop database if exists `{other.database}`")
