"""What makes up a SQLite database besides its tables: views, virtual tables, schemas; and what is left out."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ormforge.catalog.model import Omission
from ormforge.catalog.snapshot import dump_catalog
from ormforge.database import Request, fingerprint, reflect
from ormforge.database.sqlite import read_sqlite
from ormforge.errors import DatabaseError

from .conftest import Read

VIEWS = """
create table t (id integer primary key, name varchar(10));
create view v (n, "m m") as select name, upper(name) as x from t where name <> ' as ';
create view broken as select unknown_function(id) from t;
create view gone as select x from absent;
"""


def test_view_has_columns_and_its_query(read: Read) -> None:
    (view,) = (t for t in read(VIEWS).tables if t.kind == "view")
    assert [(c.name, c.type.sql) for c in view.columns] == [("n", "varchar(10)"), ("m m", "")]
    assert view.definition == "select name, upper(name) as x from t where name <> ' as '"
    assert view.primary_key is None


def test_broken_view_costs_only_itself(read: Read) -> None:
    catalog = read(VIEWS)
    assert [t.name for t in catalog.tables] == ["t", "v"]
    assert [(o.kind, o.path) for o in catalog.omissions] == [("view", "broken"), ("view", "gone")]
    assert "no such function: unknown_function" in catalog.omissions[0].reason


def test_views_can_be_skipped(read: Read) -> None:
    catalog = read(VIEWS, views="skip")
    assert [t.name for t in catalog.tables] == ["t"]
    assert catalog.omissions == ()


def test_virtual_table_comes_without_its_shadows(read: Read) -> None:
    statement = "CREATE VIRTUAL TABLE f USING fts5(title, body)"
    (table,) = read(statement).tables
    assert (table.kind, table.definition) == ("virtual table", statement)
    assert [c.name for c in table.columns] == ["title", "body"]


def test_virtual_table_of_an_unknown_module_costs_only_itself(read: Read) -> None:
    catalog = read(
        "create table t (a int); pragma writable_schema = 1;"
        "insert into sqlite_master values ('table', 'g', 'g', 0, 'CREATE VIRTUAL TABLE g USING absent()')"
    )
    assert [t.name for t in catalog.tables] == ["t"]
    assert [(o.kind, o.path) for o in catalog.omissions] == [("virtual table", "g")]


def test_trigger_is_named_as_left_out(read: Read) -> None:
    catalog = read(
        "create table t (a int); create trigger tr after insert on t begin select 1; end"
    )
    assert catalog.omissions == (
        Omission(kind="trigger", path="t.tr", reason="models do not carry triggers"),
    )


def test_the_name_of_a_numbered_key_is_told_as_left_out(read: Read) -> None:
    catalog = read("create table t (a integer constraint pk primary key autoincrement)")
    assert [(o.kind, o.path) for o in catalog.omissions] == [("name of a key", "t.pk")]


def test_globs_choose_tables(read: Read) -> None:
    ddl = "create table a1 (x); create table a2 (x); create table b (x)"
    assert [t.name for t in read(ddl, include=("a*",), exclude=("main.a2",)).tables] == ["a1"]


def test_attached_databases_are_schemas(tmp_path: Path) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("attach ? as other", [str(tmp_path / "other.db")])
    connection.executescript(
        "create table t (a int); create table other.p (id integer primary key);"
        "create table other.t (b int unique references p); create index other.i on t (b)"
    )
    catalog = read_sqlite(connection, Request(url="sqlite://", schemas=("main", "other")))
    assert [(t.schema, t.name) for t in catalog.tables] == [
        (None, "t"),
        ("other", "p"),
        ("other", "t"),
    ]
    (key,) = catalog.tables[2].foreign_keys
    assert (key.referred_schema, key.resolved) == ("other", True)
    assert [i.name for i in catalog.tables[2].indexes] == ["i"]
    connection.close()


def test_missing_schema_is_an_error_that_names_the_others(read: Read) -> None:
    with pytest.raises(DatabaseError, match="no schema 'x'") as caught:
        read("create table t (a int)", schemas=("x",))
    assert "main" in str(caught.value)


HOSTILE = [
    'quo"te',
    "back`tick",
    "it's",
    "br]acket[",
    "dot.ted",
    "percent%s",
    ":colon",
    "new\nline",
    "back\\slash",
    '"""',
    "{{ jinja }}",
    "-- comment",
    "/* comment",
    "(bracket",
    "comma,",
    "\u202ebidi",
    "\u00a0nbsp",
    "😀",
    "select",
    "ÄÖ",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_and_texts(read: Read, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    text = "'" + (name * 100).replace("'", "''") + "'"
    catalog = read(
        f"create table {quoted} ({quoted} int primary key, b text default {text} check (b <> {text}) unique,"
        f" constraint {quoted} foreign key (b) references {quoted} ({quoted}));"
        f'create index {quoted[:-1]}_i" on {quoted} ({quoted} desc, b) where b <> {text}'
    )
    (table,) = catalog.tables
    assert table.name == table.columns[0].name == table.foreign_keys[0].name == name
    assert table.columns[1].default == text
    assert table.checks[0].expression == f"b <> {text}"
    assert table.indexes[0].where == f"b <> {text}"
    assert table.foreign_keys[0].resolved
    assert table.uniques[0].columns == ("b",)


def test_text_that_is_not_utf8_is_read(read: Read, sqlite_url: str) -> None:
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    connection.execute("create table t (a int default 'x')")
    connection.execute("pragma writable_schema = 1")
    connection.execute(
        "update sqlite_master set sql = cast(replace(sql, 'x', ?) as text)", [b"\xff"]
    )
    connection.commit()
    connection.close()
    (table,) = read("").tables
    assert table.columns[0].default == "'\udcff'"
    assert dump_catalog(read("")).isascii()


def test_reading_is_in_bulk(sqlite_url: str) -> None:
    """The number of statements does not depend on the number of tables."""
    counts = []
    for tables in (3, 30):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        for number in range(tables):
            connection.execute(f"create table t{number} (a integer primary key, b int unique)")
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        read_sqlite(connection, Request(url="sqlite://"))
        counts.append(len([s for s in statements if not s.startswith("--")]))
        connection.close()
    assert counts[0] == counts[1]


def test_fingerprint_follows_the_schema(read: Read, sqlite_url: str) -> None:
    request = Request(url=sqlite_url)
    seen = [fingerprint(request)]
    for ddl in (
        "create table t (a int)",
        "alter table t rename to u",
        "alter table u rename column a to b",
        "create view v as select b from u",
        "drop view v; create view v as select b + 1 from u",
        "create index i on u (b)",
    ):
        read(ddl)
        seen.append(fingerprint(request))
    assert len(set(seen)) == len(seen)
    read("insert into u values (1)")
    assert fingerprint(request) == seen[-1]
    assert fingerprint(Request(url=sqlite_url, exclude=("u",))) != seen[-1]


def test_order_does_not_depend_on_creation(tmp_path: Path) -> None:
    statements = [
        "create table a (x int references b (id), y int unique)",
        "create table b (id integer primary key)",
        "create index i1 on a (x)",
        "create index i2 on a (y, x)",
    ]
    catalogs = []
    for number, order in enumerate(([0, 1, 2, 3], [1, 0, 3, 2])):
        path = tmp_path / f"{number}.db"
        connection = sqlite3.connect(path)
        for index in order:
            connection.execute(statements[index])
        connection.commit()
        connection.close()
        catalogs.append(reflect(Request(url=f"sqlite:///{path}")))
    assert catalogs[0] == catalogs[1]
