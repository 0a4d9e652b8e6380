"""Keys that the project declares for views and tables that have none in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ormforge.catalog.model import Catalog, Column, PrimaryKey, Table
from ormforge.config.matching import winning_rule
from ormforge.drafting.names import table_paths
from ormforge.drafting.options import DraftOptions
from ormforge.errors import RuleError


def with_declared_keys(catalog: Catalog, options: DraftOptions) -> Catalog:
    """The catalog in which the project's keys count; CREATE TABLE does not get to know of them.

    Raises RuleError where a rule names a table by its path, and a column that it has not.
    """
    if not options.keys:
        return catalog
    return replace(catalog, tables=tuple(_keyed(t, catalog, options) for t in catalog.tables))


def without_key(catalog: Catalog, options: DraftOptions) -> Iterator[Table]:
    """The views and tables that a rule may give a key: those without one that have the columns of some rule."""
    for table in catalog.tables:
        fits = any(_missing(table, columns) is None for columns in options.keys.values())
        if table.primary_key is None and fits:
            yield table


def key_rule(table: Table, catalog: Catalog, options: DraftOptions) -> str | None:
    """The rule that gives the table its key; none for a table that has one, or lacks a column of the rule."""
    paths = tuple(table_paths(table, catalog.default_schema))
    if table.primary_key is not None:
        return None
    fitting = {
        rule: columns
        for rule, columns in options.keys.items()
        if rule in paths or _missing(table, columns) is None
    }
    rule = winning_rule(fitting, paths)
    missing = None if rule is None else _missing(table, fitting[rule])
    if rule is not None and missing is not None:
        raise RuleError(("keys", rule), f"{table.path} has no column {missing}")
    return rule


def _keyed(table: Table, catalog: Catalog, options: DraftOptions) -> Table:
    rule = key_rule(table, catalog, options)
    if rule is None:
        return table
    columns = options.keys[rule]
    # An empty clause tells that the key is the mapper's alone.
    key = PrimaryKey(columns=columns, sql="")
    known = tuple(_known(column, table, columns) for column in table.columns)
    return replace(table, primary_key=key, columns=known)


def _known(column: Column, table: Table, key: tuple[str, ...]) -> Column:
    """A key's column of a view is never NULL: views do not say so, and no DDL is made of them."""
    return (
        replace(column, nullable=False) if column.name in key and table.kind != "table" else column
    )


def _missing(table: Table, columns: tuple[str, ...]) -> str | None:
    known = {column.name for column in table.columns}
    return next((column for column in columns if column not in known), None)
