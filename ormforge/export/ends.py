"""The two ends of a foreign key, as diagrams tell them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.catalog.model import Catalog, ForeignKey, Table

Place = tuple[str | None, str]
"""A table by its schema and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A foreign key with its table: `single` where a row is pointed to by one row at most, `optional` where a row may
    point to none, `identifying` where it is part of the primary key."""

    table: Table
    key: ForeignKey
    single: bool
    optional: bool
    identifying: bool

    @property
    def target(self) -> Place:
        """The table pointed to, which the catalog may lack."""
        return self.key.referred_schema, self.key.referred_table


def links(catalog: Catalog) -> Iterator[Link]:
    """Every foreign key of the catalog, in the order of its tables."""
    for table in catalog.tables:
        primary = table.primary_key.columns if table.primary_key is not None else ()
        unique = set(_unique_columns(table))
        for key in table.foreign_keys:
            yield Link(
                table=table,
                key=key,
                single=any(columns <= set(key.columns) for columns in unique),
                optional=any(table.column(name).nullable for name in key.columns),
                identifying=set(key.columns) <= set(primary),
            )


def missing_targets(catalog: Catalog) -> dict[Place, tuple[str, ...]]:
    """The tables that foreign keys point to and the catalog lacks, each with the columns that are known of it."""
    known = {(table.schema, table.name) for table in catalog.tables}
    found: dict[Place, dict[str, None]] = {}
    for link in links(catalog):
        if link.target not in known:
            found.setdefault(link.target, {}).update(dict.fromkeys(link.key.referred_columns))
    return {place: tuple(columns) for place, columns in found.items()}


def _unique_columns(table: Table) -> Iterator[frozenset[str]]:
    if table.primary_key is not None:
        yield frozenset(table.primary_key.columns)
    for unique in table.uniques:
        yield frozenset(unique.columns)
    for index in table.indexes:
        columns = [element.column for element in index.elements]
        if index.unique and index.where is None and None not in columns:
            yield frozenset(column for column in columns if column is not None)
