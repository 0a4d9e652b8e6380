from __future__ import annotations

import pytest

from ormforge.catalog.model import Omission, Table
from ormforge.errors import DatabaseError

from .conftest import Read


def the(read: Read, ddl: str, name: str = "t") -> Table:
    return next(each for each in read(ddl).tables if each.name == name)


OPTIONS = [
    ("create unlogged table t (a int)", (("prefixes", "UNLOGGED"),)),
    (
        "create table t (a int, b int) partition by range (a, lower(b::text))",
        (("postgresql_partition_by", "RANGE (a, lower((b)::text))"),),
    ),
    ("create table t (a int)", ()),
]


@pytest.mark.parametrize(("ddl", "expected"), OPTIONS)
def test_options(read: Read, ddl: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert the(read, ddl).options == expected


AFTERWARDS = [
    (
        "alter table t set (fillfactor = 70, toast.autovacuum_enabled = off)",
        "ALTER TABLE t SET (fillfactor=70, toast.autovacuum_enabled=off)",
    ),
    (
        "alter table t set (autovacuum_vacuum_scale_factor = 0.05)",
        "ALTER TABLE t SET (autovacuum_vacuum_scale_factor=0.05)",
    ),
    ("alter table t replica identity full", "ALTER TABLE t REPLICA IDENTITY FULL"),
    ("alter table t replica identity nothing", "ALTER TABLE t REPLICA IDENTITY NOTHING"),
    (
        "alter table t alter b set storage external",
        "ALTER TABLE t ALTER COLUMN b SET STORAGE EXTERNAL",
    ),
    (
        'alter table t alter "C c" set statistics 0',
        'ALTER TABLE t ALTER COLUMN "C c" SET STATISTICS 0',
    ),
    (
        "alter table t alter a set (n_distinct = -0.5)",
        "ALTER TABLE t ALTER COLUMN a SET (n_distinct='-0.5')",
    ),
    (
        "alter table t alter a set statistics 9, alter b set storage main, alter b set statistics 8",
        "ALTER TABLE t ALTER COLUMN a SET STATISTICS 9, ALTER COLUMN b SET STORAGE MAIN, "
        "ALTER COLUMN b SET STATISTICS 8",
    ),
    (
        "create statistics s (ndistinct) on a, b from t",
        "CREATE STATISTICS s (ndistinct) ON a, b FROM t",
    ),
    ('create type r as (a int, b text, "C c" int); alter table t of r', "ALTER TABLE t OF r"),
]


@pytest.mark.parametrize(("ddl", "expected"), AFTERWARDS)
def test_what_create_table_cannot_say(read: Read, ddl: str, expected: str) -> None:
    found = the(read, f'create table t (a int, b text, "C c" int); {ddl}')
    assert [each.sql for each in found.after_create] == [expected]


def test_compression(read: Read, version: int) -> None:
    if version < 14:
        pytest.skip("SET COMPRESSION came with PostgreSQL 14")
    found = the(read, "create table t (a text compression pglz)")
    assert [each.sql for each in found.after_create] == [
        "ALTER TABLE t ALTER COLUMN a SET COMPRESSION pglz"
    ]


def test_statistics_with_target_and_comment(read: Read) -> None:
    ddl = """create table t (a int, b int); create statistics s on a, b from t;
        alter statistics s set statistics 50; comment on statistics s is 'c'"""
    assert [each.sql for each in the(read, ddl).after_create] == [
        "CREATE STATISTICS s ON a, b FROM t",
        "ALTER STATISTICS s SET STATISTICS 50",
        "COMMENT ON STATISTICS s IS 'c'",
    ]


def test_partitions_are_left_out_by_name(read: Read) -> None:
    ddl = """create table t (a int primary key) partition by range (a);
        create table t1 partition of t for values from (0) to (9) partition by list (a);
        create table t2 partition of t1 for values in (1); create table tmp partition of t default"""
    catalog = read(ddl, exclude=("tmp",))
    assert [each.name for each in catalog.tables] == ["t"]
    assert catalog.omissions == (
        Omission(
            kind="partition",
            path="public.t1",
            reason="models describe the partitioned table alone (t)",
        ),
        Omission(
            kind="partition",
            path="public.t2",
            reason="models describe the partitioned table alone (t1)",
        ),
    )


def test_inheritance_is_said_when_all_tables_are_there(read: Read) -> None:
    ddl = """create schema s; create table z (a int check (a > 0)); create table s.y (b int);
        create table t (c int) inherits (z, s.y)"""
    catalog = read(ddl, schemas=("public", "s"))
    assert [each.sql for each in catalog.after_create] == [
        "ALTER TABLE t INHERIT z",
        "ALTER TABLE t INHERIT s.y",
    ]
    found = next(each for each in catalog.tables if each.name == "t")
    assert [column.name for column in found.columns] == ["a", "b", "c"]
    assert [check.name for check in found.checks] == ["z_a_check"]
    assert [each.kind for each in read(exclude=("z",)).omissions] == ["inheritance"]


VIEWS = """create table t (a int, b text not null); comment on column t.a is 'x';
    create view v as select a, b from t; comment on view v is 'c'; comment on column v.a is 'y';
    create materialized view m as select a from t; create unique index m_a on m (a);"""


def test_views(read: Read) -> None:
    catalog = read(VIEWS)
    found = {each.name: each for each in catalog.tables}
    assert [(each.name, each.kind) for each in catalog.tables] == [
        ("m", "materialized view"),
        ("t", "table"),
        ("v", "view"),
    ]
    assert found["v"].definition == " SELECT a,\n    b\n   FROM t;" or (
        found["v"].definition == " SELECT t.a,\n    t.b\n   FROM t;"
    )
    assert found["v"].comment == "c"
    assert [column.comment for column in found["v"].columns] == ["y", None]
    assert [column.nullable for column in found["v"].columns] == [True, True]
    assert [index.name for index in found["m"].indexes] == ["m_a"]
    assert [each.name for each in read(views="skip").tables] == ["t"]


def test_foreign_tables(read: Read) -> None:
    ddl = """create foreign data wrapper w; create server s foreign data wrapper w;
        create foreign table f (a int not null) server s"""
    catalog = read(ddl)
    assert [(each.name, each.kind) for each in catalog.tables] == [("f", "foreign table")]
    assert [(each.kind, each.path) for each in catalog.omissions] == [("foreign table", "public.f")]


def test_a_table_without_columns(read: Read) -> None:
    assert read("create table t ()").tables == (Table(schema="public", name="t"),)


OMISSIONS = [
    (
        """create function f() returns trigger language plpgsql as 'begin return new; end';
        create trigger "my trg" before insert on t for each row execute function f()""",
        ("trigger", 'public.t."my trg"'),
    ),
    ("create rule r as on delete to t do instead nothing", ("rule", "public.t.r")),
    ("create policy p on t using (true)", ("policy", "public.t.p")),
    ("alter table t enable row level security", ("row security", "public.t")),
    (
        "create function f(int) returns int immutable language sql as 'select 1'; alter table t add check (f(a) > 0)",
        ("function", "public.f(integer)"),
    ),
    (
        "create function f(int) returns int immutable language sql as 'select 1'; create index on t (f(a))",
        ("function", "public.f(integer)"),
    ),
    (
        "create function f() returns int language sql as 'select 1'; alter table t alter a set default f()",
        ("function", "public.f()"),
    ),
    (
        'create collation c from "C"; alter table t add b text collate c',
        ("collation", "public.c"),
    ),
]


@pytest.mark.parametrize(("ddl", "expected"), OMISSIONS)
def test_what_models_do_not_carry_is_named(read: Read, ddl: str, expected: tuple[str, str]) -> None:
    catalog = read(f"create table t (a int); {ddl}")
    assert [(each.kind, each.path) for each in catalog.omissions] == [expected]
    assert read(exclude=("t",)).omissions == ()


def test_schemas_are_asked_for_by_name(read: Read) -> None:
    ddl = """create schema s; create table t (a int); create table s.t (b int); create table s.u (a int)"""
    assert [each.path for each in read(ddl).tables] == ["public.t"]
    catalog = read(schemas=("s", "public"))
    assert [each.path for each in catalog.tables] == ["public.t", "s.t", "s.u"]
    assert catalog.default_schema == "public"
    assert [each.path for each in read(schemas=("s",), include=("s.u", "t")).tables] == [
        "s.t",
        "s.u",
    ]


def test_a_schema_that_is_not_there(read: Read) -> None:
    with pytest.raises(DatabaseError, match="no schema 'nowhere'"):
        read(schemas=("nowhere",))


def test_tables_of_an_extension_are_left_out_and_told(read: Read) -> None:
    made = "".join(f"create table {name} (a int); " for name in "tabcd")
    given = "".join(f"alter extension vector add table {name}; " for name in "abcd")
    catalog = read(f"create extension vector; {made}{given}")
    assert [table.name for table in catalog.tables] == ["t"]
    reason = "its own tables are left out (a, b, c and 1 more)"
    assert catalog.omissions == (Omission(kind="extension", path="vector", reason=reason),)
    assert read(exclude=("a", "b", "c", "d")).omissions == ()
