"""From a URL to a connection: files, drivers, and errors in plain words with every secret masked."""

from __future__ import annotations

import sqlite3
import traceback
from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.database import Request, reflect
from ormforge.database.connect import engine_url, run_connected, sqlite_location
from ormforge.database.drivers import choose_driver, split_drivername
from ormforge.database.failures import SYMPTOMS, describe_failure, driver_words, raise_failure
from ormforge.errors import DatabaseError

SECRET = "s3cr3t/p@ss"
ENCODED = "s3cr3t%2Fp%40ss"


def failure(url: str) -> str:
    """The whole traceback's text of the error that reading this database ends with."""
    with pytest.raises(DatabaseError) as caught:
        reflect(Request(url=url))
    assert str(caught.value) in "".join(traceback.format_exception(caught.value))
    return "".join(traceback.format_exception(caught.value))


# -- SQLite files


def test_absent_file_is_an_error_and_stays_absent(tmp_path: Path) -> None:
    path = tmp_path / "absent.db"
    assert "there is no such file" in failure(f"sqlite:///{path}")
    assert not path.exists()


def test_folder_and_other_files_are_errors(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("no database, but long enough to be looked at as if it were one\n" * 20)
    assert "is a folder" in failure(f"sqlite:///{tmp_path}")
    assert "the file is no SQLite database" in failure(f"sqlite:///{other}")


@pytest.mark.parametrize("name", ["a b.db", "ü x.db", "100%41.db", "#x.db"])
def test_any_file_name_can_be_opened(tmp_path: Path, name: str) -> None:
    sqlite3.connect(tmp_path / name).execute("create table t (a int)").connection.close()
    assert [t.name for t in reflect(Request(url=f"sqlite:///{tmp_path / name}")).tables] == ["t"]


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+pysqlite", "sqlite+aiosqlite"])
def test_every_driver_reads_the_same_file(sqlite_url: str, scheme: str) -> None:
    url = sqlite_url.replace("sqlite", scheme, 1)
    assert reflect(Request(url=url)).dialect == "sqlite"


def test_uri_is_opened_for_reading_only(sqlite_url: str, tmp_path: Path) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    assert reflect(Request(url=f"sqlite:///file:{path}?uri=true&cache=shared")).tables == ()
    location, timeout = sqlite_location("sqlite:///file:x?uri=true&cache=shared&timeout=9")
    assert (location, timeout) == ("file:x?mode=ro&cache=shared", 9.0)
    assert "cannot be opened" in failure(f"sqlite:///file:{tmp_path}/absent?uri=true")
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_memory_is_an_empty_database(url: str) -> None:
    assert reflect(Request(url=url)).tables == ()


def test_a_database_in_use_can_be_read(sqlite_url: str) -> None:
    writer = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table t (a int)")
    writer.execute("begin immediate")
    writer.execute("create table not_yet (a int)")
    assert [t.name for t in reflect(Request(url=sqlite_url)).tables] == ["t"]
    writer.rollback()
    writer.close()


# -- drivers


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://h/d", "postgresql+psycopg"),
        ("postgres://h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://h/d", "postgresql+psycopg"),
        ("postgresql+psycopg_async://h/d", "postgresql+psycopg"),
        ("mysql://h/d", "mysql+pymysql"),
        ("mariadb://h/d", "mariadb+pymysql"),
        ("mysql+aiomysql://h/d", "mysql+pymysql"),
        ("mysql+asyncmy://h/d", "mysql+pymysql"),
    ],
)
def test_an_installed_synchronous_driver_is_chosen(url: str, driver: str) -> None:
    target, asynchronous = engine_url(url)
    assert (target.drivername, asynchronous) == (driver, False)


def test_options_of_asyncpg_become_those_of_libpq() -> None:
    target, _ = engine_url(
        "postgresql+asyncpg://h/d?ssl=require&timeout=9&prepared_statement_cache_size=0"
    )
    assert dict(target.query) == {"sslmode": "require", "connect_timeout": "9"}


def test_a_driver_that_is_not_installed_is_named_with_the_command() -> None:
    text = failure(f"mssql://sa:{ENCODED}@h/d")
    assert "the driver pyodbc is not installed" in text
    assert "pip install pyodbc" in text
    assert SECRET not in text
    assert ENCODED not in text


def test_unknown_dialects_and_texts_are_errors() -> None:
    assert "SQLAlchemy knows no such database" in failure("nosuchdb://h/d")
    assert "cannot be read" in failure("just some text")
    assert choose_driver("firebird://h/d") is None
    assert split_drivername("mysql+pymysql://h") == ("mysql", "pymysql")


def test_an_asynchronous_driver_is_used_where_there_is_no_other(sqlite_url: str) -> None:
    pytest.importorskip("greenlet")
    from ormforge.database.connect import _run_asynchronous

    url = sa.make_url(sqlite_url).set(drivername="sqlite+aiosqlite")
    assert _run_asynchronous(url, lambda connection: connection.scalar(sa.text("select 7"))) == 7


# -- servers


def test_postgresql_errors(pg_url: str) -> None:
    url = sa.make_url(pg_url)
    absent = url.set(database="absent_database")
    assert "no such database" in failure(absent.render_as_string(hide_password=False))
    if not url.query.get("host"):
        refused = url.set(port=1, host="127.0.0.1", password=SECRET)
        text = failure(refused.render_as_string(hide_password=False))
        assert "connection refused" in text
        assert SECRET not in text


def test_mysql_errors(mysql_url: str) -> None:
    url = sa.make_url(mysql_url)
    wrong = url.set(username="nobody_here", password=SECRET)
    text = failure(wrong.render_as_string(hide_password=False))
    assert "access denied" in text
    assert SECRET not in text
    assert ENCODED not in text
    absent = url.set(database="absent_database")
    assert "no such database" in failure(absent.render_as_string(hide_password=False))
    assert "names no database" in failure(
        url.set(database="").render_as_string(hide_password=False)
    )


def test_connection_refused_and_unknown_host() -> None:
    assert "connection refused" in failure("mysql+pymysql://root@127.0.0.1:1/x")
    assert "unknown host" in failure("mysql+pymysql://root@no-such-host.invalid/x")


@pytest.mark.parametrize("password", ["tea@pot", "tea@p/ot", "@pot@tea"])
def test_no_part_of_a_password_with_an_at_is_told(password: str) -> None:
    with pytest.raises(DatabaseError, match="more than one `@`") as failure:
        run_connected(f"mysql+pymysql://root:{password}@127.0.0.1:1/shop", print)
    told = "".join(traceback.format_exception(failure.value))
    assert "pot" not in told.replace(__file__, "")
    assert failure.value.hint is not None
    assert "%40" in failure.value.hint


def test_a_statement_that_fails_is_an_error_too(mysql_url: str) -> None:
    with pytest.raises(DatabaseError, match="doesn't exist"):
        run_connected(mysql_url, lambda c: c.exec_driver_sql("select * from absent"))


# -- words

WORDS = [
    ('FATAL: password authentication failed for user "app"', "wrong user or password"),
    ("28P01: FATAL: Passwort-Authentifizierung fehlgeschlagen", "wrong user or password"),
    ("1045: Access denied for user 'a'@'b' (using password: YES)", "wrong user or password"),
    ("ORA-01017: invalid username/password", "wrong user or password"),
    ("1044: Access denied for user 'a'@'%' to database 'x'", "access denied to this database"),
    ("1142: SELECT command denied to user 'a'@'b' for table 't'", "permission denied"),
    ("42501: permission denied for table t", "permission denied"),
    ("3D000: database x does not exist", "no such database"),
    ('could not translate host name "h" to address', "unknown host"),
    ("[Errno 111] Connect call failed", "connection refused"),
    ("connection timeout expired", "no answer"),
    ("database is locked", "holds a lock"),
]


@pytest.mark.parametrize(("words", "meaning"), WORDS)
def test_drivers_words_have_a_meaning(words: str, meaning: str) -> None:
    error = describe_failure(Exception(words), "postgresql://u@h/d")
    assert error.message.startswith("postgresql://u@h/d: ")
    assert meaning in error.message
    assert error.hint


def test_every_symptom_says_what_to_do() -> None:
    assert all(
        symptom.what and symptom.hint.endswith((".", "cryptography")) for symptom in SYMPTOMS
    )


def test_codes_come_from_the_driver() -> None:
    class ServerError(Exception):
        sqlstate = "28P01"

    assert driver_words(ServerError("x")) == "28P01: x"
    assert driver_words(Exception(1045, "denied")) == "1045: denied"


def test_long_words_stay_on_one_line() -> None:
    error = describe_failure(Exception("a\nb " * 1000), "mysql://h/d")
    assert "\n" not in error.message
    assert len(error.message) < 400


@pytest.mark.parametrize("spelling", [SECRET, ENCODED, repr(SECRET)])
def test_secrets_are_masked_in_all_errors_behind_an_error(spelling: str) -> None:
    url = f"mysql://u:{ENCODED}@h/d"
    outer = OSError(5, f"outer {spelling}")
    outer.__cause__ = ValueError(f"inner {spelling}")
    with pytest.raises(DatabaseError) as caught:
        raise_failure(outer, url)
    text = "".join(traceback.format_exception(caught.value))
    # Source lines of this test name the variable only.
    assert SECRET not in text
    assert ENCODED not in text
    assert "***" in text


def test_a_request_does_not_show_its_url() -> None:
    assert "s3cr3t" not in repr(Request(url=f"mysql://u:{ENCODED}@h/d"))
