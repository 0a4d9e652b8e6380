"""The schemas agree with the database: rows go through them and back, and what they take, it takes."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from tests.schemas.world import World, database_of, generated
from tests.warm import run_python

SQLITE = """
create table authors (
  id integer primary key,
  name varchar(10) not null check (length(name) >= 2),
  password_hash text,
  json text not null default '{}',
  copy integer,
  "_hidden" text
);
create table profiles (
  author_id integer primary key references authors (id),
  bio text
);
create table books (
  isbn varchar(13) primary key,
  author_id integer not null references authors (id),
  title text not null,
  price numeric(10, 2) not null check (price >= 0 and price < 1000),
  rating real check (rating between 0 and 5),
  pages integer,
  published date,
  changed datetime,
  cover blob,
  state varchar(8) not null default 'draft' check (state in ('draft', 'sold out')),
  is_new boolean not null default 1,
  extra json,
  gross numeric(10, 2) generated always as (price * 1.2) stored
);
create view cheap as select isbn, price from books;
"""
POSTGRESQL = """
create type mood as enum ('happy', 'very sad');
create domain percent as numeric(5, 2) check (value >= 0 and value <= 100);
create table things (
  id int generated always as identity primary key,
  code uuid not null default gen_random_uuid(),
  name varchar(10) not null check (char_length(name) > 1),
  small smallint,
  big bigint,
  price numeric(6, 2) not null check (price > 0),
  ratio double precision,
  share percent,
  mood mood not null default 'happy',
  moods mood[],
  tags text[] not null default '{}',
  data jsonb,
  during tstzrange,
  slots int4range,
  wait interval,
  at timestamptz not null default now(),
  day date,
  clock time,
  raw bytea,
  doubled numeric generated always as (price * 2) stored
);
comment on table things is 'What there is';
comment on column things.name is 'What it is "called"';
"""
MYSQL = """
create table things (
  id int unsigned auto_increment primary key,
  name varchar(10) not null,
  tiny tinyint not null default 1,
  big bigint unsigned,
  price decimal(6, 2) not null check (price > 0),
  state enum('new', 'in use') not null default 'new',
  flags set('a', 'b'),
  at datetime not null default current_timestamp,
  raw varbinary(4),
  data json
);
"""


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("sqlite")
    with (
        database_of(f"sqlite:///{folder / 'test.db'}") as url,
        generated(url, SQLITE, folder) as world,
    ):
        yield world


@pytest.fixture(scope="module")
def postgresql(pg_server: sa.URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("postgresql")
    with database_of(pg_server) as url, generated(url, POSTGRESQL, folder) as world:
        yield world


@pytest.fixture(scope="module")
def mysql(mysql_server: sa.URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("mysql")
    with database_of(mysql_server) as url, generated(url, MYSQL, folder) as world:
        yield world


def assert_round_trip(read: Any) -> None:
    """What Read shows is the same after a journey as JSON."""
    assert type(read).model_validate_json(read.model_dump_json(by_alias=True)) == read


def test_a_row_of_sqlite_goes_there_and_back(sqlite: World) -> None:
    author = sqlite.insert("Author", name="Ann", password_hash="x", copy=3, _hidden="y")
    assert author.model_dump(by_alias=True) == {
        "id": 1,
        "name": "Ann",
        "json": "{}",
        "copy": 3,
        "_hidden": "y",
    }
    assert_round_trip(author)
    book = sqlite.insert(
        "Book",
        isbn="1",
        author_id=1,
        title="T",
        price="9.99",
        rating=4.5,
        published="2020-01-02",
        changed="2020-01-02T03:04:05",
        cover="AP_-",
        state="sold out",
        extra=[1, {"a": None}],
    )
    assert book.price == Decimal("9.99")
    assert book.state is sqlite.models.BookState("sold out")
    assert book.cover == b"\x00\xff\xfe"
    assert book.extra == [1, {"a": None}]
    assert_round_trip(book)


def test_a_row_of_postgresql_goes_there_and_back(postgresql: World) -> None:
    plain = postgresql.insert("Thing", name="ab", price=1)
    assert (plain.mood.value, plain.tags, plain.doubled) == ("happy", [], Decimal(2))
    assert_round_trip(plain)
    full = postgresql.insert(
        "Thing",
        code=str(uuid.UUID(int=1)),
        name="äöü",
        small=-32768,
        big=2**63 - 1,
        price="1234.56",
        ratio=0.1,
        share="99.5",
        mood="very sad",
        moods=["happy", "very sad"],
        tags=["a", "b"],
        data={"a": [1, None]},
        during={"lower": "2020-01-01T00:00:00Z", "upper": None},
        slots={"lower": 1, "upper": 5},
        wait="P1DT2H",
        at="2020-01-01T00:00:00+02:00",
        day="2020-02-29",
        clock="01:02:03.000004",
        raw="_-8=",
    )
    assert full.slots == Range(1, 5)
    assert full.wait == datetime.timedelta(days=1, hours=2)
    assert full.raw == b"\xff\xef"
    assert_round_trip(full)


def test_a_row_of_mariadb_goes_there_and_back(mysql: World) -> None:
    assert_round_trip(mysql.insert("Thing", name="a", price=1))
    full = mysql.insert(
        "Thing",
        name="äöü",
        tiny=-128,
        big=2**64 - 1,
        price="9999.99",
        state="in use",
        flags=["a"],
        at="2020-01-01T00:00:00",
        raw="_-8=",
    )
    assert full.state.value == "in use"
    assert full.flags == {"a"}
    assert_round_trip(full)


REFUSED = [
    ("postgresql", {"name": "x" * 11}),
    ("postgresql", {"name": "x"}),
    ("postgresql", {"name": None}),
    ("postgresql", {"small": 32768}),
    ("postgresql", {"big": -(2**63) - 1}),
    ("postgresql", {"price": "12345.67"}),
    ("postgresql", {"price": 0}),
    ("postgresql", {"share": "100.01"}),
    ("postgresql", {"mood": "glad"}),
    ("postgresql", {"moods": ["happy", "glad"]}),
    ("postgresql", {"code": None}),
    ("mysql", {"name": "x" * 11}),
    ("mysql", {"tiny": 128}),
    ("mysql", {"big": -1}),
    ("mysql", {"price": "10000"}),
    ("mysql", {"price": "0"}),
    ("mysql", {"state": "old"}),
    ("mysql", {"raw": "AAAAAAA="}),
]
LEAST = {"name": "ab", "price": 1}


@pytest.mark.parametrize(("dialect", "wrong"), REFUSED)
def test_create_refuses_what_the_database_refuses(
    dialect: str, wrong: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    world: World = request.getfixturevalue(dialect)
    with pytest.raises(ValidationError):
        world.schema("ThingCreate").model_validate({**LEAST, **wrong})
    if wrong != {"code": None}:
        _assert_refused(world, {**LEAST, **_as_python(wrong)})


def _as_python(values: dict[str, Any]) -> dict[str, Any]:
    return {name: b"12345" if name == "raw" else value for name, value in values.items()}


def _assert_refused(world: World, values: dict[str, Any]) -> None:
    with Session(world.engine) as session:
        session.add(world.models.Thing(**values))
        with pytest.raises(StatementError):
            session.flush()


@pytest.mark.parametrize(
    "wrong",
    [
        *({"price": -1}, {"price": 1000}, {"rating": 5.1}, {"state": "old"}, {"isbn": "x" * 14}),
        *({"title": None}, {"pages": 2**63}, {"author_id": "x"}, {"state": None}),
    ],
)
def test_create_refuses_what_the_schema_declares(sqlite: World, wrong: dict[str, Any]) -> None:
    least = {"isbn": "1", "author_id": 1, "title": "T", "price": 1}
    create = sqlite.schema("BookCreate")
    create.model_validate(least)
    with pytest.raises(ValidationError):
        create.model_validate({**least, **wrong})


def test_read_takes_what_sqlite_lets_in(sqlite: World) -> None:
    """SQLite holds nobody to a declared length, so Read must not either."""
    stored = {"id": 1, "name": "a name beyond ten", "json": "", "copy": None, "_hidden": None}
    assert sqlite.schema("AuthorRead").model_validate(stored).model_dump(by_alias=True) == stored
    with pytest.raises(ValidationError):
        sqlite.schema("AuthorCreate").model_validate({"name": "a name beyond ten"})


def test_a_key_without_a_default_is_required(sqlite: World) -> None:
    with pytest.raises(ValidationError, match="isbn"):
        sqlite.schema("BookCreate").model_validate({"author_id": 1, "title": "T", "price": 1})


def test_update_tells_unset_from_null(sqlite: World) -> None:
    update = sqlite.schema("BookUpdate")
    assert update.model_validate({}).model_dump(exclude_unset=True) == {}
    changed = update.model_validate({"rating": None, "title": "U"})
    assert changed.model_dump(exclude_unset=True) == {"rating": None, "title": "U"}
    with pytest.raises(ValidationError, match="may be left out, but not be null"):
        update.model_validate({"title": None})
    assert "isbn" not in update.model_fields
    assert "gross" not in update.model_fields


def test_the_json_schema_says_what_is_refused(postgresql: World) -> None:
    create = postgresql.schema("ThingCreate").model_json_schema()
    assert sorted(create["required"]) == ["name", "price"]
    name = create["properties"]["name"]
    assert (name["minLength"], name["maxLength"]) == (2, 10)
    assert name["description"] == 'What it is "called"'
    assert create["description"] == "What there is"
    small = create["properties"]["small"]["anyOf"][0]
    assert (small["minimum"], small["maximum"]) == (-32768, 32767)
    update = postgresql.schema("ThingUpdate").model_json_schema()
    assert "required" not in update
    assert update["properties"]["name"]["type"] == "string"
    assert update["properties"]["name"]["maxLength"] == 10
    read = postgresql.schema("ThingRead").model_json_schema(mode="serialization")
    assert {"id", "code", "at", "doubled"} <= set(read["required"])


def test_a_key_that_is_a_foreign_key_is_given(sqlite: World) -> None:
    author = sqlite.insert("Author", name="Bob")
    profile = sqlite.insert("Profile", author_id=author.id, bio="B")
    assert profile.model_dump() == {"author_id": author.id, "bio": "B"}
    with pytest.raises(ValidationError, match="author_id"):
        sqlite.schema("ProfileCreate").model_validate({"bio": "B"})


def test_secrets_are_not_shown(sqlite: World) -> None:
    assert "password_hash" in sqlite.schema("AuthorCreate").model_fields
    assert "password_hash" in sqlite.schema("AuthorUpdate").model_fields
    assert "password_hash" not in sqlite.schema("AuthorRead").model_fields
    assert [note.message for note in sqlite.notes] == [
        "no Read shows authors.password_hash, which looks like a secret"
    ]


def test_json_names_are_the_columns(sqlite: World) -> None:
    author = sqlite.schema("AuthorCreate").model_validate({"name": "Ann", "json": "1", "copy": 2})
    dumped = json.loads(author.model_dump_json(by_alias=True, exclude_unset=True))
    assert dumped == {"name": "Ann", "json": "1", "copy": 2}


@pytest.mark.parametrize("settings", ["", "plugins = pydantic.mypy\n"])
def test_schemas_satisfy_type_checkers(postgresql: World, settings: str) -> None:
    folder = postgresql.folder
    ignored = f"[mypy-{folder.name}_models,sqlalchemy.*]\nfollow_imports = skip\n"
    (folder / "mypy.ini").write_text(f"[mypy]\n{settings}{ignored}")
    result = run_python("-m", "mypy", "--strict", f"{folder.name}_schemas.py", cwd=folder)
    assert "_schemas.py:" not in result.stdout, result.stdout
    assert result.stderr == ""
