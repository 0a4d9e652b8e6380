"""Where SQLite's models are rebuilt, and what else a database given must be."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.verification.projects import findings, generated, verify

DDL = """
create table p (id integer primary key autoincrement, code text unique);
create table c (id integer primary key, p_id integer references p on delete cascade);
create virtual table f using fts5(body);
"""


def test_a_file_that_is_gone_afterwards(sqlite_url: str, tmp_path: Path) -> None:
    project = generated(tmp_path / "p", sqlite_url, DDL)
    run = verify(project)
    assert findings(run, "error") == []
    assert "create_all: An empty database takes the models: a temporary file." in findings(
        run, "ok"
    )


def test_views_may_outnumber_tables(sqlite_url: str, tmp_path: Path) -> None:
    views = "create view v as select id from t; create view w as select id from t;"
    project = generated(
        tmp_path / "p", sqlite_url, f"create table t (id integer primary key); {views}"
    )
    run = verify(project)
    assert run.code == 0
    assert "catalog: All 1 tables come back as they are." in findings(run, "ok")
    for layout in ("per-table", "per-schema"):
        config = project.read("ormforge.toml").replace('"models.py"', f'"app"\nlayout = "{layout}"')
        project.write("ormforge.toml", config)
        assert project.ormforge("generate").code == 0
        assert verify(project).code == 0
        project.write("ormforge.toml", config.replace(f'"app"\nlayout = "{layout}"', '"models.py"'))


def test_the_database_given_is_emptied_again(sqlite_url: str, tmp_path: Path) -> None:
    project = generated(tmp_path / "p", sqlite_url, DDL)
    given = tmp_path / "given.db"
    given.touch()
    for _ in range(2):
        assert findings(verify(project, "--scratch", f"sqlite:///{given}"), "error") == []
        with sqlite3.connect(given) as connection:
            left = connection.execute(
                "select name from sqlite_master where name not like 'sqlite%'"
            )
            assert left.fetchall() == []
        connection.close()


def test_a_database_that_is_not_empty_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    project = generated(tmp_path / "p", sqlite_url, DDL)
    (error,) = findings(verify(project, "--scratch", sqlite_url), "error")
    assert "is not empty" in error


def test_a_database_of_another_kind_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    project = generated(tmp_path / "p", sqlite_url, DDL)
    (error,) = findings(verify(project, "--scratch", "postgresql://127.0.0.1/x"), "error")
    assert error == "rebuild: --scratch is a postgresql database, and the source is sqlite"
