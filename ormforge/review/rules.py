"""All rules of the review, over a whole catalog."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, Table
from ormforge.draft.model import Draft
from ormforge.review.columns import free_text_enums
from ormforge.review.finding import SEVERITIES, SchemaFinding
from ormforge.review.foreign_keys import mismatched_types, silent_deletions, unindexed_foreign_keys
from ormforge.review.indexes import duplicate_indexes, redundant_indexes
from ormforge.review.keys import missing_primary_keys, nullable_uniques, wide_text_keys
from ormforge.review.loading import slow_relationships
from ormforge.review.sql import Sql


def review(draft: Draft, decided: frozenset[Key] = frozenset()) -> tuple[SchemaFinding, ...]:
    """Every finding about the catalog of a draft, the gravest first, then by object.

    `decided` are the relationships whose loading the project has chosen. Equal drafts give equal findings.
    """
    catalog = draft.catalog
    sql = Sql.of(catalog)
    tables = [table for table in catalog.tables if table.kind == "table"]
    found = [finding for table in tables for finding in _of_table(catalog, table, sql)]
    found.extend(slow_relationships(draft, decided))
    return tuple(sorted(found, key=lambda f: (-SEVERITIES.index(f.severity), f.path, f.rule)))


def _of_table(catalog: Catalog, table: Table, sql: Sql) -> Iterator[SchemaFinding]:
    yield from missing_primary_keys(catalog, table, sql)
    yield from unindexed_foreign_keys(table, sql)
    yield from mismatched_types(catalog, table, sql)
    yield from silent_deletions(catalog, table, sql)
    yield from duplicate_indexes(catalog, table, sql)
    yield from redundant_indexes(table, sql)
    yield from nullable_uniques(table, sql, catalog.dialect)
    yield from wide_text_keys(catalog, table, sql)
    yield from free_text_enums(catalog, table, sql)
