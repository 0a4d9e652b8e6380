from __future__ import annotations

from ormforge.catalog.model import Check, ColumnType, Domain, EnumType, OtherType

from .conftest import Read


def test_enums_in_any_schema(read: Read) -> None:
    ddl = """create schema s; create type "E e" as enum ('b', 'it''s', ''); create type s.f as enum ();
        create type s.unused as enum ('x'); comment on type "E e" is 'c';
        create table t (a "E e", b "E e"[], c s.f)"""
    catalog = read(ddl)
    assert catalog.enums == (
        EnumType(schema="public", name="E e", labels=("b", "it's", ""), comment="c"),
        EnumType(schema="s", name="f", labels=()),
    )
    (table,) = catalog.tables
    assert [column.type for column in table.columns] == [
        ColumnType(sql='public."E e"', user_type=("public", "E e")),
        ColumnType(sql='public."E e"[]', user_type=("public", "E e"), dimensions=1),
        ColumnType(sql="s.f", user_type=("s", "f")),
    ]


def test_unused_types_come_with_everything_only(read: Read) -> None:
    ddl = "create type e as enum ('x'); create type d as enum ('y'); create table t (a e)"
    assert [each.name for each in read(ddl).enums] == ["d", "e"]
    assert [each.name for each in read(include=("t",)).enums] == ["e"]


def test_domains(read: Read) -> None:
    ddl = """create domain d as varchar(10) collate "C" default 'x' not null
          constraint one check (value <> '') constraint two check (length(value) > 1);
        create domain dd as d[]; create domain n as numeric(4,1); comment on domain n is 'c';
        alter domain n add constraint late check (value > 0) not valid;
        create table t (a d, b dd, c d[])"""
    catalog = read(ddl)
    assert catalog.domains == (
        Domain(
            schema="public",
            name="d",
            type=ColumnType(sql="character varying(10)"),
            nullable=False,
            default="'x'::character varying",
            collation="C",
            checks=(
                Check(expression="(VALUE)::text <> ''::text", name="one"),
                Check(expression="length((VALUE)::text) > 1", name="two"),
            ),
        ),
        Domain(
            schema="public",
            name="dd",
            type=ColumnType(sql="public.d[]", user_type=("public", "d"), dimensions=1),
        ),
        Domain(
            schema="public",
            name="n",
            type=ColumnType(sql="numeric(4,1)"),
            checks=(Check(expression="VALUE > (0)::numeric", name="late", not_valid=True),),
            comment="c",
        ),
    )
    (table,) = catalog.tables
    assert [column.type.user_type for column in table.columns] == [
        ("public", "d"),
        ("public", "dd"),
        ("public", "d"),
    ]
    assert table.column("a").default is None
    assert table.column("b").type.dimensions == 0


def test_composite_and_range_types_stand_in_the_order_of_their_needs(read: Read) -> None:
    ddl = """create type z as (x int, "Y y" varchar(3) collate "C"); create type a as (b z[], c numeric(3,1));
        create type m as range (subtype = z); create type r as range
          (subtype = text, subtype_opclass = text_pattern_ops, collation = "C", multirange_type_name = mm);
        comment on type a is 'c'; comment on column z."Y y" is 'y'; create table t (v a, w m, q mm)"""
    catalog = read(ddl)
    assert [(each.name, each.create) for each in catalog.other_types] == [
        ("z", 'CREATE TYPE z AS (x integer, "Y y" character varying(3) COLLATE pg_catalog."C")'),
        ("a", "CREATE TYPE a AS (b z[], c numeric(3,1))"),
        ("m", "CREATE TYPE m AS RANGE (subtype = z)"),
        (
            "r",
            "CREATE TYPE r AS RANGE (subtype = text, subtype_opclass = pg_catalog.text_pattern_ops, "
            'collation = pg_catalog."C", multirange_type_name = mm)',
        ),
    ]
    assert [each.sql for each in catalog.after_create] == [
        "COMMENT ON COLUMN z.\"Y y\" IS 'y'",
        "COMMENT ON TYPE a IS 'c'",
    ]
    assert catalog.tables[0].column("q").type.sql == "public.mm"


def test_types_of_another_schema_bring_what_they_are_made_of(read: Read) -> None:
    ddl = """create schema s; create type s.e as enum ('x'); create domain s.d as s.e;
        create type s.c as (a s.d); create type s.r as range (subtype = s.d); create type s.no as (a int);
        create table t (a s.c, b s.r)"""
    catalog = read(ddl)
    assert [each.name for each in catalog.enums] == ["e"]
    assert [each.name for each in catalog.domains] == ["d"]
    assert [each.name for each in catalog.other_types] == ["c", "r"]


def test_the_row_type_of_a_table_is_no_type_of_the_catalog(read: Read) -> None:
    catalog = read("create table u (a int); create table t (b u)")
    assert catalog.other_types == ()
    assert catalog.tables[0].column("b").type == ColumnType(
        sql="public.u", user_type=("public", "u")
    )


def test_a_multirange_brings_its_range(read: Read) -> None:
    ddl = "create schema s; create type s.r as range (subtype = int); create table t (a s.r_multirange)"
    assert read(ddl).other_types == (
        OtherType(
            schema="s",
            name="r",
            kind="range",
            create="CREATE TYPE s.r AS RANGE (subtype = integer)",
        ),
    )
