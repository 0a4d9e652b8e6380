"""A random row of every table goes in through the ORM, and comes back equal; what the server makes is left to it."""

from __future__ import annotations

import datetime
import enum
import ipaddress
import random
import string
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

from ormforge.database import Request, reflect
from ormforge.drafting import DraftOptions
from tests.exact.roundtrip import generated_source, imported
from tests.project import run_script
from tests.verification.projects import case_schema

TRIES = 40
SEED = 7
"""Rows are random, and the same in each run."""

EVERYTHING = {
    "sqlite": """
        create table p (
          id integer primary key, a integer not null, b text not null, c varchar(5) not null default 'x', d numeric(8, 2) not null,
          e boolean not null, f date not null, g datetime not null, h time not null, i blob not null, j json not null, k double precision not null,
          l INT not null, m text not null check (m in ('a', 'b c')), n integer generated always as (a * 2) stored, o bigint not null, unique (a, b)
        );
        create table q (p_id integer primary key references p (id), n integer default null, r integer references q (p_id));
        create table w (a text not null, b integer not null, primary key (a, b)) without rowid;
        """,
    "postgresql": """
        create type mood as enum ('sad', 'very ok', '1st');
        create sequence numbers;
        create table p (
          id int generated always as identity primary key, a int not null, b text not null, c varchar(5) not null default 'x', d numeric(8, 2) not null,
          e boolean not null, f date not null, g timestamptz not null, g2 timestamp(0) not null, h time not null, i bytea not null, j jsonb not null,
          k double precision not null, l mood not null, l2 mood[] not null, l3 mood not null default '1st', m uuid not null,
          n int generated always as (a * 2) stored, o bigint not null default nextval('numbers'), p interval not null, q inet not null,
          r text[] not null, s text not null check (s in ('a', 'b c')), t char(3) not null, u smallint not null, v real not null, w name not null
        );
        create table q (p_id int primary key references p, n serial, code varchar(8) not null unique, foreign key (p_id) references p (id));
        create table r (id bigserial primary key, code varchar(8) not null references q (code), up bigint references r);
        """,
    "mysql": """
        create table p (
          id int unsigned auto_increment primary key, a int not null, b text not null, c varchar(5) not null default 'x', d numeric(8, 2) not null,
          e boolean not null, f date not null, g datetime not null, h time not null, i blob not null, j json not null, k double not null,
          l enum('sad', 'very ok', '1st') not null, m int generated always as (a * 2) stored, n bigint unsigned not null, o tinyint not null,
          q timestamp not null default current_timestamp on update current_timestamp, r varchar(3) not null check (r <> 'zzz')
        );
        create table q (p_id int unsigned primary key, code varchar(8) not null unique, foreign key (p_id) references p (id));
        create table r (id bigint auto_increment primary key, code varchar(8) not null, foreign key (code) references q (code));
        """,
}


def value_of(type_: Any, chance: random.Random) -> Any:
    """A random value of a column's type; None where it is not known how."""
    if isinstance(type_, postgresql.ARRAY):
        return [value_of(type_.item_type, chance) for _ in range(3)]
    members = getattr(type_, "members", None) or getattr(type_, "enum_class", None)
    if isinstance(members, type) and issubclass(members, enum.Enum):
        return chance.choice(list(members))
    if isinstance(type_, sa.Enum):
        return chance.choice(type_.enums)
    if isinstance(type_, mysql.SET):
        return {chance.choice(type_.values)}
    if isinstance(type_, sa.JSON):
        return {"k": [1, "ü", None]}
    if isinstance(type_, sa.Uuid):
        return uuid.UUID(int=chance.getrandbits(128), version=4)
    if isinstance(type_, sa.Numeric) and type_.asdecimal:
        return Decimal(chance.randrange(1, 9999)).scaleb(-(type_.scale or 0))
    if isinstance(type_, postgresql.INET):
        return ipaddress.ip_address(chance.getrandbits(32))
    length: int | None = getattr(type_, "length", None)
    zone = datetime.timezone.utc if getattr(type_, "timezone", False) else None
    makers: dict[type, Callable[[], Any]] = {
        bool: lambda: chance.random() < 0.5,
        int: lambda: chance.randrange(1, 100),
        float: lambda: chance.randrange(1, 999) / 4,
        bytes: lambda: chance.randbytes(5),
        str: lambda: "".join(chance.choices(string.ascii_lowercase, k=min(length or 6, 6))),
        datetime.date: lambda: datetime.date(2024, 1, chance.randrange(1, 29)),
        datetime.time: lambda: datetime.time(chance.randrange(24), 30, 15),
        datetime.timedelta: lambda: datetime.timedelta(days=chance.randrange(9), seconds=5),
        datetime.datetime: lambda: datetime.datetime(
            2024, 1, chance.randrange(1, 29), 10, 20, 30, tzinfo=zone
        ),
    }
    declared = getattr(type_, "read_as", "")
    python = {"INTEGER": int, "REAL": float, "TEXT": str, "VARCHAR": str}.get(declared)
    if python is None:
        try:
            python = type_.python_type
        except NotImplementedError:
            return None
    return makers[python]() if python in makers else None


def is_left_to_the_server(column: sa.Column[Any]) -> bool:
    numbered = column.table.autoincrement_column is column
    return bool(numbered or column.server_default is not None or column.identity or column.computed)


def random_row(
    table: sa.Table, rows: dict[str, list[dict[str, Any]]], chance: random.Random
) -> dict[str, Any]:
    """Values by column name; foreign keys point to a row that is there, or to none where they may."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if not is_left_to_the_server(column):
            row[column.name] = value_of(column.type, chance)
    for key in table.foreign_key_constraints:
        there = rows.get(key.referred_table.fullname, [])
        target = chance.choice(there) if there else {}
        for element in key.elements:
            row[element.parent.name] = target.get(element.column.name)
    return row


def insert_everywhere(base: type[DeclarativeBase], engine: sa.Engine) -> int:
    """Insert a row into each mapped table and read it back; how many there were."""
    mappers = {mapper.local_table: mapper for mapper in base.registry.mappers}
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in base.metadata.sorted_tables:
        if table in mappers:
            stored = inserted(mappers[table], table, rows, engine)
            rows[table.fullname] = [stored]
    return len(rows)


def inserted(
    mapper: sa.orm.Mapper[Any],
    table: sa.Table,
    rows: dict[str, list[dict[str, Any]]],
    engine: sa.Engine,
) -> dict[str, Any]:
    """The row as it was read back; several tries, because a random row may break a check."""
    attributes = {
        column.name: mapper.get_property_by_column(column).key for column in table.columns
    }
    chance = random.Random(f"{SEED} {table.fullname}")
    for last in (n == TRIES - 1 for n in range(TRIES)):
        given = random_row(table, rows, chance)
        with Session(engine) as session:
            one = mapper.class_(**{attributes[name]: value for name, value in given.items()})
            session.add(one)
            try:
                session.commit()
            except DBAPIError:
                if last:
                    raise
                continue
            identity = mapper.primary_key_from_instance(one)
        with Session(engine) as session:
            found = session.get_one(mapper.class_, tuple(identity))
            back = {name: getattr(found, attribute) for name, attribute in attributes.items()}
        for name, value in given.items():
            assert back[name] == value or (value is None and table.c[name].primary_key), name
        return back
    raise AssertionError("no try at all")


def insert_and_read(url: str, ddl: str, *, schemas: tuple[str, ...] | None = None) -> int:
    run_script(url, ddl)
    source = generated_source(reflect(Request(url=url, schemas=schemas)), DraftOptions())
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with imported(source) as module:
        count = insert_everywhere(module.Base, engine)
    engine.dispose()
    return count


@pytest.mark.parametrize(
    ("ddl", "count"), [(EVERYTHING["sqlite"], 3), (case_schema("bookshop_sqlite"), 4)]
)
@pytest.mark.filterwarnings(
    "ignore:Dialect sqlite.* does .not. support Decimal:sqlalchemy.exc.SAWarning"
)
def test_sqlite(ddl: str, count: int, sqlite_url: str) -> None:
    assert insert_and_read(sqlite_url, ddl) >= count


@pytest.mark.parametrize(
    ("ddl", "count"), [(EVERYTHING["postgresql"], 3), (case_schema("bookshop_postgresql"), 4)]
)
def test_postgresql(ddl: str, count: int, pg_url: str) -> None:
    assert insert_and_read(pg_url, ddl) >= count


def test_postgresql_across_schemas(pg_url: str) -> None:
    ddl = case_schema("relationships_postgresql")
    assert insert_and_read(pg_url, ddl, schemas=("public", "sales", "stock")) >= 5


@pytest.mark.parametrize(
    ("ddl", "count"), [(EVERYTHING["mysql"], 3), (case_schema("bookshop_mysql"), 3)]
)
def test_mariadb(ddl: str, count: int, mysql_url: str) -> None:
    assert insert_and_read(mysql_url, ddl) >= count
