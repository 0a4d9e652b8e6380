"""What `doctor` finds out about a database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.database import Request
from ormforge.database.doctor import probe


def said(url: str, **request: object) -> dict[str, tuple[str, str]]:
    return {f.subject: (f.severity, f.message) for f in probe(Request(url=url, **request))}


def test_sqlite(sqlite_url: str) -> None:
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    connection.executescript(
        "create table t (a int); create view v as select a from t; create view w as select f(a) from t"
    )
    connection.close()
    found = said(sqlite_url)
    assert [severity for severity, _ in found.values()] == ["ok", "ok", "ok", "ok", "warning"]
    assert found["tables"][1] == "1 table and 1 view match."
    assert found["views"][1].endswith(": w.")


def test_nothing_matches(sqlite_url: str) -> None:
    assert said(sqlite_url, include=("x*",))["tables"] == ("warning", "No table matches.")


@pytest.mark.parametrize(
    ("url", "subject"),
    [("sqlite:///{absent}", "connection"), ("mssql://h/d", "driver"), ("no url", "driver")],
)
def test_an_error_ends_the_list(tmp_path: Path, url: str, subject: str) -> None:
    findings = probe(Request(url=url.format(absent=tmp_path / "absent.db")))
    assert (findings[-1].subject, findings[-1].severity) == (subject, "error")
    assert findings[-1].hint
    assert all(f.severity == "ok" for f in findings[:-1])


def test_tables_without_the_select_privilege_are_named(mysql_url: str) -> None:
    url = sa.make_url(mysql_url)
    admin = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    user = "ormforge_probe"
    with admin.connect() as connection:
        for statement in (
            "create table mine (a int)",
            "create table theirs (a int)",
            f"create or replace user {user} identified by 'pw-9'",
            f"grant select on {url.database}.mine to {user}",
            f"grant insert on {url.database}.theirs to {user}",
        ):
            connection.exec_driver_sql(statement)
        limited = url.set(username=user, password="pw-9").render_as_string(hide_password=False)
        found = said(limited)
        connection.exec_driver_sql(f"drop user {user}")
    admin.dispose()
    assert found["privileges"] == ("warning", "The user may not SELECT from theirs.")
    assert found["tables"][1] == "2 tables and 0 views match."
    assert "MariaDB" in found["connection"][1] or "MySQL" in found["connection"][1]
    assert "pw-9" not in found["connection"][1]


def test_postgresql(pg_url: str) -> None:
    engine = sa.create_engine(pg_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("create table t (a int)"))
    engine.dispose()
    found = said(pg_url)
    assert {severity for severity, _ in found.values()} == {"ok"}
    assert "PostgreSQL" in found["connection"][1]
