"""Databases that are read through SQLAlchemy: their types, names and constraints."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, oracle

from ormforge.catalog.model import (
    Column,
    ColumnType,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexElement,
    SequenceOptions,
)
from ormforge.database import Request
from ormforge.database.connect import run_connected
from ormforge.database.generic import (
    build_column,
    build_foreign_key,
    build_index,
    read_generic,
    type_text,
)
from ormforge.errors import DatabaseError

TYPES = [
    (mssql.dialect(), mssql.NVARCHAR(50), "NVARCHAR(50)"),
    (mssql.dialect(), mssql.NVARCHAR(None), "NVARCHAR(max)"),
    (mssql.dialect(), mssql.VARCHAR(5, collation="Latin1_General_CI_AS"), "VARCHAR(5) COLLATE Latin1_General_CI_AS"),
    (mssql.dialect(), mssql.DATETIME2(3), "DATETIME2(3)"),
    (mssql.dialect(), mssql.UNIQUEIDENTIFIER(), "UNIQUEIDENTIFIER"),
    (mssql.dialect(), mssql.MONEY(), "MONEY"),
    (mssql.dialect(), sa.DECIMAL(10, 2), "DECIMAL(10, 2)"),
    (oracle.dialect(), oracle.NUMBER(10, 2, asdecimal=False), "NUMBER(10, 2)"),
    (oracle.dialect(), oracle.VARCHAR2(30), "VARCHAR2(30 CHAR)"),
    (oracle.dialect(), oracle.TIMESTAMP(timezone=True), "TIMESTAMP WITH TIME ZONE"),
    (oracle.dialect(), sa.types.NullType(), ""),
]  # fmt: skip


@pytest.mark.parametrize(("dialect", "type_", "text"), TYPES)
def test_type_is_what_the_dialect_compiles(dialect: sa.Dialect, type_: Any, text: str) -> None:
    assert type_text(type_, dialect) == text


def test_column() -> None:
    reflected = {
        "name": "id",
        "type": sa.INTEGER(),
        "nullable": False,
        "default": None,
        "autoincrement": True,
        "identity": {"start": 1, "increment": 5},
        "comment": "c",
    }
    assert build_column(reflected, mssql.dialect()) == Column(
        name="id",
        type=ColumnType(sql="INTEGER"),
        nullable=False,
        identity=Identity(always=False, options=SequenceOptions(increment=5)),
        comment="c",
    )
    computed = {
        "name": "x",
        "type": sa.INTEGER(),
        "computed": {"sqltext": "(a+b)", "persisted": True},
    }
    assert build_column(computed, mssql.dialect()).generated == Generated(
        expression="(a+b)", stored=True
    )


def test_foreign_key() -> None:
    reflected = {
        "name": "FK__books__author__3B75D760",
        "constrained_columns": ["a"],
        "referred_schema": None,
        "referred_table": "p",
        "referred_columns": ["id"],
        "options": {"ondelete": "CASCADE", "onupdate": "NO ACTION"},
    }
    found = build_foreign_key(reflected, "sales", frozenset({("sales", "p")}))
    assert found == ForeignKey(
        columns=("a",),
        referred_schema="sales",
        referred_table="p",
        referred_columns=("id",),
        on_delete="CASCADE",
    )


def test_index() -> None:
    reflected = {
        "name": "i",
        "unique": True,
        "column_names": ["a", None],
        "expressions": ["a", "lower(b)"],
        "column_sorting": {"a": ("desc",)},
        "dialect_options": {
            "mssql_where": "a > 0",
            "mssql_clustered": False,
            "mssql_include": ["c"],
        },
        "include_columns": ["c"],
    }
    assert build_index(reflected) == Index(
        name="i",
        elements=(
            IndexElement(sql="a DESC", column="a"),
            IndexElement(sql="lower(b)"),
        ),
        unique=True,
        where="a > 0",
        include=("c",),
    )


def test_reading_a_real_database(sqlite_url: str) -> None:
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    connection.executescript(
        "create table p (id integer primary key, n varchar(10) not null);"
        "create table t (a int constraint u unique, b int, constraint k foreign key (b) references p (id),"
        " check (a > 0)\n); create index i on t (b); create table left_out (x int);"
        "create view v as select n from p; create view broken as select f(n) from p"
    )
    connection.close()
    request = Request(url=sqlite_url, exclude=("left*",))
    catalog = run_connected(sqlite_url, lambda c: read_generic(c, request))
    assert [(t.name, t.kind) for t in catalog.tables] == [
        ("p", "table"),
        ("t", "table"),
        ("v", "view"),
    ]
    table = catalog.tables[1]
    assert table.foreign_keys[0].resolved
    assert [i.name for i in table.indexes] == ["i"]
    assert [c.expression for c in table.checks] == ["a > 0"]
    assert [(o.kind, o.path) for o in catalog.omissions] == [("view", "broken")]


def test_missing_schema(sqlite_url: str) -> None:
    request = Request(url=sqlite_url, schemas=("absent",))
    with pytest.raises(DatabaseError, match="no schema 'absent'"):
        run_connected(sqlite_url, lambda c: read_generic(c, request))
