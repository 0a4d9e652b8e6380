"""Names that meet in one module or one class, and what they would hide."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ormforge.catalog.model import (
    Catalog,
    Column,
    ColumnType,
    EnumType,
    ForeignKey,
    PrimaryKey,
    Table,
)
from ormforge.drafting import DraftOptions, draft_models
from ormforge.errors import DraftError
from tests.drafting.drafted import SINGULAR, draft_schema, load, relationships, source_of

INTEGER = ColumnType(sql="integer")


def table(
    name: str,
    *columns: str,
    schema: str = "public",
    keys: Iterable[ForeignKey] = (),
    **more: object,
) -> Table:
    """A table with an integer key `id` and further integer columns."""
    return Table(
        schema=schema,
        name=name,
        columns=tuple(Column(name=c, type=INTEGER, nullable=c != "id") for c in ("id", *columns)),
        primary_key=PrimaryKey(columns=("id",)),
        foreign_keys=tuple(keys),
        **more,  # type: ignore[arg-type]
    )


def key(column: str, target: str, schema: str = "public") -> ForeignKey:
    return ForeignKey(
        columns=(column,), referred_schema=schema, referred_table=target, referred_columns=("id",)
    )


def link(schema: str, name: str, one: ForeignKey, other: ForeignKey) -> Table:
    columns = (*one.columns, *other.columns)
    return Table(
        schema=schema,
        name=name,
        columns=tuple(Column(name=c, type=INTEGER, nullable=False) for c in columns),
        primary_key=PrimaryKey(columns=columns),
        foreign_keys=(one, other),
    )


def postgresql(*tables: Table, **more: object) -> Catalog:
    return Catalog(dialect="postgresql", default_schema="public", tables=tables, **more)  # type: ignore[arg-type]


def class_names(catalog: Catalog, options: DraftOptions = SINGULAR) -> list[str]:
    return [item.name for item in draft_models(catalog, options).items]


def test_the_same_table_in_two_schemas() -> None:
    catalog = postgresql(
        table("items"), table("items", schema="sales"), table("items", schema="stock")
    )
    assert class_names(catalog) == ["Item", "SalesItem", "StockItem"]


def test_two_tables_that_sqlalchemy_cannot_tell_apart() -> None:
    with pytest.raises(DraftError, match=r"a\.b"):
        draft_models(postgresql(table("a.b"), table("b", schema="a")), SINGULAR)


def test_schemas_are_named_only_where_they_have_to_be() -> None:
    assert class_names(postgresql(table("a"), table("b", schema="sales"))) == ["A", "B"]


def test_tables_that_differ_in_case_or_number() -> None:
    assert class_names(postgresql(table("User"), table("user"))) == ["User", "User2"]
    assert class_names(postgresql(table("status"), table("statuses"))) == ["Status", "Statuses"]


def test_foreign_keys_and_links_across_schemas() -> None:
    catalog = postgresql(
        table("items"),
        table("items", "item_id", schema="sales", keys=[key("item_id", "items")]),
        table("orders", "item_id", schema="sales", keys=[key("item_id", "items", "sales")]),
        link(
            "sales", "lines", key("item_id", "items", "sales"), key("order_id", "orders", "sales")
        ),
    )
    draft = draft_models(catalog, SINGULAR)
    assert relationships(draft).keys() == {
        "Item.items",
        "SalesItem.item",
        "SalesItem.orders",
        "SalesItem.orders_via_lines",
        "Order.item",
        "Order.items",
    }
    load(draft)


def test_an_enum_and_a_table_of_one_name() -> None:
    catalog = postgresql(
        table("state"),
        Table(
            schema="public",
            name="books",
            columns=(
                Column(name="id", type=INTEGER, nullable=False),
                Column(
                    name="State",
                    type=ColumnType(sql="public.state", user_type=("public", "state")),
                    nullable=False,
                ),
            ),
            primary_key=PrimaryKey(columns=("id",)),
        ),
        enums=(EnumType(schema="public", name="state", labels=("a", "b")),),
    )
    draft = draft_models(catalog, SINGULAR)
    assert [enum.name for enum in draft.enums] == ["StateType"]
    load(draft)


def test_no_enums_where_the_project_wants_strings() -> None:
    catalog = postgresql(
        Table(
            schema="public",
            name="books",
            columns=(
                Column(name="id", type=INTEGER, nullable=False),
                Column(
                    name="state",
                    type=ColumnType(sql="public.state", user_type=("public", "state")),
                    nullable=False,
                ),
            ),
            primary_key=PrimaryKey(columns=("id",)),
        ),
        enums=(EnumType(schema="public", name="state", labels=("a", "b")),),
    )
    draft = draft_models(catalog, DraftOptions(enums={"*": "strings"}))
    assert draft.enums == ()
    assert draft.models[0].columns[1].annotation == "Mapped[str]"
    load(draft)


def test_columns_that_only_look_alike(tmp_path) -> None:
    draft = draft_schema(
        'CREATE TABLE b (id INTEGER PRIMARY KEY, "a b" TEXT, a_b TEXT, "a-b" TEXT, "ﬁ" TEXT, fi TEXT);',
        tmp_path,
    )
    names = {column.column.name: column.name for column in draft.models[0].columns}
    assert names == {
        "id": "id",
        "a b": "a_b_2",
        "a_b": "a_b",
        "a-b": "a_b_3",
        "ﬁ": "fi_2",
        "fi": "fi",
    }
    load(draft)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("text TEXT", "from sqlalchemy import text as sa_text"),
        ("datetime TEXT", "import datetime as dt"),
        ("int TEXT", "import builtins"),
        ("list TEXT", "builtins.list"),
        ("str TEXT", "Mapped[builtins.str | None]"),
        ("String TEXT", "from sqlalchemy import String as sa_String"),
        ("dt TEXT, datetime TEXT", "import datetime as dt_"),
    ],
)
def test_a_column_may_be_called_like_what_its_class_needs(
    column: str, expected: str, tmp_path
) -> None:
    draft = draft_schema(
        f"CREATE TABLE b (id INTEGER PRIMARY KEY, {column}, at DATETIME DEFAULT CURRENT_TIMESTAMP,"
        " n VARCHAR(3), b_id INTEGER REFERENCES b (id));"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, at DATETIME DEFAULT CURRENT_TIMESTAMP, n VARCHAR(3));",
        tmp_path,
    )
    attribute = column.split()[0]
    assert attribute in {each.name for each in draft.models[0].columns}
    assert expected in source_of(draft)
    load(draft)


def test_a_class_is_hidden_by_no_column() -> None:
    catalog = postgresql(table("Author"), table("Book", "Author", keys=[key("Author", "Author")]))
    draft = draft_models(catalog, SINGULAR)
    book = draft.models[1]
    assert [c.name for c in book.columns] == ["id", "Author2"]
    assert [r.name for r in book.relationships] == ["author"]
    load(draft)
