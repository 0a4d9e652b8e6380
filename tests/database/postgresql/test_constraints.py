from __future__ import annotations

import pytest

from ormforge.catalog.model import (
    Check,
    Exclude,
    ForeignKey,
    PrimaryKey,
    RawConstraint,
    Table,
    Unique,
)

from .conftest import Read

PARENT = "create table p (a int, b int, primary key (a), unique (a, b));"


def table(read: Read, ddl: str, name: str = "t") -> Table:
    return next(each for each in read(ddl).tables if each.name == name)


PRIMARY_KEYS = [
    ("a int, b int, primary key (b, a)", PrimaryKey(columns=("b", "a"), name="t_pkey")),
    (
        "a int constraint x primary key deferrable initially deferred",
        PrimaryKey(
            columns=("a",),
            name="x",
            name_is_default=False,
            deferrable=True,
            initially_deferred=True,
        ),
    ),
    (
        "a int, b int, primary key (a) include (b)",
        PrimaryKey(columns=("a",), name="t_pkey", include=("b",)),
    ),
]


@pytest.mark.parametrize(("ddl", "expected"), PRIMARY_KEYS)
def test_primary_key(read: Read, ddl: str, expected: PrimaryKey) -> None:
    assert table(read, f"create table t ({ddl})").primary_key == expected


UNIQUES = [
    ("a int unique", Unique(columns=("a",), name="t_a_key")),
    (
        "a int, constraint u unique (a) deferrable",
        Unique(columns=("a",), name="u", name_is_default=False, deferrable=True),
    ),
    (
        "a int, b int, unique (a) include (b)",
        Unique(columns=("a",), name="t_a_b_key", include=("b",)),
    ),
]


@pytest.mark.parametrize(("ddl", "expected"), UNIQUES)
def test_unique(read: Read, ddl: str, expected: Unique) -> None:
    assert table(read, f"create table t ({ddl})").uniques == (expected,)


def test_a_unique_that_repeats_a_key_is_added_afterwards(read: Read) -> None:
    ddl = """create table t (a int primary key, b int unique);
        alter table t add constraint u1 unique (a); alter table t add constraint u2 unique (b);
        comment on constraint u2 on t is 'c'"""
    found = table(read, ddl)
    assert [each.name for each in found.uniques] == ["t_b_key"]
    assert [each.sql for each in found.after_create] == [
        "ALTER TABLE t ADD CONSTRAINT u1 UNIQUE (a)",
        "ALTER TABLE t ADD CONSTRAINT u2 UNIQUE (b)",
        "COMMENT ON CONSTRAINT u2 ON t IS 'c'",
    ]


def key(columns: tuple[str, ...] = ("a",), **facts: object) -> ForeignKey:
    facts = {"referred_columns": columns, "name": f"t_{'_'.join(columns)}_fkey", **facts}
    return ForeignKey(
        columns=columns, referred_schema="public", referred_table="p", **facts  # type: ignore[arg-type]
    )


FOREIGN_KEYS = [
    ("a int references p", key()),
    (
        "a int references p on delete cascade on update set null",
        key(on_delete="CASCADE", on_update="SET NULL"),
    ),
    ("a int references p on delete no action on update restrict", key(on_update="RESTRICT")),
    ("a int references p on delete set default", key(on_delete="SET DEFAULT")),
    (
        "a int references p deferrable initially deferred",
        key(deferrable=True, initially_deferred=True),
    ),
    ("a int, b int, foreign key (a, b) references p (a, b)", key(("a", "b"))),
    (
        "a int, b int, constraint f foreign key (b, a) references p (a, b) match full",
        key(
            ("b", "a"),
            referred_columns=("a", "b"),
            name="f",
            name_is_default=False,
            match="FULL",
        ),
    ),
]


@pytest.mark.parametrize(("ddl", "expected"), FOREIGN_KEYS)
def test_foreign_key(read: Read, ddl: str, expected: ForeignKey) -> None:
    assert table(read, f"{PARENT} create table t ({ddl})").foreign_keys == (expected,)


def test_set_null_of_some_columns(read: Read, version: int) -> None:
    if version < 15:
        pytest.skip("SET NULL (columns) came with PostgreSQL 15")
    ddl = 'create table t (a int, "A b" int, foreign key (a, "A b") references p (a, b) on delete set null ("A b"))'
    assert table(read, PARENT + ddl).foreign_keys[0].on_delete == 'SET NULL ("A b")'


def test_not_valid(read: Read) -> None:
    ddl = """create table t (a int);
        alter table t add foreign key (a) references p not valid;
        alter table t add constraint c check (a > 0) not valid"""
    found = table(read, PARENT + ddl)
    assert found.foreign_keys == (key(not_valid=True),)
    assert found.checks == (Check(expression="a > 0", name="c", not_valid=True),)


UNRESOLVED = [
    ("create table t (a int references p)", {"exclude": ("p",)}),
    (
        "create schema s; create table s.p (a int primary key); create table t (a int references s.p)",
        {},
    ),
    (
        """create table q (a int primary key) partition by list (a);
        create table q1 partition of q for values in (1); create table t (a int references q1)""",
        {},
    ),
]


@pytest.mark.parametrize(("ddl", "request_"), UNRESOLVED)
def test_a_foreign_key_to_what_is_left_out(
    read: Read, ddl: str, request_: dict[str, tuple[str, ...]]
) -> None:
    found = next(each for each in read(PARENT + ddl, **request_).tables if each.name == "t")
    assert [each.resolved for each in found.foreign_keys] == [False]


def test_a_foreign_key_to_a_partitioned_table_is_one(read: Read) -> None:
    ddl = """create table q (a int primary key) partition by list (a);
        create table q1 partition of q for values in (1);
        create table q2 partition of q for values in (2);
        create table t (a int references q)"""
    found = table(read, ddl)
    assert [(each.name, each.referred_table) for each in found.foreign_keys] == [("t_a_fkey", "q")]


CHECKS = [
    ("a int check (a > 0)", Check(expression="a > 0", name="t_a_check")),
    (
        "a int check ((a > 0) or (a < -5))",
        Check(expression="(a > 0) OR (a < '-5'::integer)", name="t_a_check"),
    ),
    (
        "a int, constraint k check (a > 0) no inherit",
        Check(expression="a > 0", name="k", no_inherit=True),
    ),
    (
        "a text check (a like '50%:x' or a = ')(')",
        Check(expression="(a ~~ '50%:x'::text) OR (a = ')('::text)", name="t_a_check"),
    ),
]


@pytest.mark.parametrize(("ddl", "expected"), CHECKS)
def test_check(read: Read, ddl: str, expected: Check) -> None:
    assert table(read, f"create table t ({ddl})").checks == (expected,)


def test_in_stays_in_the_servers_words(read: Read) -> None:
    (check,) = table(read, "create table t (a varchar(5) check (a in ('x', 'y')))").checks
    assert check.expression == (
        "(a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])"
    )


EXCLUDES = [
    (
        "exclude using gist (r with &&)",
        Exclude(name="t_r_excl", method="gist", elements=(("r", "&&"),), columns=("r",)),
    ),
    (
        "constraint x exclude (lower(a) with =, b desc with =) where (b > 0) deferrable initially deferred",
        Exclude(
            name="x",
            method="btree",
            elements=(("lower(a)", "="), ("b DESC", "=")),
            columns=(None, "b"),
            where="b > 0",
            deferrable=True,
            initially_deferred=True,
        ),
    ),
    (
        "constraint x exclude (a text_pattern_ops with operator(pg_catalog.=))",
        Exclude(
            name="x",
            method="btree",
            elements=(("a text_pattern_ops", "="),),
            columns=("a",),
            operator_classes=(("a", "text_pattern_ops"),),
        ),
    ),
]


@pytest.mark.parametrize(("ddl", "expected"), EXCLUDES)
def test_exclude(read: Read, ddl: str, expected: Exclude) -> None:
    assert table(read, f"create table t (a text, b int, r int4range, {ddl})").excludes == (
        expected,
    )


RAW = [
    "EXCLUDE USING gist (r WITH &&) INCLUDE (b)",
    "EXCLUDE USING gist (r WITH &&) WITH (fillfactor='70')",
]


@pytest.mark.parametrize("sql", RAW)
def test_exclude_that_needs_its_own_text(read: Read, sql: str) -> None:
    ddl = f"create table t (b int, r int4range, constraint x {sql}); comment on constraint x on t is 'c'"
    found = table(read, ddl)
    assert found.excludes == ()
    assert found.raw_constraints == (RawConstraint(sql=sql, name="x", columns=("r",)),)
    assert [each.sql for each in found.after_create] == ["COMMENT ON CONSTRAINT x ON t IS 'c'"]


def test_comments(read: Read) -> None:
    ddl = """create table t (a int primary key, b int constraint u unique constraint k check (b > 0)
          constraint f references p);
        comment on constraint t_pkey on t is '1'; comment on constraint u on t is '2';
        comment on constraint k on t is '3'; comment on constraint f on t is '4';
        comment on index u is '5'"""
    found = table(read, PARENT + ddl)
    assert found.primary_key is not None
    several = (found.primary_key, *found.uniques, *found.checks, *found.foreign_keys)
    assert [each.comment for each in several] == ["1", "2", "3", "4"]
    assert [each.sql for each in found.after_create] == ["COMMENT ON INDEX u IS '5'"]


def test_parameters_of_a_key(read: Read) -> None:
    ddl = "create table t (a int primary key with (fillfactor = 60), b int unique with (fillfactor = 70))"
    assert [each.sql for each in table(read, ddl).after_create] == [
        "ALTER INDEX t_b_key SET (fillfactor=70)",
        "ALTER INDEX t_pkey SET (fillfactor=60)",
    ]


def test_what_postgresql_18_brought(read: Read, version: int) -> None:
    if version < 18:
        pytest.skip("not enforced, named NOT NULL and temporal keys came with PostgreSQL 18")
    ddl = """create table w (i int4range, a int4range, primary key (i, a without overlaps));
        create table t (i int4range, a int4range, b int constraint n not null, c int,
          constraint u unique (i, a without overlaps),
          constraint k check (b > 0) not enforced,
          constraint f foreign key (i, period a) references w (i, period a));
        alter table t add constraint m not null c not valid"""
    catalog = read(ddl)
    found, parent = (next(t for t in catalog.tables if t.name == name) for name in "tw")
    assert parent.primary_key == PrimaryKey(
        columns=("i", "a"), name="w_pkey", sql="PRIMARY KEY (i, a WITHOUT OVERLAPS)"
    )
    assert (found.uniques, found.checks, found.foreign_keys) == ((), (), ())
    assert [(each.name, each.sql) for each in found.raw_constraints] == [
        ("f", "FOREIGN KEY (i, PERIOD a) REFERENCES w(i, PERIOD a)"),
        ("k", "CHECK ((b > 0)) NOT ENFORCED"),
        ("u", "UNIQUE (i, a WITHOUT OVERLAPS)"),
    ]
    assert [each.sql for each in found.after_create] == [
        "ALTER TABLE t ALTER COLUMN c DROP NOT NULL",
        "ALTER TABLE t ADD CONSTRAINT m NOT NULL c NOT VALID",
        'ALTER TABLE t RENAME CONSTRAINT "t_b_not_null" TO n',
    ]


def test_the_names_of_not_null_that_the_server_gives(read: Read, version: int) -> None:
    if version < 18:
        pytest.skip("NOT NULL has had a name since PostgreSQL 18")
    ddl = """create table a (b_c int not null); create table a_b (c int not null);
        create table parent (x int not null, k int primary key) partition by list (k);
        create table child partition of parent default;
        create table base (y int not null); create table derived () inherits (base);
        create table old (z int not null); alter table old rename to new"""
    found = {each.name: [s.sql for s in each.after_create] for each in read(ddl).tables}
    assert found == {
        "a": [],
        "a_b": [],
        "base": [],
        "derived": [
            'ALTER TABLE derived RENAME CONSTRAINT "derived_y_not_null" TO base_y_not_null'
        ],
        "new": ['ALTER TABLE new RENAME CONSTRAINT "new_z_not_null" TO old_z_not_null'],
        "parent": [],
    }
