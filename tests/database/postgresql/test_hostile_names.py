"""Names and texts that try to be something else come back as they are, and what is said about them runs."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Catalog
from ormforge.database.postgresql import read_postgresql
from ormforge.database.request import Request

from .conftest import Read, run

NAMES = [
    "a'b",
    'a"b',
    "a\nb",
    "100%s",
    ":x",
    "a\\b",
    "(x",
    ") , (",
    "select",
    "A",
    " ",
    "a.b",
    "{{ x }}",
    "$1",
    "a\u202eb",
    "é" * 31,
    "漢" * 21,
    "x WITH y USING btree (z)",
]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def script(n: str) -> str:
    """One of everything, all of it under one name."""
    q, text = quoted(n), literal(n)
    return f"""
    create schema {q}; create type {q}.{quoted(n[:9] + 'e')} as enum ({text});
    create domain {quoted(n[:9] + 'd')} as text default {text} check (value <> {text});
    create table {q} ({q} serial primary key, e {q}.{quoted(n[:9] + 'e')}, t text default {text} check (t <> {text}),
      r int4range, exclude using gist (r with &&) where (t <> {text}));
    create index on {q} ({q} desc, lower(t || {text})) include (e) where t <> {text};
    create unique index {quoted(n[:9] + 'i')} on {q} (t);
    comment on table {q} is {text}; comment on column {q}.t is {text};
    comment on index {quoted(n[:9] + 'i')} is {text};
    create statistics {q} on {q}, t from {q};
    alter table {q} alter t set storage external;
    create table {q}.{q} (a serial, {q} int generated always as identity,
      b int references public.{q} on delete cascade);
    alter table {q} cluster on {quoted(n[:9] + 'i')};
    create view {quoted(n[:9] + 'v')} as select {q} from {q};
    """


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_come_back_as_they_are(read: Read, name: str) -> None:
    catalog = read(script(name), schemas=("public", name))
    first = next(each for each in catalog.tables if (each.schema, each.name) == ("public", name))
    second = next(each for each in catalog.tables if each.schema == name)
    assert first.comment == name
    assert first.column("t").comment == name
    assert first.column(name).autoincrement
    assert first.column("e").type.user_type == (name, name[:9] + "e")
    assert catalog.enums[0].labels == (name,)
    assert first.excludes[0].elements == (("r", "&&"),)
    partial = next(index for index in first.indexes if index.where)
    assert [element.column for element in partial.elements] == [name, None]
    assert partial.elements[0].sql == f"{second_word(partial)} DESC"
    assert second.foreign_keys[0].referred_table == name
    assert catalog.sequences[0].owner == (name, name, "a")


def second_word(index: object) -> str:
    element = index.elements[0]  # type: ignore[attr-defined]
    return str(element.sql).removesuffix(" DESC")


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_statements_run(connection: sa.Connection, name: str) -> None:
    def read() -> Catalog:
        return read_postgresql(connection, Request(url="", schemas=("public", name)))

    run(connection, script(name))
    before = read()
    repeatable = [
        each.sql
        for table in before.tables
        for each in table.after_create
        if not each.sql.startswith("CREATE STATISTICS")
    ]
    assert len(repeatable) >= 4
    for sql in repeatable:
        run(connection, sql)
    assert read() == before
