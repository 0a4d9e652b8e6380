"""Random rows: what Create takes, the database takes, and Read shows it as it is; what the database refuses for one of
its limits, Create refuses first."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from tests.schemas.random_values import VALUES
from tests.schemas.world import World, database_of, generated

POSTGRESQL = """
create type mood as enum ('happy', 'very sad');
create type pair as (a int, b text);
create domain percent as numeric(5, 2) check (value >= 0 and value <= 100);
create domain code as varchar(5) not null;
create table things (
  id int generated always as identity primary key,
  small smallint, whole int, big bigint check (big > -5), oid oid,
  exact numeric(6, 2), any_exact numeric, share percent, code code, ratio double precision,
  fixed char(3), short varchar(5), long text, raw bytea, flag boolean,
  day date, clock time, zoned_clock timetz, moment timestamp, zoned timestamptz, wait interval,
  guid uuid, host inet, network cidr, mac macaddr, bits bit(3), some_bits bit varying(5),
  plain json, doc jsonb, words tsvector, pairing pair, price money,
  mood mood, moods mood[], numbers int[], names varchar(3)[],
  slots int4range, share_range numrange, days daterange, moments tstzrange, many int4multirange
);
"""
MORE_POSTGRESQL = """
create table things (
  id int generated always as identity primary key,
  hosts inet[], networks cidr[], macs macaddr[], prices money[], flag_bits bit(3)[], more_bits bit varying(4)[],
  ints int4range, int_list int4range[], int_set int4multirange, int_sets int4multirange[], bigs int8range,
  nums numrange, num_set nummultirange, local tsrange, local_set tsmultirange, zoned tstzrange,
  zoned_set tstzmultirange, days daterange, day_set datemultirange, day_list daterange[],
  waits interval[], dates date[], guids uuid[], raws bytea[], plains json[], docs jsonb[], small real, smalls real[],
  hundreds numeric(3, -2), tiny numeric(2, 4), way jsonpath{}
);
"""
EXTENSIONS = {
    "citext": (", ci citext, cis citext[]", ("ci", "cis")),
    "hstore": (", pairs hstore, pair_list hstore[]", ("pairs", "pair_list")),
    "ltree": (", path ltree, paths ltree[]", ("path", "paths")),
}
MYSQL = """
create table things (
  id int unsigned auto_increment primary key,
  tiny tinyint, utiny tinyint unsigned, small smallint, medium mediumint, umedium mediumint unsigned,
  whole int check (whole > -5), big bigint, ubig bigint unsigned,
  exact decimal(6, 2), uexact decimal(4, 1) unsigned, ratio double, single float, sized float(5, 2), usingle float unsigned,
  fixed char(3), short varchar(5), little tinytext, raw varbinary(4), flag boolean,
  day date, clock time, moment datetime, stamp timestamp null, year year,
  ascii varchar(5) character set ascii, latin varchar(5) character set latin1, tiny_latin tinytext character set latin1,
  old varchar(5) character set utf8mb3, old_tiny tinytext character set utf8mb3,
  state enum('new', 'in use'), flags set('a', 'b'), doc json, guid uuid, host inet6, bits bit(5)
) default charset utf8mb4;
"""
SQLITE = """
create table things (
  id integer primary key,
  must integer not null check (must between 1 and 5), whole integer check (whole between -5 and 7), exact numeric(6, 2) check (exact < 100), ratio real,
  short varchar(5) check (length(short) <= 5), long text, raw blob, flag boolean,
  day date, clock time, moment datetime, doc json, state varchar(6) check (state in ('new', 'in use'))
);
"""


@pytest.fixture(scope="module")
def postgresql(pg_server: sa.URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("random_postgresql")
    with database_of(pg_server) as url, generated(url, POSTGRESQL, folder) as world:
        yield world


@pytest.fixture(scope="module")
def more_postgresql(pg_server: sa.URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """What is less common, with the types of those extensions that the server has."""
    folder = tmp_path_factory.mktemp("random_more_postgresql")
    with database_of(pg_server) as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            query = "select name from pg_available_extensions"
            there = EXTENSIONS.keys() & set(connection.exec_driver_sql(query).scalars())
        created = "".join(f"create extension {name};" for name in sorted(there))
        columns = "".join(EXTENSIONS[name][0] for name in sorted(there))
        with generated(url, created + MORE_POSTGRESQL.format(columns), folder) as world:
            yield world


@pytest.fixture(scope="module")
def mysql(mysql_server: sa.URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("random_mysql")
    with database_of(mysql_server) as url, generated(url, MYSQL, folder) as world:
        yield world


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("random_sqlite")
    with (
        database_of(f"sqlite:///{folder / 'test.db'}") as url,
        generated(url, SQLITE, folder) as world,
    ):
        yield world


LEAST = {"postgresql": {"code": "x"}, "more": {}, "mysql": {}, "sqlite": {"must": 1}}
ROUNDED = {"exact", "any_exact", "share", "uexact", "hundreds", "tiny"}
"""Numbers with more digits than their column has: PostgreSQL and MariaDB round what Create refuses."""
MANY = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def given_row(dialect: str) -> Any:
    """One or a few values of random columns."""
    columns = VALUES[dialect]
    one = st.sampled_from(sorted(columns)).flatmap(
        lambda name: columns[name].map(lambda value: {name: value})
    )
    return given(
        st.lists(one, min_size=1, max_size=3).map(
            lambda rows: {k: v for r in rows for k, v in r.items()}
        )
    )


def accepted(world: World, dialect: str, row: dict[str, Any]) -> Any | None:
    try:
        return world.schema("ThingCreate").model_validate({**LEAST[dialect], **row})
    except ValidationError:
        return None


def check(world: World, dialect: str, row: dict[str, Any]) -> None:
    """Both sides say the same of a row; one that both take comes back as it was."""
    new = accepted(world, dialect, row)
    values = {**LEAST[dialect], **row} if new is None else _written(new)
    with Session(world.engine) as session:
        thing = world.models.Thing(**values)
        session.add(thing)
        try:
            session.flush()
        except (StatementError, ValueError, OverflowError) as error:
            if new is not None:
                pytest.fail(f"the database refuses what Create takes: {row}: {error}")
            return
        assert (
            new is not None or ROUNDED & row.keys() or _refused_for_more(row)
        ), f"Create refuses {row}"
        if new is None:
            return
        session.refresh(thing)
        read = world.schema("ThingRead").model_validate(thing)
    again = type(read).model_validate_json(read.model_dump_json())
    assert again == read
    for name in row:
        assert _same(getattr(read, name), getattr(thing, name)), name


def _written(new: Any) -> dict[str, Any]:
    return {name: getattr(new, name) for name in new.model_fields_set}


def _refused_for_more(row: dict[str, Any]) -> bool:
    """What Create refuses though the database makes do: trailing blanks, numbers of two digits as a year, texts of a range."""
    loose = {"short", "fixed", "code", "names", "year", "stamp", "slots", "moods", "mood", "ratio"}
    loose |= {
        "oid",
        "bits",
        "some_bits",
        "flag_bits",
        "more_bits",
        "local",
        "zoned",
        "local_set",
        "zoned_set",
    }
    return bool(loose & row.keys())


def _same(shown: Any, stored: Any) -> bool:
    if isinstance(shown, float) and isinstance(stored, float):
        return math.isclose(shown, stored, rel_tol=1e-9)
    return bool(shown == stored)


@MANY
@given_row("postgresql")
def test_postgresql_agrees(postgresql: World, row: dict[str, Any]) -> None:
    check(postgresql, "postgresql", row)


@MANY
@given_row("more")
def test_what_is_less_common_in_postgresql_agrees(
    more_postgresql: World, row: dict[str, Any]
) -> None:
    there = more_postgresql.models.Thing.__table__.columns.keys()
    check(more_postgresql, "more", {name: row[name] for name in row if name in there})


@MANY
@given_row("mysql")
def test_mariadb_agrees(mysql: World, row: dict[str, Any]) -> None:
    check(mysql, "mysql", row)


@MANY
@given_row("sqlite")
def test_sqlite_agrees(sqlite: World, row: dict[str, Any]) -> None:
    check(sqlite, "sqlite", row)
