"""Passwords with any characters, out of variables, `.env`, alembic.ini and the keyring; never in what is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.project import Project, Run

ODD = "p@ss:w/%#? \"é'$&=+\\"
OUTPUT = '[output]\npath = "models.py"\n'
BACKEND = """\
import json, pathlib
from keyring.backend import KeyringBackend

FILE = pathlib.Path(__file__).with_name("secrets.json")

class FileKeyring(KeyringBackend):
    priority = 1
    def _all(self):
        return json.loads(FILE.read_text()) if FILE.exists() else {}
    def get_password(self, service, username):
        return self._all().get(f"{service} {username}")
    def set_password(self, service, username, password):
        FILE.write_text(json.dumps({**self._all(), f"{service} {username}": password}))
"""


@pytest.fixture
def user(mysql_url: str) -> Iterator[sa.URL]:
    """The URL of a user whose password has every odd character."""
    name = f"odd_{os.getpid()}"
    engine = sa.create_engine(mysql_url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    url = sa.make_url(mysql_url).set(username=name, password=ODD)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE OR REPLACE USER {name} IDENTIFIED BY :pw"), {"pw": ODD})
        connection.exec_driver_sql(f"GRANT ALL ON `{url.database}`.* TO {name}")
        connection.exec_driver_sql("CREATE TABLE books (id int primary key)")
        yield url
        connection.exec_driver_sql(f"DROP USER {name}")
    engine.dispose()


@pytest.fixture
def keyring(tmp_path: Path) -> dict[str, str]:
    """The environment of a keyring in a file, in place of the operating system's."""
    folder = tmp_path / "keyring"
    folder.mkdir()
    (folder / "file_keyring.py").write_text(BACKEND)
    return {"PYTHONPATH": str(folder), "PYTHON_KEYRING_BACKEND": "file_keyring.FileKeyring"}


def store(keyring: dict[str, str], service: str, user: str, secret: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "keyring", "set", service, user],
        input=secret,
        text=True,
        env={**os.environ, **keyring},
        check=True,
        capture_output=True,
    )


def encoded(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def bare(url: sa.URL) -> str:
    return f"{url.drivername}://{url.username}@{url.host}:{url.port}/{url.database}"


def connects(project: Project, url: sa.URL, env: dict[str, str]) -> None:
    """The run finds the table, and nothing that it prints holds the password in any spelling."""
    runs = [
        project.ormforge(*words, env=env)
        for words in (["-v", "draft"], ["--output-format", "json", "doctor"])
    ]
    assert "class Books(Base)" in runs[0].out, runs[0].err
    assert all(run.code == 0 for run in runs), runs
    assert not leaked(runs, url)


def leaked(runs: list[Run], url: sa.URL) -> list[str]:
    spellings = (ODD, encoded(url).partition("@")[0].rpartition(":")[2], "p@ss:w", "p%40ss")
    return [word for word in spellings for run in runs if word in run.out + run.err]


def test_in_a_variable_and_in_env(tmp_path: Path, user: sa.URL) -> None:
    project = Project(tmp_path, "")
    project.write("ormforge.toml", f'[database]\nurl = "env:SHOP_URL"\n{OUTPUT}')
    connects(project, user, {"SHOP_URL": encoded(user)})
    project.write(".env", f"SHOP_URL={encoded(user)}\n")
    connects(project, user, {})


def test_the_password_alone_as_it_is(tmp_path: Path, user: sa.URL) -> None:
    project = Project(tmp_path, "")
    text = f'[database]\nurl = "{bare(user)}"\npassword = "env:SHOP_PASSWORD"\n{OUTPUT}'
    project.write("ormforge.toml", text)
    connects(project, user, {"SHOP_PASSWORD": ODD})
    quoted = ODD.replace("\\", "\\\\").replace("'", "\\'")
    project.write(".env", f"SHOP_PASSWORD='{quoted}'\n")
    connects(project, user, {})


def test_in_the_keyring(tmp_path: Path, user: sa.URL, keyring: dict[str, str]) -> None:
    project = Project(tmp_path, "")
    project.write("ormforge.toml", f'[database]\nurl = "keyring:team/shop/url"\n{OUTPUT}')
    missing = project.ormforge("draft", env=keyring)
    assert missing.code == 2
    assert "the keyring has nothing for url at team/shop" in missing.err
    assert "keyring set team/shop url" in missing.err
    store(keyring, "team/shop", "url", encoded(user))
    connects(project, user, keyring)
    store(keyring, "shop", "app", ODD)
    text = f'[database]\nurl = "{bare(user)}"\npassword = "keyring:shop/app"\n{OUTPUT}'
    project.write("ormforge.toml", text)
    connects(project, user, keyring)
    broken = {**keyring, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    failed = project.ormforge("draft", env=broken)
    assert failed.code == 2
    assert "the keyring cannot be read: " in failed.err


def test_from_alembic_ini_the_first_configuration(tmp_path: Path, user: sa.URL) -> None:
    project = Project(tmp_path, "")
    url = encoded(user).replace("%", "%%")
    project.write("alembic.ini", f"[alembic]\nsqlalchemy.url = {url}\n")
    first = project.ormforge("init", "--yes", env={"DATABASE_URL": ""})
    assert first.code == 0, first.err
    assert 'url = "env:DATABASE_URL"' in project.read("ormforge.toml")
    assert not leaked([first], user)
    project.write("ormforge.toml", f'[database]\nurl = "env:DATABASE_URL"\n{OUTPUT}')
    connects(project, user, {"DATABASE_URL": encoded(user)})


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('url = "postgresql://u@h/d"\npassword = "hunter2-plain"', "must say where it is kept"),
        ('url = "postgresql://h/d"\npassword = "env:PW"', "names no user to log in as"),
        ('url = "env:U"\npassword = "env:PW"', "holds a password already"),
        ('url = "sqlite:///a.db"\npassword = "env:NONE"', "variable NONE is not set"),
        ('ddl = ["a.sql"]\ndialect = "sqlite"\npassword = "env:PW"', "password: is for a url"),
        ('url = "keyring:shop"', "must name a service and a user"),
    ],
)
def test_mistakes_are_told_without_the_secret(tmp_path: Path, lines: str, told: str) -> None:
    project = Project(tmp_path, "")
    project.write("ormforge.toml", f"[database]\n{lines}\n{OUTPUT}")
    run = project.ormforge("draft", env={"PW": "hunter2-pw", "U": "mysql://u:hunter2-url@h/d"})
    assert run.code == 2
    assert told in run.err
    assert "hunter2" not in run.out + run.err
