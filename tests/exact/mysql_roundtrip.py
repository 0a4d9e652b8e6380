"""MariaDB there and back, within two databases that are emptied between."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ormforge.drafting import DraftOptions
from tests.exact.roundtrip import round_trip


def differences(
    statements: Iterable[str], url: str, options: DraftOptions | None = None
) -> tuple[str, ...]:
    """What the database of these statements loses when it is rebuilt from its models; none where it is exact.

    Statements that the server refuses are left out. The database is emptied first; the second one beside it is dropped.
    """
    name = sa.make_url(url).database
    server = sa.make_url(url).set(database="")
    again = sa.make_url(url).set(database=f"{name}_again")
    drop = f"drop database if exists {name}_again"
    _execute(server, [f"drop database if exists {name}", _create(name)])
    _execute(server, [drop, _create(f"{name}_again")])
    run(url, statements)
    try:
        empty_url = again.render_as_string(hide_password=False)
        return round_trip(url, empty_url, options=options).differences
    finally:
        _execute(server, [drop])


def _create(name: str | None) -> str:
    return f"create database {name} character set utf8mb4 collate utf8mb4_general_ci"


def run(url: str, statements: Iterable[str]) -> list[str]:
    """Run the statements; those that the server refuses come back."""
    return _execute(sa.make_url(url), statements)


def _execute(url: sa.URL, statements: Iterable[str]) -> list[str]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    refused = []
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        for statement in statements:
            try:
                cursor.execute(statement)
            except connection.dialect.loaded_dbapi.Error:
                refused.append(statement)
    engine.dispose()
    return refused
