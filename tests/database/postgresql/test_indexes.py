from __future__ import annotations

import pytest

from ormforge.catalog.model import Index, IndexElement

from .conftest import Read

TABLE = 'create table t (a text, b int, c int4range, d int[], "A b" text, e varchar(9));'


def plain(*names: str) -> tuple[IndexElement, ...]:
    return tuple(IndexElement(sql=name, column=name, plain=True) for name in names)


def element(sql: str, column: str | None = None) -> IndexElement:
    return IndexElement(sql=sql, column=column)


INDEXES = [
    ("on t (b, a)", Index(name="i", elements=plain("b", "a"))),
    ("on t (lower(a))", Index(name="i", elements=(element("lower(a)"),))),
    (
        "on t ((a || ','), b)",
        Index(name="i", elements=(element("(a || ','::text)"), *plain("b"))),
    ),
    (
        "on t (lower(e) text_pattern_ops)",
        Index(name="i", elements=(element("lower(e::text) text_pattern_ops"),)),
    ),
    ("on t ((b + 1) desc)", Index(name="i", elements=(element("(b + 1) DESC"),))),
    (
        "on t (a) where b > 0 and a <> ')'",
        Index(name="i", elements=plain("a"), where="(b > 0) AND (a <> ')'::text)"),
    ),
    (
        "on t (a text_pattern_ops)",
        Index(
            name="i",
            elements=(element("a text_pattern_ops", "a"),),
            operator_classes=(("a", "text_pattern_ops"),),
        ),
    ),
    (
        "on t using brin (b int4_minmax_multi_ops (values_per_range = 16))",
        Index(
            name="i",
            elements=(element("b int4_minmax_multi_ops (values_per_range='16')", "b"),),
            method="brin",
            operator_classes=(("b", "int4_minmax_multi_ops (values_per_range='16')"),),
        ),
    ),
    (
        "on t (a text_pattern_ops desc)",
        Index(name="i", elements=(element("a text_pattern_ops DESC", "a"),)),
    ),
    (
        "on t (a desc nulls last, b nulls first)",
        Index(
            name="i", elements=(element("a DESC NULLS LAST", "a"), element("b NULLS FIRST", "b"))
        ),
    ),
    ('on t (a collate "C")', Index(name="i", elements=(element('a COLLATE "C"', "a"),))),
    (
        'on t ("A b")',
        Index(name="i", elements=(IndexElement(sql='"A b"', column="A b", plain=True),)),
    ),
    ("on t (a) include (b, e)", Index(name="i", elements=plain("a"), include=("b", "e"))),
    (
        "on t using gin (d) with (fastupdate = off)",
        Index(name="i", elements=plain("d"), method="gin", options=(("fastupdate", "off"),)),
    ),
    (
        "on t (b) with (fillfactor = 70, deduplicate_items = off)",
        Index(
            name="i",
            elements=plain("b"),
            options=(("fillfactor", "70"), ("deduplicate_items", "off")),
        ),
    ),
    ("on t using hash (a)", Index(name="i", elements=plain("a"), method="hash")),
]


@pytest.mark.parametrize(("ddl", "expected"), INDEXES)
def test_index(read: Read, ddl: str, expected: Index) -> None:
    (table,) = read(f"{TABLE} create index i {ddl}").tables
    assert table.indexes == (expected,)


def test_an_operator_class_of_another_schema(read: Read) -> None:
    ddl = """create schema s; create operator class s."Odd" for type int using btree as
          operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >,
          function 1 btint4cmp(int, int); create index i on t (b s."Odd")"""
    catalog = read(TABLE + ddl)
    assert catalog.tables[0].indexes[0].operator_classes == (("b", 's."Odd"'),)
    assert [(each.kind, each.path) for each in catalog.omissions] == [
        ("operator class", 's."Odd" USING btree')
    ]


def test_a_unique_index_is_no_constraint(read: Read) -> None:
    (table,) = read(f"{TABLE} create unique index i on t (a) where b > 1").tables
    assert table.uniques == ()
    assert table.indexes == (Index(name="i", elements=plain("a"), unique=True, where="b > 1"),)


def test_nulls_not_distinct(read: Read, version: int) -> None:
    if version < 15:
        pytest.skip("NULLS NOT DISTINCT came with PostgreSQL 15")
    ddl = "create unique index i on t (a) nulls not distinct; alter table t add unique nulls not distinct (b)"
    (table,) = read(TABLE + ddl).tables
    assert table.indexes[0].nulls_not_distinct
    assert table.uniques[0].nulls_not_distinct


AFTERWARDS = [
    ("comment on index i is 'x'", "COMMENT ON INDEX i IS 'x'"),
    ("alter table t cluster on i", "ALTER TABLE t CLUSTER ON i"),
    (
        "alter table t alter a set not null; alter table t replica identity using index i",
        "ALTER TABLE t REPLICA IDENTITY USING INDEX i",
    ),
]


@pytest.mark.parametrize(("ddl", "expected"), AFTERWARDS)
def test_what_create_index_cannot_say(read: Read, ddl: str, expected: str) -> None:
    (table,) = read(f"{TABLE} create unique index i on t (a); {ddl}").tables
    assert [each.sql for each in table.after_create] == [expected]


def test_statistics_of_an_expression(read: Read) -> None:
    ddl = "create index i on t (b, lower(a)); alter index i alter column 2 set statistics 500"
    (table,) = read(TABLE + ddl).tables
    assert [each.sql for each in table.after_create] == [
        "ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 500"
    ]


def test_an_invalid_index_is_left_out_by_name(read: Read) -> None:
    ddl = "create index i on t (a); update pg_index set indisvalid = false where indexrelid = 'i'::regclass"
    catalog = read(TABLE + ddl)
    assert catalog.tables[0].indexes == ()
    assert [(each.kind, each.path) for each in catalog.omissions] == [("index", "public.t.i")]
