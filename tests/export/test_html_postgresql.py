"""The page of a real database that has an object of every kind."""

from __future__ import annotations

import re
from html import unescape

import sqlalchemy as sa

from ormforge.database import Request, reflect
from tests.export.pages import page_of

DDL = """
CREATE TYPE mood AS ENUM ('sad', 'so so');
COMMENT ON TYPE mood IS 'How one feels';
CREATE DOMAIN email AS text CHECK (value ~ '@');
CREATE TYPE pair AS (a int, b text);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE SEQUENCE numbers START 1000 INCREMENT 5;
CREATE TABLE people (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email email UNIQUE,
    mood mood DEFAULT 'so so' NOT NULL,
    name text COLLATE "C",
    upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
    boss int REFERENCES people ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    p pair
);
CREATE INDEX by_name ON people USING hash (lower(name)) WHERE mood <> 'sad';
CREATE INDEX by_boss ON people (boss DESC) INCLUDE (email) WITH (fillfactor = 70);
CREATE INDEX by_words ON people (upper_name text_pattern_ops);
CREATE TABLE orders (
    no bigint DEFAULT nextval('numbers'),
    buyer int,
    during tstzrange,
    total numeric CHECK (total > 0),
    PRIMARY KEY (no),
    EXCLUDE USING gist (during WITH &&)
);
CREATE VIEW totals AS SELECT buyer, sum(total) AS sum FROM orders GROUP BY buyer;
"""


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_an_object_of_every_kind(pg_url: str) -> None:
    engine = sa.create_engine(pg_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(DDL)
    html = page_of(reflect(Request(url=pg_url)))
    body = html.partition("<body>")[2].partition("<script>")[0]
    shown = packed(unescape(re.sub(r"<[^>]*>", "", body)))
    for told in (
        "2 tables 1 view 1 foreign key 1 enum PostgreSQL",
        "identity always",
        "default 'so so'::mood",
        "collation C",
        "generated upper(name) (stored)",
        "FK → people (id)",
        "→ people (id) on delete set null, deferrable, initially deferred",
        "by_name (lower(name)) using hash where",
        "by_boss (boss DESC) include (email) with (fillfactor = 70)",
        "by_words (upper_name text_pattern_ops)",
        "default nextval('numbers'::regclass)",
        "using gist (during with &&)",
        "total > (0)::numeric",
        "sum(total) AS sum",
        "mood enum class Mood How one feels sad so so Used by people (mood)",
        "email domain text check (VALUE ~ '@'::text) Used by people (email)",
        "CREATE TYPE pair AS (a integer, b text)",
        "CREATE TYPE span AS RANGE",
        "sequence start 1000, increment 5",
        "class People",
        "Referenced by people (boss)",
    ):
        assert packed(told) in shown, told
