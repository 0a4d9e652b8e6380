"""What `doctor` finds out about a database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
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


def lines(url: str, **request: object) -> list[str]:
    """What is not in order, each finding with its hint."""
    return [
        f"{f.severity}: {f.subject}: {f.message} | {f.hint}"
        for f in probe(Request(url=url, **request))
        if f.severity != "ok"
    ]


def run(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def pg_role(pg_url: str) -> Iterator[str]:
    """The name of a role that may log in and has no privilege."""
    role = f"probe {os.getpid()}"
    run(pg_url, f"CREATE ROLE \"{role}\" LOGIN PASSWORD 'p@ss:w%%'")
    yield role
    run(pg_url, f'DROP OWNED BY "{role}"', f'DROP ROLE "{role}"')


def as_role(url: str, role: str, password: str | None = None) -> str:
    changed = sa.make_url(url).set(username=role, password=password)
    return changed.render_as_string(hide_password=False)


def test_postgresql_tells_each_missing_privilege(pg_url: str, pg_role: str) -> None:
    run(
        pg_url,
        "CREATE TABLE a (id int primary key, x int)",
        "CREATE TABLE b (id int primary key)",
        "CREATE TABLE c (id int primary key, x int)",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.t (id int)",
        f'GRANT SELECT ON a TO "{pg_role}"',
        f'GRANT SELECT (id) ON c TO "{pg_role}"',
    )
    url = as_role(pg_url, pg_role)
    role = f'"{pg_role}"'
    general = "Models are generated all the same; queries through them will fail. To allow them: "
    assert lines(url) == [
        f"warning: privileges: The user may not SELECT from public.b. | {general}"
        f"GRANT SELECT ON public.b TO {role};",
        f"warning: privileges: The user may SELECT only some columns of public.c. | {general}"
        f"GRANT SELECT ON public.c TO {role};",
        "info: privileges: The user may not INSERT or UPDATE or DELETE in public.a, public.b, public.c. "
        f"| For an application that writes: GRANT INSERT, UPDATE, DELETE ON public.a, public.b, public.c TO {role};",
        "info: schemas: Not asked for: sales (1 table). | Name the schemas to read in [database] schemas.",
    ]
    sales = lines(url, schemas=("sales",), include=("t",))
    assert sales[0] == (
        "warning: privileges: The user has no USAGE on the schema sales: nothing in it can be used. | "
        f"GRANT USAGE ON SCHEMA sales TO {role};"
    )
    run(pg_url, *(hint.partition(" | ")[2].partition("them: ")[2] for hint in lines(url)[:2]))
    assert not [line for line in lines(url) if line.startswith("warning")], "the GRANT helps"


def test_postgresql_log_in(pg_url: str, pg_role: str) -> None:
    assert "no such user" in lines(as_role(pg_url, "nobody at all"))[0]
    absent = sa.make_url(pg_url).set(database="absent").render_as_string(hide_password=False)
    assert "no such database" in lines(absent)[0]
    assert "Create the database" in lines(absent)[0]
    engine = sa.create_engine(pg_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        hba = Path(connection.exec_driver_sql("SHOW hba_file").scalar_one())
    engine.dispose()
    before = hba.read_text()
    try:
        rule = f'all "{pg_role}"'
        hba.write_text(f"local {rule} scram-sha-256\nhost {rule} all scram-sha-256\n{before}")
        run(pg_url, "SELECT pg_reload_conf()")
        wrong = as_role(pg_url, pg_role, "p@ss:w")
        for _ in range(100):
            if said := lines(wrong):
                break
            time.sleep(0.1)
        assert "access denied: wrong user or password" in said[0]
        assert "p@ss" not in said[0]
        assert "p%40ss" not in said[0]
        assert said[0].endswith("Check the user and the password in the database URL.")
        assert "the server asks for a password" in lines(as_role(pg_url, pg_role))[0]
        assert not [one for one in lines(as_role(pg_url, pg_role, "p@ss:w%")) if "error" in one]
    finally:
        hba.write_text(before)
        run(pg_url, "SELECT pg_reload_conf()")


def test_postgresql_tls_and_reach() -> None:
    refused = lines("postgresql://u:secret-7@127.0.0.1:1/d")
    assert "connection refused: no server answers there" in refused[0]
    assert "secret-7" not in refused[0]
    assert "unknown host" in lines("postgresql://u@no-such-host.invalid/d")[0]


@pytest.fixture
def mysql_user(mysql_url: str) -> Iterator[str]:
    """The URL of a user who may log in and has no privilege."""
    name = f"ormforge_user_{os.getpid()}"
    run(mysql_url, f"CREATE OR REPLACE USER {name} IDENTIFIED BY 'p@ss:w/é'")
    yield as_role(mysql_url, name, "p@ss:w/é")
    run(mysql_url, f"DROP USER {name}")


MYSQL_TABLES = (
    "CREATE TABLE authors (id int primary key)",
    "CREATE TABLE books (id int primary key, author_id int, price int, "
    "constraint fk foreign key (author_id) references authors (id) on delete cascade on update set null)",
    "CREATE VIEW v AS SELECT id FROM books",
)


def test_mariadb_tells_what_is_hidden(mysql_url: str, mysql_user: str) -> None:
    run(mysql_url, *MYSQL_TABLES)
    url = sa.make_url(mysql_user)
    place, user = f"`{url.database}`", f"'{url.username}'@'%'"
    assert "access denied to this database" in lines(mysql_user)[0]
    run(mysql_url, f"GRANT SELECT (id) ON {place}.books TO {url.username}")
    (partial,) = lines(mysql_user)
    assert partial == (
        "warning: privileges: Only some columns are in sight of books: the user has privileges on single "
        "columns, and models will lack the others. | "
        f"GRANT SELECT ON {place}.`books` TO {user};"
    )
    run(
        mysql_url,
        partial.partition(" | ")[2].replace("%", "%%"),
        f"GRANT SELECT ON v TO {url.username}",
    )
    assert lines(mysql_user) == [
        "warning: privileges: Not in sight: authors (which books refers to). There is no such table, or no "
        f"privilege on it. | GRANT SELECT ON {place}.`authors` TO {user};",
        f"info: privileges: The query is hidden of v. | GRANT SHOW VIEW ON {place}.`v` TO {user};",
    ]


def test_mariadb_log_in(mysql_url: str, mysql_user: str) -> None:
    url = sa.make_url(mysql_user)
    wrong = url.set(password="p@ss:w/").render_as_string(hide_password=False)
    assert "access denied: wrong user or password" in lines(wrong)[0]
    assert "ss:w" not in lines(wrong)[0]
    run(mysql_url, f"GRANT SELECT ON *.* TO {url.username}")
    absent = url.set(database="ormforge_absent").render_as_string(hide_password=False)
    assert "no such database" in lines(absent)[0]


def test_mariadb_without_tls(mysql_url: str, tmp_path: Path) -> None:
    import ssl

    authorities = ssl.get_default_verify_paths()
    file = authorities.cafile or authorities.openssl_cafile
    if not os.path.exists(file):
        pytest.skip("no certificates on this machine")
    engine = sa.create_engine(mysql_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        offered = connection.exec_driver_sql("SELECT @@have_ssl").scalar_one() == "YES"
    engine.dispose()
    (said,) = lines(f"{mysql_url}?ssl_ca={file}")
    what = "certificate is not trusted" if offered else "the server offers no TLS"
    assert what in said


def test_sqlite_says_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("this is no database, whatever its name is " * 20)
    assert "the file is no SQLite database" in lines(f"sqlite:///{text}")[0]
    assert "is a folder" in lines(f"sqlite:///{tmp_path}")[0]
    held = tmp_path / "held.db"
    holder = sqlite3.connect(held)
    holder.execute("CREATE TABLE t (a)")
    holder.execute("BEGIN EXCLUSIVE")
    assert "another program holds a lock" in lines(f"sqlite:///{held}?timeout=0.1")[0]
    holder.close()


PROBE = """
import os, sys
from ormforge.database import Request
from ormforge.database.doctor import probe
os.setuid(65534)
print(probe(Request(url=sys.argv[1]))[-1].message)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_sqlite_that_may_not_be_read(tmp_path: Path) -> None:
    """A user of root's needs another user for it: root may read everything."""
    file = tmp_path / "shut.db"
    sqlite3.connect(file).execute("CREATE TABLE t (a)").connection.close()
    file.chmod(0)
    if os.geteuid() != 0:
        assert "cannot be opened" in lines(f"sqlite:///{file}")[0]
        return
    for folder in (tmp_path, *tmp_path.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, f"sqlite:///{file}"], capture_output=True, text=True
    )
    assert "no permission to read it" in done.stdout + done.stderr
