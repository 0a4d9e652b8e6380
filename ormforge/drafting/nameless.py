"""Columns without a name, which SQLite allows and SQLAlchemy does not."""

from __future__ import annotations

from dataclasses import replace

from ormforge.catalog.model import Catalog, Index, Omission, Table


def without_nameless(catalog: Catalog) -> tuple[Catalog, tuple[Omission, ...]]:
    """The catalog without columns whose name is empty and all that is made of them, and a note for each of them."""
    affected = [table for table in catalog.tables if _is_affected(table)]
    if not affected:
        return catalog, ()
    tables = tuple(_without(t) if _is_affected(t) else t for t in catalog.tables)
    omissions = tuple(
        Omission(kind="column", path=f'{table.path}.""', reason="SQLAlchemy cannot name it")
        for table in affected
    )
    return replace(catalog, tables=tables), omissions


def _is_affected(table: Table) -> bool:
    return any(not column.name for column in table.columns)


def _without(table: Table) -> Table:
    key = table.primary_key
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name),
        primary_key=None if key is None or "" in key.columns else key,
        uniques=tuple(unique for unique in table.uniques if "" not in unique.columns),
        foreign_keys=tuple(key for key in table.foreign_keys if "" not in key.columns),
        indexes=tuple(index for index in table.indexes if not _indexes_nameless(index)),
    )


def _indexes_nameless(index: Index) -> bool:
    return any(element.column == "" for element in index.elements)
