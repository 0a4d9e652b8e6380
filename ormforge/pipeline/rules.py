"""Rules of the configuration that do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.model import Catalog, Table
from ormforge.config import Config, unused_rules
from ormforge.drafting.names import column_paths, table_paths
from ormforge.plan import Note


def unused_rule_notes(config: Config, catalog: Catalog) -> tuple[Note, ...]:
    """A warning for each rule that matches nothing of the database, or that another rule always beats."""
    default = catalog.default_schema
    rules = unused_rules(
        config,
        tables=(table_paths(table, default) for table in catalog.tables),
        columns=(
            column_paths(table, [column.name], default)
            for table in catalog.tables
            for column in table.columns
        ),
        foreign_keys=(path for table in catalog.tables for path in _foreign_keys(table, default)),
    )
    return tuple(Note(code="unused-rule", severity="warning", message=str(rule)) for rule in rules)


def _foreign_keys(table: Table, default_schema: str | None) -> Iterator[Iterator[str]]:
    return (column_paths(table, key.columns, default_schema) for key in table.foreign_keys)
