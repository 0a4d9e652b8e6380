"""Which changes of a database break code that uses its models."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ormforge.catalog.changes import schema_changes
from ormforge.catalog.keys import Key
from ormforge.catalog.model import (
    Catalog,
    Check,
    Column,
    ColumnType,
    EnumType,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexElement,
    PrimaryKey,
    Table,
    Unique,
)


def column(name: str, sql: str = "integer", **values: Any) -> Column:
    return Column(name=name, type=ColumnType(sql=sql), **{"nullable": False, **values})


AUTHOR = ForeignKey(
    columns=("author_id",),
    referred_schema=None,
    referred_table="authors",
    referred_columns=("id",),
    name="author",
)
AUTHORS = Table(
    schema=None, name="authors", columns=(column("id"),), primary_key=PrimaryKey(columns=("id",))
)
BOOKS = Table(
    schema=None,
    name="books",
    columns=(column("id"), column("author_id"), column("title", "varchar(40)", nullable=True)),
    primary_key=PrimaryKey(columns=("id",)),
    foreign_keys=(AUTHOR,),
)
STATE = EnumType(schema=None, name="state", labels=("new", "old"))
BEFORE = Catalog(dialect="postgresql", tables=(AUTHORS, BOOKS), enums=(STATE,))


def with_books(**values: Any) -> Catalog:
    return replace(BEFORE, tables=(AUTHORS, replace(BOOKS, **values)))


def with_column(*more: Column) -> Catalog:
    return with_books(columns=(*BOOKS.columns, *more))


def titled(**values: Any) -> Catalog:
    title = replace(BOOKS.columns[2], **values)
    return with_books(columns=(*BOOKS.columns[:2], title))


MUST = "an insert must now give it a value"
FEWER = "its values may no longer fit"
OTHER = "its values are of another type"
ONE = "the relationship back along (author_id) is now one object"


@pytest.mark.parametrize(
    ("after", "breaking"),
    [
        (replace(BEFORE, tables=(AUTHORS,)), "what stands for it is gone"),
        (with_books(columns=BOOKS.columns[:2]), "the attribute is gone"),
        (with_column(column("a")), MUST),
        (with_column(column("a", nullable=True)), None),
        (with_column(column("a", default="0")), None),
        (with_column(column("a", generated=Generated(expression="1", stored=True))), None),
        (with_column(column("a", identity=Identity(always=False))), None),
        (titled(nullable=False), "it takes no NULL any more"),
        (titled(default="'x'"), None),
        (titled(comment="of the book"), None),
        (
            titled(generated=Generated(expression="1", stored=True)),
            "it can no longer be written",
        ),
        (with_books(primary_key=None), "what tells its rows apart changes"),
        (with_books(foreign_keys=()), "the relationships along it are gone"),
        (with_books(foreign_keys=(replace(AUTHOR, on_delete="CASCADE"),)), None),
        (
            with_books(foreign_keys=(replace(AUTHOR, referred_table="people"),)),
            "the relationships along it lead elsewhere",
        ),
        (with_books(uniques=(Unique(columns=("author_id",), name="u"),)), ONE),
        (with_books(uniques=(Unique(columns=("title",), name="u"),)), None),
        (with_books(checks=(Check(expression="id > 0", name="c"),)), None),
        (with_books(kind="view"), "it can no longer be written"),
        (replace(BEFORE, enums=()), "the class of its values is gone"),
        (replace(BEFORE, enums=(replace(STATE, labels=("new",)),)), "without 'old'"),
        (replace(BEFORE, enums=(replace(STATE, labels=("new", "old", "x")),)), None),
    ],
)
def test_each_change_is_judged(after: Catalog, breaking: str | None) -> None:
    (change,) = schema_changes(BEFORE, after)
    assert change.breaking == breaking


@pytest.mark.parametrize(
    ("before", "after", "breaking"),
    [
        ("varchar(40)", "varchar(80)", None),
        ("varchar(40)", "varchar(20)", FEWER),
        ("varchar(40)", "varchar", None),
        ("varchar", "varchar(40)", FEWER),
        ("character varying(40)", "text", None),
        ("text", "character varying(40)", OTHER),
        ("integer", "bigint", None),
        ("bigint", "integer", FEWER),
        ("int(11) unsigned", "bigint(20) unsigned", None),
        ("int(11) unsigned", "int(11)", OTHER),
        ("numeric(8,2)", "numeric(10,2)", None),
        ("numeric(8,2)", "numeric(8,3)", FEWER),
        ("timestamp without time zone", "timestamp with time zone", OTHER),
        ("timestamp(3) without time zone", "timestamp(6) without time zone", None),
        ("integer", "text", OTHER),
        ("integer[]", "integer", OTHER),
    ],
)
def test_a_type_with_more_room_breaks_nothing(
    before: str, after: str, breaking: str | None
) -> None:
    old, new = titled(type=ColumnType(sql=before)), titled(type=ColumnType(sql=after))
    (change,) = schema_changes(old, new)
    assert change.breaking == breaking


def test_null_is_told_in_both_directions() -> None:
    (change,) = schema_changes(titled(nullable=False), BEFORE)
    assert change.breaking == "its values may now be NULL"


def test_a_default_that_goes_is_missed_by_inserts() -> None:
    with_default = titled(nullable=False, default="'x'")
    (change,) = schema_changes(with_default, titled(nullable=False))
    assert change.breaking == MUST


def test_a_constraint_under_another_name_breaks_nothing() -> None:
    renamed = schema_changes(BEFORE, with_books(foreign_keys=(replace(AUTHOR, name="other"),)))
    assert {change.breaking for change in renamed} == {None}


def test_a_unique_index_that_goes_makes_a_list() -> None:
    element = IndexElement(sql="author_id", column="author_id", plain=True)
    unique = with_books(indexes=(Index(name="i", elements=(element,), unique=True),))
    (change,) = schema_changes(unique, BEFORE)
    assert change.breaking == "the relationship back along (author_id) is now a list"


def test_a_recorded_rename_is_one_change_and_breaks_nothing() -> None:
    new_books = replace(
        BOOKS,
        name="volumes",
        columns=(
            column("id"),
            column("writer_id"),
            replace(BOOKS.columns[2], name="title", nullable=False),
        ),
        foreign_keys=(
            replace(AUTHOR, columns=("writer_id",), referred_table="writers", name="author"),
        ),
    )
    after = replace(BEFORE, tables=(new_books, replace(AUTHORS, name="writers")))
    renames = (
        (Key("table books"), Key("table volumes")),
        (Key("table authors"), Key("table writers")),
        (Key("column volumes.author_id"), Key("column volumes.writer_id")),
    )
    assert [(str(one), one.breaking) for one in schema_changes(BEFORE, after, renames)] == [
        ("table books renamed to volumes", None),
        ("column volumes.title: null -> not null", "it takes no NULL any more"),
        ("column books.author_id renamed to volumes.writer_id", None),
        ("table authors renamed to writers", None),
    ]
