"""Random rows: what Create takes, the database takes, and Read shows it as it is; what the database refuses for one of
its limits, Create refuses first."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from ipaddress import ip_interface, ip_network
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

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
MYSQL = """
create table things (
  id int unsigned auto_increment primary key,
  tiny tinyint, utiny tinyint unsigned, small smallint, medium mediumint, umedium mediumint unsigned,
  whole int check (whole > -5), big bigint, ubig bigint unsigned,
  exact decimal(6, 2), uexact decimal(4, 1) unsigned, ratio double,
  fixed char(3), short varchar(5), little tinytext, raw varbinary(4), flag boolean,
  day date, clock time, moment datetime, stamp timestamp null, year year,
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


TEXT = st.text(st.characters(codec="utf-8"), max_size=7)
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=7)
NUMBER = st.integers(-(2**65), 2**65) | st.integers(-140, 260) | st.integers(-70000, 70000)
DECIMAL = st.decimals(-(10**5), 10**5, allow_nan=False, places=2) | st.decimals(
    -(10**4), 10**4, allow_nan=False, places=3
)
ZONE = st.timezones().map(lambda zone: zone) | st.just(datetime.timezone.utc)
MOMENT = st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30))
ZONED = st.datetimes(
    datetime.datetime(1, 1, 3),
    datetime.datetime(9999, 12, 29),
    timezones=st.just(datetime.timezone.utc),
)
DAY = st.dates()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Ranges as JSON has them."""
    ordered = st.tuples(values, values).map(sorted)
    return ordered.map(lambda ends: {"lower": ends[0], "upper": ends[1]})


VALUES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "postgresql": {
        **dict.fromkeys(("small", "whole", "big", "oid"), NUMBER),
        **dict.fromkeys(("exact", "any_exact", "share"), DECIMAL),
        **dict.fromkeys(("code", "fixed", "short", "long"), TEXT),
        "ratio": st.floats(allow_nan=False),
        "raw": st.binary(max_size=5),
        "flag": st.booleans(),
        "day": DAY,
        "clock": st.times(),
        "zoned_clock": st.times(timezones=st.just(datetime.timezone.utc)),
        "moment": MOMENT,
        "zoned": ZONED,
        "wait": st.timedeltas(datetime.timedelta(-(10**5)), datetime.timedelta(10**5)),
        "guid": st.uuids(),
        "host": st.ip_addresses() | st.just(ip_interface("10.0.0.1/8")),
        "network": st.just(ip_network("10.0.0.0/8")) | st.just(ip_network("fe80::/10")),
        "mac": st.just("08:00:2b:01:02:03"),
        "bits": st.text("01", min_size=2, max_size=4),
        "some_bits": st.text("01", max_size=6),
        "plain": JSON,
        "doc": JSON,
        "words": st.just("'a':1 'b':2"),
        "pairing": st.just("(1,a)"),
        "price": st.just("$1.50"),
        "mood": st.sampled_from(["happy", "very sad", "glad"]),
        "moods": st.lists(st.sampled_from(["happy", "very sad", "glad"]), max_size=2),
        "numbers": st.lists(NUMBER, max_size=3),
        "names": st.lists(TEXT, max_size=2),
        "slots": ranges(st.integers(-(2**32), 2**32)),
        "share_range": ranges(st.decimals(-100, 100, places=2)),
        "days": ranges(DAY),
        "moments": ranges(ZONED),
        "many": st.lists(ranges(st.integers(-100, 100)), max_size=2),
    },
    "mysql": {
        **dict.fromkeys(
            ("tiny", "utiny", "small", "medium", "umedium", "whole", "big", "ubig"), NUMBER
        ),
        **dict.fromkeys(("exact", "uexact"), DECIMAL),
        **dict.fromkeys(("fixed", "short"), TEXT),
        "little": st.text("a", max_size=300),
        "ratio": st.floats(allow_nan=False, allow_infinity=False),
        "raw": st.binary(max_size=5),
        "flag": st.booleans(),
        "day": st.dates(datetime.date(1000, 1, 1)),
        "clock": st.times().map(lambda time: time.replace(microsecond=0)),
        "moment": MOMENT.map(
            lambda moment: moment.replace(microsecond=0, year=max(moment.year, 1000))
        ),
        "stamp": MOMENT.map(
            lambda moment: moment.replace(microsecond=0, year=max(moment.year, 1000))
        ),
        "year": st.integers(1800, 2200) | st.integers(-1, 200),
        "state": st.sampled_from(["new", "in use", "old"]),
        "flags": st.sets(st.sampled_from("abc")),
        "doc": JSON,
        "guid": st.uuids(version=4),
        "host": st.ip_addresses(v=6).map(str),
    },
    "sqlite": {
        **dict.fromkeys(("must", "whole"), NUMBER),
        "exact": DECIMAL.map(lambda value: value % 1000),
        "ratio": st.floats(allow_nan=False),
        **dict.fromkeys(("short", "long"), TEXT),
        "raw": st.binary(max_size=5),
        "flag": st.booleans(),
        "day": DAY,
        "clock": st.times(),
        "moment": MOMENT,
        "doc": JSON,
        "state": st.sampled_from(["new", "in use", "old"]),
    },
}
LEAST = {"postgresql": {"code": "x"}, "mysql": {}, "sqlite": {"must": 1}}
ROUNDED = {"exact", "any_exact", "share", "uexact"}
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
    loose |= {"oid", "bits", "some_bits"}
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
@given_row("mysql")
def test_mariadb_agrees(mysql: World, row: dict[str, Any]) -> None:
    check(mysql, "mysql", row)


@MANY
@given_row("sqlite")
def test_sqlite_agrees(sqlite: World, row: dict[str, Any]) -> None:
    check(sqlite, "sqlite", row)
