"""Every kind of object of a SQLite table: its DDL, and what the catalog says of it."""

from __future__ import annotations

from typing import Any

import pytest

from ormforge.catalog.model import (
    Check,
    Column,
    ColumnType,
    ForeignKey,
    Generated,
    Index,
    IndexElement,
    PrimaryKey,
    RawConstraint,
    Table,
    Unique,
)

from .conftest import Read


def column(name: str = "a", sql: str = "INT", **values: Any) -> Column:
    return Column(name=name, type=ColumnType(sql=sql), **{"nullable": True, **values})


COLUMNS = [
    # declaration, column
    ("a", column(sql="")),
    ("a int", column()),
    ("a integer", column(sql="INTEGER")),
    ("a unsigned big int", column(sql="unsigned big int")),
    ("a varchar /* ten */ (10)", column(sql="varchar(10)")),
    ("a decimal(\n 10,\n 2)", column(sql="decimal(10, 2)")),
    ("a double precision not null", column(sql="double precision", nullable=False)),
    ("a int not null on conflict fail", column(nullable=False, on_conflict_not_null="FAIL")),
    ("a int not null on conflict abort", column(nullable=False)),
    ("a int null", column()),
    ("a int constraint nn not null", column(nullable=False)),
    ("a text collate nocase", column(sql="TEXT", collation="nocase")),
    ("a text collate binary", column(sql="TEXT")),
    ("a int default 5", column(default="5")),
    ("a int default -5", column(default="-5")),
    ("a int default (5)", column(default="5")),
    ("a int default (-5)", column(default="-5")),
    ("a int default (1 + 2)", column(default="(1 + 2)")),
    ("a int default null", column(default="null")),
    ("a int default (NULL)", column(default="NULL")),
    ("a int default 'it''s -- no comment'", column(default="'it''s -- no comment'")),
    ('a int default "double"', column(default="'double'")),
    ("""a int default "do'uble" """, column(default="'do''uble'")),
    ("a int default bare", column(default="bare")),
    ("a int default true", column(default="true")),
    ("a int default x'0aff'", column(default="x'0aff'")),
    ("a int default current_timestamp", column(default="current_timestamp")),
    ("a int default (CURRENT_TIMESTAMP)", column(default="CURRENT_TIMESTAMP")),
    ("a int default (datetime('now', '+1 day'))", column(default="(datetime('now', '+1 day'))")),
    ("a int default 'check (a > 0) unique primary key'", column(default="'check (a > 0) unique primary key'")),
]  # fmt: skip


@pytest.mark.parametrize(("declaration", "expected"), COLUMNS, ids=[c[0] for c in COLUMNS])
def test_column(read: Read, declaration: str, expected: Column) -> None:
    (table,) = read(f"create table t (z int, {declaration}, y int)").tables
    assert table.columns[1] == expected
    assert (table.uniques, table.checks, table.foreign_keys) == ((), (), ())
    assert table.primary_key is None


GENERATED = [
    ("b int generated always as (a + 1) stored, c int", Generated(expression="a + 1", stored=True)),
    ("b int as (a || ')' ), c int", Generated(expression="a || ')'", stored=False)),
    (
        "b as (a /* minus ) */ - 1) virtual check (b > 0), c int",
        Generated(expression="a - 1", stored=False),
    ),
]


@pytest.mark.parametrize(("declaration", "expected"), GENERATED)
def test_generated_column(read: Read, declaration: str, expected: Generated) -> None:
    (table,) = read(f"create table t (a int, {declaration})").tables
    assert table.column("b").generated == expected
    assert [c.name for c in table.columns] == ["a", "b", "c"]


def table(columns: str, **values: Any) -> tuple[str, dict[str, Any]]:
    return columns, values


KEYS = {
    "rowid": table("id integer primary key", primary_key=PrimaryKey(columns=("id",))),
    "rowid of a table clause": table(
        "id integer, primary key (id)", primary_key=PrimaryKey(columns=("id",))
    ),
    "not the rowid": table("id int primary key", primary_key=PrimaryKey(columns=("id",))),
    "autoincrement": table(
        "id integer primary key autoincrement",
        primary_key=PrimaryKey(columns=("id",)),
        options=(("sqlite_autoincrement", "True"),),
    ),
    "autoincrement of a table clause": table(
        "id integer, primary key (id autoincrement)",
        primary_key=PrimaryKey(columns=("id",)),
        options=(("sqlite_autoincrement", "True"),),
    ),
    "composite, in its own order": table(
        "a int, b int, primary key (b, a)", primary_key=PrimaryKey(columns=("b", "a"))
    ),
    "named": table(
        "a int constraint pk primary key on conflict replace",
        primary_key=PrimaryKey(
            columns=("a",),
            name="pk",
            name_is_default=False,
            options=(("sqlite_on_conflict", "REPLACE"),),
        ),
    ),
    "descending": table(
        "a text, b int, primary key (a collate nocase, b desc)",
        primary_key=PrimaryKey(columns=("a", "b"), sql="PRIMARY KEY (a COLLATE nocase, b DESC)"),
    ),
    "integer primary key desc": table(
        "id integer primary key desc", primary_key=PrimaryKey(columns=("id",), sql="")
    ),
    "text primary key desc": table(
        "id text primary key desc", primary_key=PrimaryKey(columns=("id",), sql="PRIMARY KEY (id DESC)")
    ),
    "unique": table("a int unique", uniques=(Unique(columns=("a",)),)),
    "unique after brackets": table(
        "a varchar(10) default 'x)' unique", uniques=(Unique(columns=("a",)),)
    ),
    "unique that ignores": table(
        "a int, b int, constraint u unique (b, a) on conflict ignore",
        uniques=(
            Unique(
                columns=("b", "a"),
                name="u",
                name_is_default=False,
                options=(("sqlite_on_conflict", "IGNORE"),),
            ),
        ),
    ),
    "the same unique twice": table("a int unique, unique (a)", uniques=(Unique(columns=("a",)),)),
    "unique beside the key": table(
        "a int primary key, unique (a)", primary_key=PrimaryKey(columns=("a",))
    ),
    "unique with directions": table(
        "a int, b text, constraint u unique (a desc, b collate nocase)",
        raw_constraints=(
            RawConstraint(
                sql="UNIQUE (a DESC, b COLLATE nocase)", name="u", columns=("a", "b")
            ),
        ),
    ),
    "unique in the column's collation": table(
        "b text collate nocase unique", uniques=(Unique(columns=("b",)),)
    ),
    "no comma between constraints": table(
        "a int, b int, primary key (a) unique (b) check (a > b)",
        primary_key=PrimaryKey(columns=("a",)),
        uniques=(Unique(columns=("b",)),),
        checks=(Check(expression="a > b"),),
    ),
    "checks": table(
        "a int check (a > 0) constraint n check (a <> ')'), /* check (no) */ constraint t check (a < 9)",
        checks=(
            Check(expression="a > 0"),
            Check(expression="a <> ')'", name="n"),
            Check(expression="a < 9", name="t"),
        ),
    ),
    "check with a comment": table(
        "a int check (a -- the smallest\n > 0)", checks=(Check(expression="a > 0"),)
    ),
    "quoted words": table('"primary" int, [check] int, `unique` int, "a""b" int'),
    "a blank name": table('"" int, " " int'),
}  # fmt: skip


@pytest.mark.parametrize("case", KEYS)
def test_keys_and_checks(read: Read, case: str) -> None:
    columns, expected = KEYS[case]
    (found,) = read(f"create table t ({columns})").tables
    assert found == Table(schema=None, name="t", columns=found.columns, **expected)


@pytest.mark.parametrize(
    ("declaration", "sql", "alias", "nullable"),
    [
        ("id integer primary key", "INTEGER", True, False),
        ("id integer, primary key (id desc)", "INTEGER", True, False),
        ("id integer primary key desc", "INTEGER PRIMARY KEY DESC", False, True),
        (
            "id integer constraint k primary key desc on conflict fail",
            'INTEGER CONSTRAINT "k" PRIMARY KEY DESC ON CONFLICT FAIL',
            False,
            True,
        ),
        ("id int primary key", "INT", False, True),
        ("id integer not null primary key", "INTEGER", True, False),
    ],
)
def test_only_an_alias_of_the_rowid_is_numbered(
    read: Read, declaration: str, sql: str, alias: bool, nullable: bool
) -> None:
    (table,) = read(f"create table t ({declaration})").tables
    (found,) = table.columns
    assert (found.type.sql, found.autoincrement, found.nullable) == (sql, alias, nullable)


@pytest.mark.parametrize(
    ("statement", "options"),
    [
        ("create table t (a int primary key) without rowid", {"sqlite_with_rowid": "False"}),
        ("create table t (a int primary key) strict", {"sqlite_strict": "True"}),
        (
            "create table t (a int primary key) strict, without rowid",
            {"sqlite_strict": "True", "sqlite_with_rowid": "False"},
        ),
    ],
)
def test_options(read: Read, statement: str, options: dict[str, str]) -> None:
    (table,) = read(statement).tables
    assert dict(table.options) == options
    assert not table.columns[0].nullable
    assert not table.columns[0].autoincrement


def key(**values: Any) -> ForeignKey:
    return ForeignKey(
        **{
            "columns": ("a",),
            "referred_schema": None,
            "referred_table": "p",
            "referred_columns": ("id",),
            **values,
        }
    )


FOREIGN_KEYS = {
    "a int references p (id)": key(),
    "a int references p": key(),
    "a int references P (ID)": key(),
    "A int, foreign key (a) references p": key(columns=("A",)),
    "a int references p on delete cascade on update set null": key(
        on_delete="CASCADE", on_update="SET NULL"
    ),
    "a int references p on delete no action": key(),
    "a int constraint fk references p not null deferrable initially deferred": key(
        name="fk", name_is_default=False, deferrable=True, initially_deferred=True
    ),
    "a int references p deferrable": key(deferrable=True),
    "a int references p not deferrable initially deferred": key(),
    "a int, constraint fk foreign key (a) references p (id) match full on update restrict": key(
        name="fk", name_is_default=False, match="FULL", on_update="RESTRICT"
    ),
    "a int references nowhere": key(referred_table="nowhere", referred_columns=(), resolved=False),
    "a int references nowhere (x)": key(
        referred_table="nowhere", referred_columns=("x",), resolved=False
    ),
    "a int references p (absent)": key(referred_columns=("absent",), resolved=False),
    "a int references v (id)": key(referred_table="v", resolved=False),
    "a int references keyless": key(referred_table="keyless", referred_columns=(), resolved=False),
    "a int, b int, foreign key (a, b) references q": key(
        columns=("a", "b"), referred_table="q", referred_columns=("y", "x")
    ),
    "a int references t (a)": key(referred_table="t", referred_columns=("a",)),
}


@pytest.mark.parametrize("columns", FOREIGN_KEYS)
def test_foreign_key(read: Read, columns: str) -> None:
    catalog = read(
        "create table p (id integer primary key); create table q (x int, y int, primary key (y, x));"
        f"create view v as select id from p; create table keyless (x int); create table t ({columns})"
    )
    (table,) = (t for t in catalog.tables if t.name == "t")
    assert table.foreign_keys == (FOREIGN_KEYS[columns],)


def test_two_foreign_keys_over_one_column_are_two(read: Read) -> None:
    catalog = read(
        "create table p (id integer primary key); create table q (id integer primary key);"
        "create table t (a int references q references p)"
    )
    (table,) = (t for t in catalog.tables if t.name == "t")
    assert [key.referred_table for key in table.foreign_keys] == ["p", "q"]


def test_foreign_key_to_a_table_that_was_left_out_is_not_resolved(read: Read) -> None:
    (table,) = read(
        "create table p (id integer primary key); create table t (a int references p)",
        exclude=("p",),
    ).tables
    assert table.foreign_keys == (key(resolved=False),)


def element(sql: str, column: str | None = None) -> IndexElement:
    return IndexElement(sql=sql, column=column, plain=sql == column)


INDEXES = {
    "create index i on t (b, a)": Index(name="i", elements=(element("b", "b"), element("a", "a"))),
    "create unique index i on t (a asc)": Index(
        name="i", elements=(element("a", "a"),), unique=True
    ),
    "create index i on t (lower(a), b desc)": Index(
        name="i", elements=(element("lower(a)"), element("b DESC", "b"))
    ),
    "create index i on t (a collate nocase)": Index(
        name="i", elements=(element("a COLLATE nocase", "a"),)
    ),
    "create index i on t ((a || ','), /* , */ b)": Index(
        name="i", elements=(element("(a || ',')"), element("b", "b"))
    ),
    "create index i on t (a) where b is not null -- live ones": Index(
        name="i", elements=(element("a", "a"),), where="b is not null"
    ),
    'create index "where (x)" on t ("a")': Index(
        name="where (x)", elements=(IndexElement(sql="a", column="a", plain=True),)
    ),
}


@pytest.mark.parametrize("statement", INDEXES)
def test_index(read: Read, statement: str) -> None:
    (table,) = read(f"create table t (a text, b int); {statement}").tables
    assert table.indexes == (INDEXES[statement],)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"set"', '"set"'),
        ('"my type"', "my type"),
        ("[two (1, 2, 3)]", '"two (1, 2, 3)"'),
        ('"generated always"', '"generated always"'),
        ('"a""b"', '"a""b"'),
        ("'x(max)'", '"x(max)"'),
        ("timestamp with time zone", "timestamp with time zone"),
        ("numeric(-1, +2)", "numeric(-1, +2)"),
        ("typ😀", "typ😀"),
    ],
)
def test_type_can_be_written_again(read: Read, written: str, expected: str) -> None:
    (table,) = read(f"create table t (a {written})").tables
    assert table.columns[0].type.sql == expected
    (again,) = read(f"drop table t; create table t (a {expected})").tables
    assert again == table
