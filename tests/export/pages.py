"""Pages to look at: of small and large databases, and of hostile ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ormforge.catalog.changes import schema_changes
from ormforge.catalog.model import (
    Catalog,
    Column,
    ColumnType,
    EnumType,
    ForeignKey,
    PrimaryKey,
    Table,
)
from ormforge.draft.model import Draft
from ormforge.drafting import DraftOptions, draft_models
from ormforge.export.page import build_page
from ormforge.overlay import render_page
from ormforge.report import CustomCode
from tests.export.catalogs import SHOP


def page_of(catalog: Catalog, code: Sequence[CustomCode] = (), old: Catalog | None = None) -> str:
    """The page of a catalog, with the names of its models."""
    draft = draft_models(catalog, DraftOptions())
    return _rendered(catalog, draft, code, old)


def undrafted(catalog: Catalog, old: Catalog | None = None) -> str:
    """The page of a catalog that has no models."""
    draft = Draft(catalog=catalog, base_name="Base", base_import=None)
    return _rendered(catalog, draft, (), old)


def _rendered(
    catalog: Catalog, draft: Draft, code: Sequence[CustomCode], old: Catalog | None
) -> str:
    changes = () if old is None else schema_changes(old, catalog)
    since = None if old is None else "last.json"
    return render_page(build_page(catalog, draft, code, changes=changes, old=old, since=since))


def earlier_shop() -> Catalog:
    """What the shop was before: another type, a column more, a table less, one that has gone, an enum with fewer labels."""
    authors, books = SHOP.tables
    columns = (
        replace(books.columns[0], type=ColumnType(sql="smallint")),
        *books.columns[1:],
        Column(name="isbn", type=ColumnType(sql="text"), nullable=True),
    )
    gone = replace(authors, name="printers", foreign_keys=())
    enum = EnumType(schema="public", name="state", labels=("new",))
    tables = (replace(books, columns=columns, indexes=()), gone)
    return replace(SHOP, tables=tables, enums=(enum,))


def large(count: int) -> Catalog:
    """A database of many tables in four schemas, with hubs, chains, and tables that nothing is joined to."""
    source = random.Random(7)
    places = [(("public", "sales", "staff", "stock")[n % 4], f"thing_{n:03}") for n in range(count)]
    tables = [_table(source, places, number) for number in range(count)]
    return Catalog(
        dialect="postgresql",
        default_schema="public",
        tables=tuple(sorted(tables, key=lambda table: (table.schema or "", table.name))),
    )


def _table(source: random.Random, places: Sequence[tuple[str, str]], number: int) -> Table:
    columns = [Column(name="id", type=ColumnType(sql="bigint"), nullable=False)]
    keys = []
    for n in range(source.choice((0, 1, 1, 2, 3)) if number else 0):
        hub = source.randrange(max(1, len(places) // 30))
        schema, name = places[source.choice((hub, source.randrange(number)))]
        columns.append(Column(name=f"{name}_{n}", type=ColumnType(sql="bigint"), nullable=n == 1))
        keys.append(
            ForeignKey(
                columns=(f"{name}_{n}",),
                referred_schema=schema,
                referred_table=name,
                referred_columns=("id",),
                name=f"key_{number}_{n}",
            )
        )
    for n in range(source.randint(3, 12)):
        kind = source.choice(("text", "integer", "numeric(10,2)", "timestamp with time zone"))
        columns.append(Column(name=f"value_{n}", type=ColumnType(sql=kind), nullable=True))
    schema, name = places[number]
    return Table(
        schema=schema,
        name=name,
        columns=tuple(columns),
        primary_key=PrimaryKey(columns=("id",), name=f"{name}_pkey"),
        foreign_keys=tuple(keys),
        comment=f"All of {name}",
    )
