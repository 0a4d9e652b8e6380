"""Operations of alembic that say nothing of the database: each class of them is known, with its reason.

The examples are those of docs/exact.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verification.projects import findings, generated, verify

SQLITE = {
    "a rowid key without NOT NULL": (
        "create table t (id integer primary key);",
        "SQLite tells that a rowid key without NOT NULL may be null",
    ),
    "options of a foreign key in its column": (
        "create table p (id integer not null primary key); create table c (p_id integer references p (id) on delete cascade);",
        "SQLAlchemy reads no options of SQLite's foreign keys that stand in their column",
    ),
    "UNIQUE behind a quoted default": (
        "create table t (a char(1) not null default 'X' unique);",
        "SQLAlchemy finds SQLite's UNIQUE constraints by patterns",
    ),
    "a blank before the brackets of a type": (
        "create table t (a varchar (10));",
        "SQLAlchemy's reflection returns the type as another",
    ),
    "a collation in an index": (
        "create table t (a text); create index i on t (a collate nocase);",
        "SQLAlchemy's reflection leaves out sort orders, collations",
    ),
    "a default in brackets": (
        "create table t (a integer default (1) , b integer default ((1) + (2)));",
        "alembic compares a default with its text",
    ),
}
POSTGRESQL = {
    "what a domain says": (
        "create domain d as int not null default 3; create table t (a d);",
        "SQLAlchemy gives a column the default of its domain",
    ),
    "a repeated unique constraint": (
        "create table t (a int unique); alter table t add constraint again unique (a);",
        "the models carry it as a statement or clause of SQL",
    ),
}
MARIADB = {
    "an index that is ignored": (
        "create table t (a int, key i (a));\nalter table t alter index i ignored;\n",
        "the models carry it as a statement or clause of SQL",
    ),
    "ON UPDATE": (
        "create table t (a timestamp null default null on update current_timestamp);\n",
        "alembic compares a default with its text",
    ),
}


def assert_told(project_root: Path, url: str, ddl: str, reason: str) -> None:
    run = verify(generated(project_root, url, ddl))
    assert run.code == 0, run.out
    assert findings(run, "warning") == []
    told = [each for each in findings(run, "info") if each.startswith("alembic: ")]
    assert told
    assert any(reason in each for each in told), told


@pytest.mark.parametrize("topic", SQLITE)
def test_sqlite(topic: str, sqlite_url: str, tmp_path: Path) -> None:
    assert_told(tmp_path / "p", sqlite_url, *SQLITE[topic])


@pytest.mark.parametrize("topic", POSTGRESQL)
def test_postgresql(topic: str, pg_url: str, tmp_path: Path) -> None:
    assert_told(tmp_path / "p", pg_url, *POSTGRESQL[topic])


@pytest.mark.parametrize("topic", MARIADB)
def test_mariadb(topic: str, mysql_url: str, tmp_path: Path) -> None:
    assert_told(tmp_path / "p", mysql_url, *MARIADB[topic])
