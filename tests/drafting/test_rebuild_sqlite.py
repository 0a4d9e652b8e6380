"""What the expressions say rebuilds SQLite's catalog exactly, one topic a case."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Catalog, ColumnType, Table
from ormforge.drafting.types_sqlite import shape
from tests.drafting.printed import Printed, differences, read, rebuilt

CASES = {
    "types": """
        create table t (
          a INTEGER, b INT, c SMALLINT, d BIGINT, e TINYINT, f UNSIGNED BIG INT, g INTEGER(4), h VARCHAR(10), i TEXT,
          j CHAR(3), k NCHAR(5), l NVARCHAR(20), m CLOB, n BLOB, o REAL, p FLOAT, q FLOAT(5), r DOUBLE,
          s DOUBLE PRECISION, t NUMERIC(10, 2), u DECIMAL(10,2), v NUMERIC, w BOOLEAN, x DATE, y DATETIME, z TIME,
          aa TIMESTAMP, ab JSON, ac, ad STRING, ae uuid, af "odd type %s", ag ANY, ah VARCHAR, ai VARBINARY(3), aj varchar( 20 )
        )""",
    "keys": """
        create table a (id INTEGER PRIMARY KEY);
        create table b (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT UNIQUE);
        create table c (id INT PRIMARY KEY);
        create table d (id TEXT PRIMARY KEY);
        create table e (id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
        create table f (x INTEGER, y TEXT, PRIMARY KEY (y, x));
        create table g (id INTEGER PRIMARY KEY DESC);
        create table h (id INTEGER, PRIMARY KEY (id DESC));
        create table i (a TEXT, b TEXT, PRIMARY KEY (a DESC, b COLLATE NOCASE));
        create table j (a INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT REPLACE, b TEXT NOT NULL ON CONFLICT FAIL, UNIQUE (b) ON CONFLICT IGNORE);
        create table k (a VARCHAR(5) DEFAULT 'x' UNIQUE, b TEXT CONSTRAINT uq UNIQUE, c, d, UNIQUE (a, b), UNIQUE (a DESC, d COLLATE NOCASE));
        create table l (id INTEGER PRIMARY KEY, x INTEGER) STRICT;
        create table m (id INTEGER PRIMARY KEY, x ANY) STRICT, WITHOUT ROWID;
        create table n (id BIGINT PRIMARY KEY);
        create table o (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
        create table keyless (a)""",
    "foreign keys": """
        create table p (id INTEGER PRIMARY KEY, a, b, code TEXT UNIQUE, UNIQUE (a, b));
        create table c1 (id INTEGER PRIMARY KEY REFERENCES P (ID) ON DELETE CASCADE);
        create table c2 (a, b, FOREIGN KEY (a, b) REFERENCES p (a, b) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED);
        create table c3 (x INTEGER CONSTRAINT named REFERENCES p, y INT REFERENCES p, code TEXT REFERENCES p (code) MATCH FULL);
        create table c4 (id INTEGER PRIMARY KEY AUTOINCREMENT REFERENCES p, n INTEGER REFERENCES p);
        create table c5 (x REFERENCES nowhere, y INTEGER REFERENCES nowhere (z) ON DELETE CASCADE);
        create table self (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES self);
        create table m (id INTEGER PRIMARY KEY, n INTEGER REFERENCES n);
        create table n (id INTEGER PRIMARY KEY, m INTEGER REFERENCES m);
        create table twice (x INTEGER REFERENCES p REFERENCES m, y INTEGER, FOREIGN KEY (y) REFERENCES p (id) ON DELETE CASCADE, FOREIGN KEY (y) REFERENCES p (id));
        create table loop (id INTEGER PRIMARY KEY REFERENCES loop)""",
    "checks": """
        create table t (
          a INTEGER CHECK (a > 0), b TEXT CHECK (b in ('x', 'y z')), c VARCHAR(5) CONSTRAINT k CHECK (c IN ('it''s', '50%')),
          d TEXT CHECK (d IN ('x') OR a > 1), e TEXT COLLATE NOCASE CHECK (e in ('a', 'b')), f TEXT, -- check (f > 1)
          g INTEGER CHECK (g in (1, 2)), h TEXT NOT NULL DEFAULT 'draft' CHECK ("h" IN ('draft', 'done')),
          CHECK (a <> 3), CONSTRAINT named CHECK (b <> 'a%:x' AND f NOT LIKE '%:y%')
        )""",
    "defaults": """
        create table t (
          a TEXT DEFAULT 'x', b TEXT DEFAULT 'it''s', c TEXT DEFAULT 'a:b', d INTEGER DEFAULT 0, e INTEGER DEFAULT -1,
          f REAL DEFAULT 1.5, g DATETIME DEFAULT CURRENT_TIMESTAMP, h TEXT DEFAULT (strftime('%Y:%m', 'now')),
          i TEXT DEFAULT ('a' || ':b'), j TEXT DEFAULT NULL, k BOOLEAN DEFAULT TRUE, l BLOB DEFAULT x'00ff', m TEXT DEFAULT "quoted",
          n TEXT DEFAULT '', o INTEGER DEFAULT (1 + 2), p INTEGER DEFAULT (abs(-1)), q TEXT DEFAULT 'back\\slash',
          r INTEGER DEFAULT ((1) + (2)), s INTEGER DEFAULT +5, u TEXT DEFAULT ('only'), v REAL DEFAULT 1e10
        )""",
    "generated": """
        create table t (a INTEGER, b INTEGER AS (a * 2), c TEXT GENERATED ALWAYS AS ('x:y%' || a) STORED, d AS (a + 1) VIRTUAL, e INT NOT NULL AS (a) STORED)""",
    "collations": """
        create table t (a TEXT COLLATE NOCASE, b BLOB COLLATE NOCASE, c VARCHAR(5) COLLATE RTRIM, d COLLATE NOCASE, e INTEGER COLLATE NOCASE);
        create index i on t (a COLLATE BINARY DESC, b)""",
    "indexes": """
        create table t (a TEXT, b TEXT, c INTEGER, "d e" TEXT, "F%:" TEXT);
        create index i1 on t (lower(a), b DESC, c);
        create unique index i2 on t (c) where a <> 'x:y' and b like '%z';
        create index i3 on t ("d e", a COLLATE nocase DESC);
        create index "odd: % name" on t ("F%:");
        create index i4 on t (a || ':b', c + 1);
        create unique index i5 on t (a, b)""",
    "virtual tables": """
        create table t (a TEXT);
        create virtual table f using fts5(a, b, tokenize = 'porter ascii');
        create virtual table r using rtree(id, x0, x1)""",
    "hostile text": r"""
        create table "a""b'c\d" ("x""y" TEXT DEFAULT '\"\"\"\\', "{{ z }}" TEXT DEFAULT '${jndi}', "l
ine" TEXT DEFAULT 'a
b', [br%acket] INT, CONSTRAINT "k""'" CHECK ("x""y" <> '%(y)s {z} \N :q'))""",
}


def setup(url: str, topic: str) -> None:
    connection = sqlite3.connect(sa.make_url(url).database or "")
    connection.executescript(CASES[topic])
    connection.close()


@pytest.mark.parametrize("classes", [True, False], ids=["classes", "tables"])
@pytest.mark.parametrize("topic", CASES)
def test_rebuilds_exactly(
    topic: str, classes: bool, sqlite_url: str, sqlite_url_again: str
) -> None:
    setup(sqlite_url, topic)
    catalog = read(sqlite_url)

    rebuilt(Printed(catalog, classes=classes).source, sqlite_url_again)

    assert differences(*map(normal, (catalog, read(sqlite_url_again)))) == []


def normal(catalog: Catalog) -> Catalog:
    """The catalog with type names in the one form that all their spellings have for SQLite."""

    def of_table(table: Table) -> Table:
        columns = (replace(c, type=ColumnType(sql=shape(c.type.sql))) for c in table.columns)
        return replace(table, columns=tuple(columns))

    return replace(catalog, tables=tuple(map(of_table, catalog.tables)))
