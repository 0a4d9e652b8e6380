"""The tables and columns that a rule of the project names by their paths."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.model import Catalog, Table
from ormforge.config.matching import matches
from ormforge.drafting.names import column_paths, table_paths


def tables_called(path: str, catalog: Catalog) -> Iterator[Table]:
    """The tables that the path, or glob of paths, names."""
    for table in catalog.tables:
        if matches(path, table_paths(table, catalog.default_schema)):
            yield table


def table_called(path: str, catalog: Catalog) -> Table | None:
    """The one table that the path names."""
    return next(tables_called(path, catalog), None)


def columns_called(path: str, catalog: Catalog) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """The columns that the path names, with their table: one, several joined by commas, or every one that a glob
    matches."""
    for table in catalog.tables:
        if "," in path:
            yield from ((table, columns) for columns in _sets(path, table, catalog))
            continue
        for column in table.columns:
            if matches(path, column_paths(table, (column.name,), catalog.default_schema)):
                yield table, (column.name,)


def _sets(path: str, table: Table, catalog: Catalog) -> Iterator[tuple[str, ...]]:
    """The columns that the path lists, where it begins with the table's own."""
    names = {column.name for column in table.columns}
    for spelling in table_paths(table, catalog.default_schema):
        if path.startswith(f"{spelling}."):
            columns = tuple(part.strip() for part in path[len(spelling) + 1 :].split(","))
            if names.issuperset(columns):
                yield columns
                return
