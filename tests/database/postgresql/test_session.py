from __future__ import annotations

import sqlalchemy as sa

from ormforge.database.postgresql import read_postgresql
from ormforge.database.request import Request

from .conftest import Read, run

DDL = """create schema s; create type s.e as enum ('x'); create table t (a s.e default 'x', b serial);
    create table s.t (a s.e, b int primary key references s.t); create table s.u (a int references s.t)"""


def test_other_schemas_on_the_search_path_change_nothing(read: Read) -> None:
    both = ("public", "s")
    before = read(DDL, schemas=both)
    assert read("set search_path = public, s", schemas=both) == before
    assert before.tables[0].column("a").default == "'x'::s.e"
    assert before.tables[0].column("b").default == "nextval('t_b_seq'::regclass)"


def test_the_default_schema_is_the_connections_own(read: Read) -> None:
    catalog = read(DDL + "; set search_path = s, public")
    assert catalog.default_schema == "s"
    assert [each.path for each in catalog.tables] == ["s.t", "s.u"]
    assert catalog.tables[0].column("a").type.sql == "s.e"


def test_without_a_schema_on_the_path_every_name_is_qualified(read: Read) -> None:
    catalog = read(DDL + "; set search_path = ''", schemas=("public",))
    assert catalog.default_schema is None
    assert catalog.tables[0].column("b").default == "nextval('public.t_b_seq'::regclass)"
    assert read("set search_path = ''").tables == ()


def settings(connection: sa.Connection) -> list[object]:
    names = ("search_path", "datestyle", "intervalstyle", "timezone", "bytea_output", "lc_monetary")
    return [connection.exec_driver_sql(f"show {name}").scalar_one() for name in names]


def test_settings_and_transaction_are_left_as_they_were(pg_engine: sa.Engine) -> None:
    with pg_engine.connect() as connection:
        run(connection, "set search_path = public, pg_catalog; set datestyle = 'SQL, DMY'")
        connection.commit()
        before = settings(connection)
        connection.commit()
        read_postgresql(connection, Request(url=""))
        assert not connection.in_transaction()
        assert settings(connection) == before
        run(connection, "create table kept (a int)")
        read_postgresql(connection, Request(url=""))
        assert [each.name for each in read_postgresql(connection, Request(url="")).tables] == [
            "kept"
        ]
        connection.rollback()


def count_statements(connection: sa.Connection) -> int:
    seen: list[str] = []

    @sa.event.listens_for(connection, "before_cursor_execute")
    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    read_postgresql(connection, Request(url=""))
    sa.event.remove(connection, "before_cursor_execute", note)
    return len(seen)


def test_the_number_of_queries_does_not_depend_on_the_size(connection: sa.Connection) -> None:
    empty = count_statements(connection)
    for number in range(30):
        run(
            connection,
            f"""create type e{number} as enum ('x'); create domain d{number} as int check (value > 1);
            create table t{number} (a serial primary key, b e{number} unique, c d{number} check (c > 1));
            create index on t{number} ((c + 1))""",
        )
    assert count_statements(connection) == empty


def test_the_order_of_creation_changes_nothing(pg_engine: sa.Engine) -> None:
    pieces = [
        "create table b (x int, y text); create index b1 on b (x); create index a1 on b (y)",
        "create table a (x int check (x > 1) check (x > 2)); comment on table a is 'c'",
        "create type z as enum ('q', 'p')",
        "create type c as (x int)",
        "create sequence s2; create sequence s1",
        "create domain d as int check (value > 1)",
    ]
    found = []
    for order in (pieces, list(reversed(pieces))):
        with pg_engine.connect() as connection:
            for piece in order:
                run(connection, piece)
            found.append(read_postgresql(connection, Request(url="")))
            connection.rollback()
    assert found[0] == found[1]
