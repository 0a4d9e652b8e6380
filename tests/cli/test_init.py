from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ormforge.config import load_config, read_config
from tests.cli.conftest import Ormforge


def written_url(folder: Path) -> str:
    return read_config(folder, None, None, {}, {}).config.database.url.get_secret_value()


def test_a_first_configuration(ormforge: Ormforge, tmp_path: Path) -> None:
    done = ormforge("init", "--url", "sqlite:///shop.db", "--yes")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "Wrote ormforge.toml, for the database sqlite:///shop.db",
        "Added ormforge.local.toml to .gitignore",
        "Next:",
        "  ormforge doctor",
        "  ormforge generate",
    ]
    config = load_config(tmp_path, None, None, {}, {}).config
    assert config.naming.singularize
    assert config.output.path == "models.py"
    assert (tmp_path / ".gitignore").read_text() == "ormforge.local.toml\n"


@pytest.mark.parametrize("pyproject", [False, True])
def test_every_line_that_is_commented_out_is_right(
    ormforge: Ormforge, tmp_path: Path, pyproject: bool
) -> None:
    file = tmp_path / ("pyproject.toml" if pyproject else "ormforge.toml")
    ormforge("init", "--url", "sqlite:///shop.db", "--yes", *(["--pyproject"] if pyproject else []))
    first, *lines = file.read_text().splitlines()
    assert first.startswith("# ")
    file.write_text("\n".join([first, *(line.removeprefix("# ") for line in lines)]))
    config = load_config(tmp_path, None, "ci", {}, {"CI_DATABASE_URL": "sqlite://"}).config
    assert config.api is not None
    assert config.api.path == "schemas.py"
    assert config.naming.relationships["books.author_id"].reverse == "books"


@pytest.mark.parametrize(
    "url", ["postgresql://me:s3cret@h/d", "mysql+pymysql://me@h/d?password=s3cret"]
)
def test_a_password_is_written_to_no_file(ormforge: Ormforge, tmp_path: Path, url: str) -> None:
    done = ormforge("init", "--url", url, "--yes")
    assert done.code == 0
    assert written_url(tmp_path) == "env:DATABASE_URL"
    assert [file.name for file in tmp_path.iterdir() if "s3cret" in file.read_text()] == []
    assert "s3cret" not in done.out + done.err
    assert "write DATABASE_URL=" in done.err
    assert (tmp_path / ".gitignore").read_text() == "ormforge.local.toml\n.env\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_pyproject_is_added_to(ormforge: Ormforge, tmp_path: Path, newline: str, end: str) -> None:
    before = f"[project]\nname = 'ü' # my comment{end}".replace("\n", newline).encode()
    (tmp_path / "pyproject.toml").write_bytes(before)
    assert ormforge("init", "--url", "sqlite:///shop.db", "--pyproject").code == 0
    after = (tmp_path / "pyproject.toml").read_bytes()
    assert after.startswith(before)
    assert (b"\r\n" in after) == (newline == "\r\n")
    assert after.count(b"\n") == after.count(newline.encode())
    assert written_url(tmp_path) == "sqlite:///shop.db"
    assert not (tmp_path / "ormforge.toml").exists()


def test_a_pyproject_that_cannot_be_added_to_stays_as_it_is(
    ormforge: Ormforge, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = 1\n")
    done = ormforge("init", "--url", "sqlite:///shop.db", "--pyproject")
    assert done.code == 2
    assert "[tool.ormforge] cannot be added" in done.err
    assert (tmp_path / "pyproject.toml").read_text() == "tool = 1\n"


@pytest.mark.parametrize("arguments", [[], ["--pyproject"]])
@pytest.mark.parametrize("name", ["ormforge.toml", "pyproject.toml"])
def test_a_configuration_is_never_overwritten(
    ormforge: Ormforge, tmp_path: Path, name: str, arguments: list[str]
) -> None:
    (tmp_path / name).write_text("[tool.ormforge]\n")
    done = ormforge("init", "--url", "sqlite:///shop.db", "--yes", *arguments)
    assert done.code == 2
    assert "already" in done.err
    assert sorted(file.name for file in tmp_path.iterdir()) == [name]
    assert (tmp_path / name).read_text() == "[tool.ormforge]\n"


ALEMBIC = "[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = {}\n"


@pytest.mark.parametrize(
    ("files", "environ", "written", "origin"),
    [
        (
            {},
            {"DATABASE_URL": "postgresql://u:p@h/d"},
            "env:DATABASE_URL",
            "the variable DATABASE_URL",
        ),
        (
            {".env": "\nDATABASE_URL=sqlite:///x.db\n"},
            {},
            "env:DATABASE_URL",
            "the variable DATABASE_URL in .env:2",
        ),
        (
            {},
            {"SQLALCHEMY_DATABASE_URI": "mysql://h/d"},
            "env:SQLALCHEMY_DATABASE_URI",
            "the variable SQLALCHEMY_DATABASE_URI",
        ),
        (
            {},
            {"DATABASE_URL": "mongodb://h/d", "DB_URL": "mysql://h/d"},
            "env:DB_URL",
            "the variable DB_URL",
        ),
        (
            {"alembic.ini": ALEMBIC.format("sqlite:///%(here)s/x.db")},
            {},
            "sqlite:///x.db",
            "alembic.ini",
        ),
        (
            {"alembic.ini": ALEMBIC.format("postgresql://u:s3cret@h/d")},
            {},
            "env:DATABASE_URL",
            "alembic.ini",
        ),
        (
            {"alembic.ini": ALEMBIC.format("driver://user:pass@localhost/dbname"), "a.db": ""},
            {},
            "sqlite:///a.db",
            "the file a.db",
        ),
        (
            {"pyproject.toml": '[tool.shop.db]\nurl = "postgresql://h/d"\n'},
            {},
            "postgresql://h/d",
            "pyproject.toml",
        ),
        ({"a.sqlite3": ""}, {}, "sqlite:///a.sqlite3", "the file a.sqlite3"),
    ],
)
def test_the_database_is_found(
    ormforge: Ormforge,
    tmp_path: Path,
    files: dict[str, str],
    environ: dict[str, str],
    written: str,
    origin: str,
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = ormforge("init", "--yes", environ=environ)
    assert done.code == 0, done.err
    assert f"Found a database in {origin}\n" in done.err
    assert written_url(tmp_path) == written
    assert "s3cret" not in done.err


@pytest.mark.parametrize(
    "files",
    [{}, {"a.db": "", "b.db": ""}, {"alembic.ini": "no section\n"}, {"pyproject.toml": "= broken"}],
)
def test_without_a_database_the_variable_to_set_is_told(
    ormforge: Ormforge, tmp_path: Path, files: dict[str, str]
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = ormforge("init", "--yes")
    assert done.code == 0
    assert "write DATABASE_URL=dialect://user:***@host/name into .env" in done.err
    assert written_url(tmp_path) == "env:DATABASE_URL"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("url = postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("url = postgres://u@h/d", "postgresql://u@h/d"),
        ("url = sqlite+aiosqlite:///%(here)s/db/x.db", "sqlite+aiosqlite:///db/x.db"),
        ("url = sqlite:///%(here)s/../x.db", "sqlite:///../x.db"),
        ("url = postgresql://%(who)s@h/d%%20b\nwho = me", "postgresql://me@h/d%20b"),
        ("url = postgresql://%(who)s:s3c%%40ret@h/d\nwho = me", "env:DATABASE_URL"),
        ("url = postgresql+asyncpg://u@h/d?password=s3c%%40ret", "env:DATABASE_URL"),
    ],
)
def test_a_url_of_alembic(ormforge: Ormforge, tmp_path: Path, text: str, written: str) -> None:
    """As alembic reads it; what is asked of the URL is what a run then connects with."""
    (tmp_path / "alembic.ini").write_text(f"[alembic]\nsqlalchemy.{text}\n")
    done = ormforge("init", "--yes")
    assert "Found a database in alembic.ini\n" in done.err
    assert "s3c" not in done.err + (tmp_path / "ormforge.toml").read_text()
    if written.startswith("env:"):
        assert written_url(tmp_path) == written
    else:
        loaded = load_config(tmp_path, None, None, {}, {}).config.database.url.get_secret_value()
        assert loaded.replace(f"{tmp_path.as_posix()}/", "") == written


@pytest.mark.parametrize("url", ["postgresql://u:s3c%40ret@h/d", "postgresql://%(DB_USER)s@h/d"])
def test_a_url_of_alembic_that_cannot_be_read(ormforge: Ormforge, tmp_path: Path, url: str) -> None:
    """The project has a database: a file that lies about is not it."""
    (tmp_path / "alembic.ini").write_text(ALEMBIC.format(url))
    (tmp_path / "cache.db").write_bytes(SQLITE)
    done = ormforge("init", "--yes")
    assert done.err.startswith(
        "Found a database in alembic.ini, but cannot read its URL: "
        "a %(NAME)s of it is not set there, or a % stands alone\n"
    )
    assert "s3c" not in done.err
    assert written_url(tmp_path) == "env:DATABASE_URL"


MULTIDB = """[alembic]
databases = {}
[main]
sqlalchemy.url = sqlite:///%(here)s/main.db
[reports]
sqlalchemy.url = postgresql://u:s3cret@h/reports
"""


@pytest.mark.parametrize(
    ("databases", "said", "written"),
    [
        ("main", "", "sqlite:///main.db"),
        ("reports", "", "env:DATABASE_URL"),
        ("main, reports", ", but has several and chose none: main, reports", "env:DATABASE_URL"),
    ],
)
def test_several_databases_of_alembic(
    ormforge: Ormforge, tmp_path: Path, databases: str, said: str, written: str
) -> None:
    """As its template `multidb` names them; a file that lies about is none of them."""
    (tmp_path / "alembic.ini").write_text(MULTIDB.format(databases))
    (tmp_path / "cache.db").write_bytes(SQLITE)
    done = ormforge("init", "--yes")
    assert done.err.startswith(f"Found a database in alembic.ini{said}")
    assert written_url(tmp_path) == written
    assert "s3cret" not in done.err


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("sqlite:///%(here)s/x.db", "sqlite:///x.db"),
        ("postgresql://u@h/d%%20b", "postgresql://u@h/d%20b"),
        ("postgresql://u:s3c%%40ret@h/d", "env:DATABASE_URL"),
    ],
)
def test_a_url_of_alembic_in_pyproject(
    ormforge: Ormforge, tmp_path: Path, url: str, written: str
) -> None:
    text = f'[tool.alembic]\nscript_location = "%(here)s/migrations"\nsqlalchemy.url = "{url}"\n'
    (tmp_path / "pyproject.toml").write_text(text)
    done = ormforge("init", "--yes")
    assert "Found a database in pyproject.toml\n" in done.err
    assert written_url(tmp_path) == written
    config = (tmp_path / "ormforge.toml").read_text()
    assert "s3c" not in done.err + config
    assert '\nexclude = ["alembic_version"]\n' in config


SQLITE = b"SQLite format 3\0" + bytes(84)


def test_among_several_sqlite_files_none_is_chosen(ormforge: Ormforge, tmp_path: Path) -> None:
    for name in ("b.db", "a.sqlite"):
        (tmp_path / name).write_bytes(SQLITE)
    done = ormforge("init", "--yes")
    assert done.err.startswith(
        "Found several SQLite files, and chose none: a.sqlite, b.db; --url sqlite:///NAME names one\n"
    )
    assert written_url(tmp_path) == "env:DATABASE_URL"


def test_what_only_is_called_like_a_sqlite_file_is_none(ormforge: Ormforge, tmp_path: Path) -> None:
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(84))
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "what?.db").write_bytes(SQLITE)
    assert "Found" not in ormforge("init", "--yes").err
    assert written_url(tmp_path) == "env:DATABASE_URL"
    (tmp_path / "ormforge.toml").unlink()
    (tmp_path / "shop.db").write_bytes(SQLITE)
    assert "Found a database in the file shop.db\n" in ormforge("init", "--yes").err


def test_alembics_own_table_is_left_out(ormforge: Ormforge, tmp_path: Path) -> None:
    (tmp_path / "alembic.ini").write_text(ALEMBIC.format("sqlite:///x.db"))
    ormforge("init", "--yes")
    assert load_config(tmp_path, None, None, {}, {}).config.database.exclude == ("alembic_version",)


def test_a_gitignore_in_another_encoding_keeps_its_bytes(
    ormforge: Ormforge, tmp_path: Path
) -> None:
    (tmp_path / ".gitignore").write_bytes(b"caf\xe9\r\n")
    assert ormforge("init", "--url", "sqlite:///shop.db", "--yes").code == 0
    assert (tmp_path / ".gitignore").read_bytes() == b"caf\xe9\r\normforge.local.toml\n"


@pytest.mark.parametrize(
    ("arguments", "blocked"),
    [
        ([], ".gitignore"),
        (["--pyproject"], ".gitignore"),
        (["--pyproject"], "pyproject.toml"),
        (["--ci", "github"], ".github"),
        (["--ci", "pre-commit", "--pyproject"], ".gitignore"),
    ],
)
def test_all_files_or_none(
    ormforge: Ormforge, tmp_path: Path, arguments: list[str], blocked: str
) -> None:
    """What stands in a file's way is told, and the other files are as they were."""
    if blocked == ".github":
        (tmp_path / blocked).write_text("a file")
    else:
        (tmp_path / blocked).mkdir()
    if blocked != "pyproject.toml":
        (tmp_path / "pyproject.toml").write_text("[project]\n")
    before = {file: file.is_file() and file.read_bytes() for file in tmp_path.iterdir()}
    done = ormforge("init", "--url", "mysql://u:p@h/d", "--yes", *arguments)
    assert done.code == 2
    assert done.err.startswith(f"error: {blocked}")
    assert "internal" not in done.err
    assert ": cannot be " in done.err
    assert {f: f.is_file() and f.read_bytes() for f in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_to(ormforge: Ormforge, tmp_path: Path) -> None:
    (tmp_path / "ormforge.toml").symlink_to(tmp_path / "gone" / "ormforge.toml")
    done = ormforge("init", "--url", "sqlite:///shop.db", "--yes")
    assert done.code == 2
    assert done.err == "error: ormforge.toml: cannot be written: No such file or directory\n"
    assert [file.name for file in tmp_path.iterdir()] == ["ormforge.toml"]


def test_what_is_ignored_already_is_not_added_again(ormforge: Ormforge, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.local.toml\n/.env")
    ormforge("init", "--url", "mysql://u:p@h/d", "--yes")
    assert (tmp_path / ".gitignore").read_text() == "*.local.toml\n/.env"


def test_a_url_in_the_keyring(ormforge: Ormforge, tmp_path: Path) -> None:
    done = ormforge("init", "--url", "keyring:shop/app", "--yes")
    assert done.code == 0
    assert "Wrote ormforge.toml, for the database keyring:shop/app\n" in done.err
    assert written_url(tmp_path) == "keyring:shop/app"


@pytest.mark.parametrize("url", ["shop.db", "env:", "env:A B", "keyring:shop", ""])
def test_a_url_that_is_none(ormforge: Ormforge, tmp_path: Path, url: str) -> None:
    done = ormforge("init", "--url", url, "--yes")
    assert done.code == 2
    assert done.err.startswith(
        f"error: --url: {url!r} is not a database URL\n  such as sqlite:///shop.db"
    )
    assert list(tmp_path.iterdir()) == []


def test_for_a_program(ormforge: Ormforge) -> None:
    done = ormforge("--output-format", "json", "init", "--url", "sqlite:///shop.db", "--yes")
    assert done.err == ""
    assert json.loads(done.out) == {
        "version": 1,
        "command": "init",
        "exit_code": 0,
        "written": "ormforge.toml",
        "url": "sqlite:///shop.db",
        "next": ["ormforge doctor", "ormforge generate"],
    }


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_at_a_terminal_it_asks(tmp_path: Path) -> None:
    leader, follower = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ormforge", "init"],
        cwd=tmp_path,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(leader, b"sqlite:///asked.db\napp/models.py\n")
    _, err = process.communicate(timeout=20)
    os.close(leader)
    os.close(follower)
    assert process.returncode == 0, err
    assert "Database URL, or env:NAME [env:DATABASE_URL]:" in err
    config = load_config(tmp_path, None, None, {}, {}).config
    assert config.database.url.get_secret_value().endswith("/asked.db")
    assert config.output.path == "app/models.py"
