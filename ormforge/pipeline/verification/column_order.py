"""The order of columns, as far as the configuration or a person decides it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from fnmatch import fnmatchcase

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, Column, Table


def as_placed(
    before: Catalog, rebuilt: Catalog, placed: Sequence[str], own: Set[Key] = frozenset()
) -> tuple[Catalog, tuple[Table, ...]]:
    """The rebuilt catalog with its columns as they stood before, and the tables for which that made a difference.

    Only columns that a glob of `placed` matches may have moved, and those of the tables in `own`; a table in which any
    other has is left as it is.
    """
    known = {table.key: table for table in before.tables}
    moved: list[Table] = []
    tables: list[Table] = []
    for table in rebuilt.tables:
        movable = ("*",) if table.key in own else placed
        put_back = _put_back(known.get(table.key), table, movable)
        moved += [table] if put_back is not None else []
        tables.append(put_back or table)
    return replace(rebuilt, tables=tuple(tables)), tuple(moved)


def _put_back(before: Table | None, rebuilt: Table, placed: Sequence[str]) -> Table | None:
    """The table with its columns as before; None where they stand so, or where others than those placed have moved."""
    if before is None:
        return None
    order = [column.name for column in before.columns]
    found = {column.name: column for column in rebuilt.columns}
    if order == list(found) or sorted(order) != sorted(found):
        return None
    if _fixed(before.columns, placed) != _fixed(rebuilt.columns, placed):
        return None
    return replace(rebuilt, columns=tuple(found[name] for name in order))


def _fixed(columns: Sequence[Column], placed: Sequence[str]) -> list[str]:
    """The names of the columns that the configuration has not placed, in their order."""
    return [c.name for c in columns if not any(fnmatchcase(c.name, glob) for glob in placed)]
