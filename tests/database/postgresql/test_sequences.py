from __future__ import annotations

import pytest

from ormforge.catalog.model import Sequence, SequenceOptions

from .conftest import Read


def sequence(name: str, owner: tuple[str, str, str] | None = None, **options: object) -> Sequence:
    return Sequence(
        schema="public", name=name, options=SequenceOptions(**options), owner=owner  # type: ignore[arg-type]
    )


OPTIONS = [
    ("", {}),
    ("as integer", {"data_type": "integer"}),
    ("as smallint increment 2", {"data_type": "smallint", "increment": 2}),
    ("start 7", {"start": 7}),
    ("increment -1", {"increment": -1}),
    ("increment -1 start -5", {"increment": -1, "start": -5}),
    ("minvalue 3 maxvalue 9 start 3", {"minimum": 3, "maximum": 9}),
    ("cache 20 cycle", {"cache": 20, "cycle": True}),
]


@pytest.mark.parametrize(("ddl", "options"), OPTIONS)
def test_only_options_that_are_not_implied(
    read: Read, ddl: str, options: dict[str, object]
) -> None:
    assert read(f"create sequence s {ddl}").sequences == (sequence("s", **options),)


# What is no plain serial keeps its default; its sequence is listed with its owner, and given to it afterwards.
NOT_SERIAL = [
    "create table t (id serial, n int)",
    "create table t (id serial primary key, n int); alter sequence t_id_seq cache 5",
    "create table t (id serial primary key, n int); alter sequence t_id_seq rename to other",
    "create table t (id serial primary key, n int); alter table t alter id type bigint",
    "create table old (id serial primary key, n int); alter table old rename to t",
    "create table t (id serial, n serial, primary key (id, n))",
    "create table t (id serial primary key, n int default nextval('t_id_seq'))",
    "create table t (id serial primary key, n int); alter table t alter id set default 1 + nextval('t_id_seq')",
]


@pytest.mark.parametrize("ddl", NOT_SERIAL)
def test_what_is_not_serial(read: Read, ddl: str) -> None:
    catalog = read(ddl)
    (table,) = catalog.tables
    assert not any(column.autoincrement for column in table.columns)
    assert "nextval(" in (table.column("id").default or "")
    assert ("public", "t", "id") in {each.owner for each in catalog.sequences}
    ref = catalog.sequences[0].name
    assert f"ALTER SEQUENCE {ref} OWNED BY t.id" in {each.sql for each in table.after_create}


def test_a_plain_serial_lists_nothing(read: Read) -> None:
    catalog = read("create table t (id serial primary key)")
    assert catalog.sequences == ()
    assert catalog.tables[0].after_create == ()


def test_a_sequence_that_a_default_draws_on_comes_from_any_schema(read: Read) -> None:
    ddl = "create schema s; create sequence s.q start 3; create table t (a text default 'x' || nextval('s.q'))"
    catalog = read(ddl)
    assert catalog.sequences == (Sequence(schema="s", name="q", options=SequenceOptions(start=3)),)
    assert catalog.tables[0].column("a").default == "('x'::text || nextval('s.q'::regclass))"


def test_the_sequence_of_a_table_left_out_is_left_out(read: Read) -> None:
    ddl = "create table t (a serial); create table u (b int default nextval('t_a_seq')); create table v (c serial)"
    assert read(ddl, exclude=("t", "v")).sequences == (sequence("t_a_seq", data_type="integer"),)


IDENTITY = [
    (
        'alter sequence t_a_seq rename to "Z z"',
        'ALTER SEQUENCE "t_a_seq" RENAME TO "Z z"',
    ),
    ("alter sequence t_a_seq as smallint", "ALTER SEQUENCE t_a_seq AS smallint"),
    ("comment on sequence t_a_seq is 'it''s'", "COMMENT ON SEQUENCE t_a_seq IS 'it''s'"),
]


@pytest.mark.parametrize(("ddl", "expected"), IDENTITY)
def test_what_identity_cannot_say(read: Read, ddl: str, expected: str) -> None:
    (table,) = read(f"create table t (a int generated always as identity); {ddl}").tables
    assert [each.sql for each in table.after_create] == [expected]


def test_comments_and_owners(read: Read) -> None:
    ddl = "create sequence s; comment on sequence s is 'c'; create table t (a int); alter sequence s owned by t.a"
    (found,) = read(ddl).sequences
    assert (found.comment, found.owner) == ("c", ("public", "t", "a"))
