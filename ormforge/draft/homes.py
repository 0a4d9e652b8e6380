"""Which module of a package each table belongs to, whatever is generated for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Table
from ormforge.naming.modules import module_names

PackageLayout = Literal["per-schema", "per-table"]


def homes_of(
    tables: Iterable[Table], layout: PackageLayout, default: str | None, taken: Iterable[str]
) -> dict[Key, str]:
    """The module of each table, by its key; `default` is the default schema, `taken` the modules of other things."""
    # In an order that does not depend on who refers to whom, so that a new foreign key renames no module.
    ordered = sorted(tables, key=lambda table: (table.schema or "", table.name))
    if layout == "per-table":
        names = module_names([_table_word(table, default) for table in ordered], taken)
        return {table.key: name for table, name in zip(ordered, names, strict=True)}
    schemas = sorted({_schema_word(table, default) for table in ordered})
    of_schema = dict(zip(schemas, module_names(schemas, taken), strict=True))
    return {table.key: of_schema[_schema_word(table, default)] for table in ordered}


def _schema_word(table: Table, default: str | None) -> str:
    return table.schema or default or "main"


def _table_word(table: Table, default: str | None) -> str:
    """The table's name; behind its schema's where that is not the connection's own, whoever else has the name."""
    return table.name if table.schema in (None, default) else f"{table.schema}_{table.name}"
