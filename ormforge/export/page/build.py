"""The page of a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ormforge.catalog.changes import SchemaChange
from ormforge.catalog.model import Catalog
from ormforge.draft.model import Draft
from ormforge.export.ends import missing_targets
from ormforge.export.page.cards import build_diagram
from ormforge.export.page.changes import change_groups, sort_changes
from ormforge.export.page.model import Page, Schema
from ormforge.export.page.places import Places, places_of
from ormforge.export.page.tables import Sources, table_entry
from ormforge.export.page.types import type_entries
from ormforge.report import CustomCode

_DIALECTS = {
    "postgresql": "PostgreSQL",
    "mysql": "MySQL",
    "mariadb": "MariaDB",
    "sqlite": "SQLite",
    "mssql": "SQL Server",
    "oracle": "Oracle",
}


def build_page(
    catalog: Catalog,
    draft: Draft,
    code: Sequence[CustomCode] = (),
    *,
    changes: Sequence[SchemaChange] = (),
    old: Catalog | None = None,
    since: str | None = None,
) -> Page:
    """The page of the catalog's tables, with the Python names of the draft, which may know more tables.

    `changes` are those since the catalog `old`, which is called `since`.
    """
    missing = missing_targets(catalog)
    places = places_of(catalog, missing)
    sorted_changes = sort_changes(changes, catalog, old)
    sources = Sources(
        catalog=catalog, draft=draft, places=places, changes=sorted_changes, code=code
    )
    entries = {(table.schema, table.name): table_entry(table, sources) for table in catalog.tables}
    by_path = {table.path: places.ids[table.schema, table.name] for table in catalog.tables}
    return Page(
        dialect=_DIALECTS.get(catalog.dialect, catalog.dialect),
        counts=tuple(_counts(catalog)),
        schemas=tuple(_schemas(catalog, places)),
        diagram=build_diagram(catalog, places, entries, missing),
        tables=tuple(entries.values()),
        types=tuple(type_entries(sources)),
        code=tuple(
            (each, by_path.get(each.table or ""))
            for each in code
            if each.table is None or each.table in by_path
        ),
        since=since,
        changes=tuple(change_groups(sorted_changes, places)),
    )


def _counts(catalog: Catalog) -> Iterator[tuple[int, str]]:
    kinds = Counter("view" if "view" in table.kind else "table" for table in catalog.tables)
    keys = sum(len(table.foreign_keys) for table in catalog.tables)
    counted = (
        (kinds["table"], "table", "tables"),
        (kinds["view"], "view", "views"),
        (keys, "foreign key", "foreign keys"),
        (len(catalog.enums), "enum", "enums"),
    )
    for number, one, many in counted:
        if number or one == "table":
            yield number, one if number == 1 else many


def _schemas(catalog: Catalog, places: Places) -> Iterator[Schema]:
    """Every schema that tables stand in, where there are several."""
    found: Counter[str | None] = Counter(table.schema for table in catalog.tables)
    if len(found) > 1:
        for schema, count in found.items():
            yield Schema(name=schema or "", count=count, tone=places.tone(schema))
