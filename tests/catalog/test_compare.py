"""The differences between two catalogs, as data and as lines for people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ormforge.catalog.compare import Difference, compare_catalogs, describe
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
    Omission,
    PrimaryKey,
    Sequence,
    SequenceOptions,
    Table,
    Unique,
)


def column(name: str, sql: str = "integer", **values: Any) -> Column:
    return Column(name=name, type=ColumnType(sql=sql), **{"nullable": False, **values})


ISBN = column("isbn", "varchar(13)", nullable=True)
INDEX = Index(name="i", elements=(IndexElement(sql="lower(title)"),), where="id > 1")
KEY = ForeignKey(
    columns=("author_id",),
    referred_schema="public",
    referred_table="authors",
    referred_columns=("id",),
    name="fk",
)
BOOKS = Table(
    schema="public",
    name="books",
    columns=(column("id"), column("author_id"), column("title", "text")),
    primary_key=PrimaryKey(columns=("id",)),
)


def books(**values: Any) -> Catalog:
    return Catalog(dialect="postgresql", tables=(replace(BOOKS, **values),))


CHANGES = {
    "nothing": ({}, []),
    "a column": (
        {"columns": (*BOOKS.columns, ISBN)},
        ["column public.books.isbn added (varchar(13), null)"],
    ),
    "a column less": (
        {"columns": BOOKS.columns[:2]},
        ["column public.books.title removed (text, not null)"],
    ),
    "a column's properties": (
        {"columns": (*BOOKS.columns[:2], column("title", "varchar(9)", nullable=True, default="''"))},
        [
            "column public.books.title: default none -> ''",
            "column public.books.title: not null -> null",
            "column public.books.title: type text -> varchar(9)",
        ],
    ),
    "generated": (
        {"columns": (*BOOKS.columns[:2], column("title", "text", generated=Generated(expression="x", stored=True)))},
        ["column public.books.title: generated none -> expression x, stored yes"],
    ),
    "the order of columns": (
        {"columns": BOOKS.columns[::-1]},
        ["table public.books: column order id, author_id, title -> title, author_id, id"],
    ),
    "the primary key": (
        {"primary_key": PrimaryKey(columns=("id", "author_id"))},
        ["primary key public.books: columns id -> id, author_id"],
    ),
    "no primary key": ({"primary_key": None}, ["primary key public.books removed ((id))"]),
    "a foreign key": (
        {"foreign_keys": (KEY,)},
        ["foreign key public.books.fk added ((author_id) -> public.authors(id))"],
    ),
    "an index": (
        {"indexes": (INDEX,)},
        ["index public.books.i added ((lower(title)) where id > 1)"],
    ),
    "a nameless check": (
        {"checks": (Check(expression="id > 0"),)},
        ["check public.books id > 0 added"],
    ),
    "a nameless unique": (
        {"uniques": (Unique(columns=("title",)),)},
        ["unique constraint public.books (title) added"],
    ),
    "the comment": ({"comment": "People's"}, ["table public.books: comment none -> People's"]),
    "an option": (
        {"options": (("sqlite_strict", "True"),)},
        ["table public.books: options none -> sqlite_strict, True"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_change_of_a_table(case: str) -> None:
    values, lines = CHANGES[case]
    assert list(describe(compare_catalogs(books(), books(**values)))) == lines


def test_a_foreign_key_changes_property_by_property() -> None:
    old, new = books(foreign_keys=(KEY,)), books(foreign_keys=(replace(KEY, on_delete="CASCADE"),))
    assert compare_catalogs(old, new) == (
        Difference(
            kind="changed",
            what="foreign key",
            path="public.books.fk",
            property="on delete",
            before=None,
            after="CASCADE",
        ),
    )


def test_an_added_table_is_one_difference() -> None:
    new = Catalog(dialect="postgresql", tables=(BOOKS, replace(BOOKS, name="a b", kind="view")))
    lines = describe(compare_catalogs(Catalog(dialect="postgresql"), new))
    assert lines == ('view public."a b" added (3 columns)', "table public.books added (3 columns)")


def test_other_objects() -> None:
    old = Catalog(
        dialect="postgresql",
        enums=(EnumType(schema="s", name="e", labels=("a", "b")),),
        sequences=(Sequence(schema="s", name="q"),),
    )
    new = replace(
        old,
        enums=(EnumType(schema="s", name="e", labels=("a", "c")),),
        sequences=(Sequence(schema="s", name="q", options=SequenceOptions(start=5)),),
    )
    assert describe(compare_catalogs(old, new)) == (
        "enum s.e: labels a, b -> a, c",
        "sequence s.q: options start none -> 5",
    )


def test_identity_compares_deeply() -> None:
    old, new = (
        books(columns=(column("id", identity=Identity(always=always)),)) for always in (True, False)
    )
    assert describe(compare_catalogs(old, new)) == (
        "column public.books.id: identity always yes -> no",
    )


def test_what_says_nothing_of_the_database_is_left_out() -> None:
    old = books(foreign_keys=(KEY,))
    new = replace(
        books(foreign_keys=(replace(KEY, resolved=False, name_is_default=False),)),
        omissions=(Omission(kind="trigger", path="x", reason="y"),),
    )
    assert compare_catalogs(old, new) == ()


def test_equal_nameless_objects_are_counted() -> None:
    check = Check(expression="id > 0")
    found = compare_catalogs(books(checks=(check, check)), books(checks=(check,)))
    assert [(d.kind, d.what) for d in found] == [("removed", "check")]


def test_the_other_way_round_is_the_opposite() -> None:
    old, new = books(), books(columns=(*BOOKS.columns, ISBN), indexes=(INDEX,))
    there, back = compare_catalogs(old, new), compare_catalogs(new, old)
    assert {(d.what, d.path, d.after) for d in there} == {(d.what, d.path, d.before) for d in back}
    assert {d.kind for d in there} == {"added"}
    assert {d.kind for d in back} == {"removed"}
