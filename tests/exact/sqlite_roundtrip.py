"""SQLite there and back, with SQLite itself as a second judge."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ormforge.catalog.model import Catalog, ColumnType, Table
from ormforge.drafting import DraftOptions
from ormforge.drafting.types_sqlite import shape
from tests.exact.roundtrip import round_trip
from tests.exact.sqlite_facts import facts


def differences(
    statements: Iterable[str], folder: Path, options: DraftOptions | None = None
) -> tuple[str, ...]:
    """What the database of these statements loses when it is rebuilt from its models; none where it is exact."""
    first, second = folder / "first.db", folder / "second.db"
    url, empty_url = build(statements, first), build((), second)
    done = round_trip(url, empty_url, options=options, comparable=normal)
    return done.differences or tuple(_facts_differ(first, second))


def build(statements: Iterable[str], path: Path) -> str:
    """The URL of a new database of these statements."""
    path.unlink(missing_ok=True)
    path.touch()
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return f"sqlite:///{path}"


def normal(catalog: Catalog) -> Catalog:
    """The catalog with type names in the one form that all their spellings have for SQLite."""

    def of_table(table: Table) -> Table:
        columns = (replace(c, type=ColumnType(sql=shape(c.type.sql))) for c in table.columns)
        return replace(table, columns=tuple(columns))

    return replace(catalog, tables=tuple(map(of_table, catalog.tables)))


def _facts_differ(first: Path, second: Path) -> Iterable[str]:
    with closing(sqlite3.connect(first)) as one, closing(sqlite3.connect(second)) as other:
        before, after = facts(one), facts(other)
    for table, told in before.items():
        for what, value in told.items():
            built = after.get(table, {}).get(what)
            if built != value:
                yield f"PRAGMA {what} of {table}: {value} -> {built}"
