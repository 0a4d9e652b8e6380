"""The rows that describe one schema of a SQLite database, read in a constant number of statements.

The joins are CROSS JOINs because SQLite must not reorder them: a table function that is given its arguments by a later
table silently returns nothing.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ormforge.database.sqlite.keywords import quoted


class TableRow(NamedTuple):
    """A row of `pragma_table_list`; `kind` is table, view, virtual or shadow."""

    name: str
    kind: str
    without_rowid: bool
    strict: bool


class ColumnRow(NamedTuple):
    """A row of `pragma_table_xinfo`; `hidden` is 1 for a virtual table's, 2 and 3 for generated columns."""

    name: str
    type: str
    not_null: bool
    default: str | None
    key_position: int
    hidden: int


class IndexPartRow(NamedTuple):
    """A row of `pragma_index_xinfo`; `column` is None for an expression."""

    column: str | None
    descending: bool
    collation: str


@dataclass(slots=True)
class IndexRows:
    """An index; `origin` is c for CREATE INDEX, u for UNIQUE, pk for PRIMARY KEY."""

    name: str
    unique: bool
    origin: str
    parts: list[IndexPartRow] = field(default_factory=list)


@dataclass(slots=True)
class SchemaRows:
    """Everything read of one schema; columns and indexes under the table's name, triggers as (table, name)."""

    tables: list[TableRow]
    statements: dict[tuple[str, str], str]
    triggers: list[tuple[str, str]]
    columns: dict[str, list[ColumnRow]]
    indexes: dict[str, list[IndexRows]]


def read_rows(connection: sqlite3.Connection, schema: str) -> SchemaRows:
    """The rows of one schema. The columns of views and virtual tables are not among them: see `columns_of`."""
    tables = connection.execute(
        "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = ?", [schema]
    ).fetchall()
    stored = connection.execute(
        f"SELECT type, name, tbl_name, sql FROM {quoted(schema)}.sqlite_master"  # noqa: S608 - quoted
    ).fetchall()
    return SchemaRows(
        tables=sorted(
            TableRow(name, kind, bool(wr), bool(strict))
            for name, kind, wr, strict in tables
            if not name.lower().startswith("sqlite_")
        ),
        statements={(kind, name): sql for kind, name, _, sql in stored if sql is not None},
        triggers=sorted((table, name) for kind, name, table, _ in stored if kind == "trigger"),
        columns=_columns(connection, schema),
        indexes=_indexes(connection, schema),
    )


def columns_of(connection: sqlite3.Connection, schema: str, table: str) -> list[ColumnRow]:
    """The columns of one view or virtual table. Raises sqlite3.Error where SQLite cannot tell them."""
    rows = connection.execute(
        'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?, ?) ORDER BY cid',
        [table, schema],
    )
    return list(_column_rows(rows))


def _columns(connection: sqlite3.Connection, schema: str) -> dict[str, list[ColumnRow]]:
    rows = connection.execute(
        'SELECT l.name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden'
        " FROM pragma_table_list l CROSS JOIN pragma_table_xinfo(l.name, l.schema) x"
        " WHERE l.schema = ? AND l.type = 'table' ORDER BY l.name, x.cid",
        [schema],
    )
    found: dict[str, list[ColumnRow]] = defaultdict(list)
    for table, *row in rows:
        found[table].extend(_column_rows([row]))
    return found


def _column_rows(rows: Iterable[Any]) -> Iterator[ColumnRow]:
    for name, kind, not_null, default, key_position, hidden in rows:
        yield ColumnRow(name, kind or "", bool(not_null), default, key_position, hidden)


def _indexes(connection: sqlite3.Connection, schema: str) -> dict[str, list[IndexRows]]:
    rows = connection.execute(
        'SELECT l.name, i.name, i."unique", i.origin, x.name, x."desc", x.coll'
        " FROM pragma_table_list l CROSS JOIN pragma_index_list(l.name, l.schema) i"
        " CROSS JOIN pragma_index_xinfo(i.name, l.schema) x"
        " WHERE l.schema = ? AND l.type = 'table' AND x.key ORDER BY l.name, i.name, x.seqno",
        [schema],
    )
    found: dict[tuple[str, str], IndexRows] = {}
    for table, name, unique, origin, column, descending, collation in rows:
        index = found.setdefault((table, name), IndexRows(name, bool(unique), origin))
        index.parts.append(IndexPartRow(column, bool(descending), collation))
    by_table: dict[str, list[IndexRows]] = defaultdict(list)
    for (table, _), index in found.items():
        by_table[table].append(index)
    return by_table
