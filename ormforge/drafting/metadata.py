"""The MetaData that sqlacodegen_v2 wants, built from the catalog alone: no connection, no reflection."""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy import ForeignKeyConstraint, MetaData
from sqlalchemy.types import NULLTYPE

from ormforge.catalog.model import Catalog, ForeignKey, Table
from ormforge.drafting.graph import Graph, referred_key
from ormforge.errors import DraftError

_TABLE = "ormforge.table"
_FOREIGN_KEY = "ormforge.foreign_key"


def build_metadata(catalog: Catalog, graph: Graph) -> MetaData:
    """The structure of the catalog's tables: columns, primary keys, and the foreign keys that relationships follow.

    Every table and foreign key carries the catalog's own value (`catalog_table`, `catalog_foreign_key`). Columns have
    no types and there are no other constraints: those are rendered, and cardinality is decided, from the catalog.
    """
    metadata = MetaData()
    built = {key: _table(table, catalog, metadata) for key, table in graph.tables.items()}
    for key, foreign_keys in graph.relations.items():
        for foreign_key in foreign_keys:
            target = built[referred_key(foreign_key)]
            built[key].append_constraint(_constraint(foreign_key, target))
    return metadata


def catalog_table(table: sqlalchemy.Table) -> Table:
    """The catalog's table that this one was built from."""
    found: Table = table.info[_TABLE]
    return found


def catalog_foreign_key(constraint: ForeignKeyConstraint) -> ForeignKey:
    """The catalog's foreign key that this one was built from."""
    found: ForeignKey = constraint.info[_FOREIGN_KEY]
    return found


def _table(table: Table, catalog: Catalog, metadata: MetaData) -> sqlalchemy.Table:
    primary = () if table.primary_key is None else table.primary_key.columns
    columns: list[sqlalchemy.Column[Any]] = [
        sqlalchemy.Column(
            column.name, NULLTYPE, primary_key=column.name in primary, nullable=column.nullable
        )
        for column in table.columns
    ]
    schema = None if table.schema == catalog.default_schema else table.schema
    full_name = table.name if schema is None else f"{schema}.{table.name}"
    if full_name in metadata.tables:
        raise DraftError(
            f"SQLAlchemy cannot tell the table {table.path} from another one called {full_name}",
            hint="Leave one of the two out: [database] exclude.",
        )
    return sqlalchemy.Table(table.name, metadata, *columns, schema=schema, info={_TABLE: table})


def _constraint(foreign_key: ForeignKey, target: sqlalchemy.Table) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        foreign_key.columns,
        [target.c[name] for name in foreign_key.referred_columns],
        info={_FOREIGN_KEY: foreign_key},
    )
