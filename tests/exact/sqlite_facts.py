"""What SQLite itself says of a database, read without ormforge: a second judge of what was rebuilt."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

Facts = dict[str, Any]


def facts(connection: sqlite3.Connection) -> Facts:
    """Everything that the PRAGMAs tell of each table, without the numbers that SQLite gives to what has no name."""
    rows = connection.execute(
        "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'"
    ).fetchall()
    return {
        name: {"options": (wr, strict), **_table(connection, name)}
        for name, kind, wr, strict in rows
        if kind == "table" and not name.startswith("sqlite_")
    }


def _table(connection: sqlite3.Connection, table: str) -> Facts:
    columns = connection.execute(
        'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid', [table]
    ).fetchall()
    indexes = connection.execute(
        'SELECT name, "unique", origin, partial FROM pragma_index_list(?)', [table]
    ).fetchall()
    foreign_keys = connection.execute(
        'SELECT id, seq, "table", "from", "to", on_update, on_delete, "match"'
        " FROM pragma_foreign_key_list(?) ORDER BY id, seq",
        [table],
    ).fetchall()
    return {
        "columns": [
            (name, _type(kind), not_null or _is_rowid(connection, table, name), *rest)
            for name, kind, not_null, *rest in columns
        ],
        "indexes": sorted(
            repr((name if origin == "c" else None, *rest, origin, _parts(connection, name)))
            for name, unique, origin, partial in indexes
            for rest in [(unique, partial)]
        ),
        "foreign keys": sorted(map(repr, _keys(connection, foreign_keys))),
    }


def _type(declared: str) -> str:
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", "", declared, flags=re.S)
    return "".join(bare.upper().split())


def _parts(connection: sqlite3.Connection, index: str) -> list[Any]:
    return connection.execute(
        'SELECT cid, name, "desc", upper(coll) FROM pragma_index_xinfo(?) WHERE key', [index]
    ).fetchall()


def _keys(connection: sqlite3.Connection, rows: list[Any]) -> list[tuple[Any, ...]]:
    """The foreign keys; one that names no columns points to the primary key."""
    found: dict[int, list[Any]] = {}
    for number, place, table, column, named, *rules in rows:
        referred = named if named is not None else _key_column(connection, table, place)
        names = (_fold(name) for name in (table, column, referred))
        found.setdefault(number, []).append((*names, *rules))
    return [tuple(sorted(parts, key=repr)) for parts in found.values()]


def _key_column(connection: sqlite3.Connection, table: str, place: int) -> str | None:
    row = connection.execute(
        "SELECT name FROM pragma_table_xinfo(?) WHERE pk = ?", [table, place + 1]
    ).fetchone()
    return None if row is None else str(row[0])


def _fold(name: str | None) -> str | None:
    return None if name is None else "".join(c.lower() if c.isascii() else c for c in name)


def _is_rowid(connection: sqlite3.Connection, table: str, column: str) -> bool:
    """Whether the column is another name for the rowid, which is never NULL whatever the statement says."""
    escaped = column.replace('"', '""')
    target = table.replace('"', '""')
    try:
        plan = connection.execute(
            f'EXPLAIN QUERY PLAN SELECT 1 FROM "{target}" WHERE "{escaped}" = 1'
        ).fetchall()
    except sqlite3.Error:
        return False
    return "INTEGER PRIMARY KEY" in plan[0][3]
