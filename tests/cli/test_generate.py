"""generate, check, diff and their kin on a real database, from the command line."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ormforge

SHOP = """
create table authors (id integer primary key, name varchar(50) not null);
create table books (id integer primary key, author_id integer not null references authors (id), title text not null);
"""
MIGRATION = "alter table books add column isbn varchar(13)"
METHOD = "\n    def shout(self) -> str:\n        return self.title.upper()\n"

Sql = Callable[[str], None]


@pytest.fixture
def sql(project: Path) -> Sql:
    """Runs SQL on the shop, which stands in the project's folder."""

    def execute(script: str) -> None:
        connection = sqlite3.connect(project / "shop.db")
        connection.executescript(script)
        connection.close()

    execute(SHOP)
    return execute


@pytest.fixture
def models(project: Path, sql: Sql, ormforge: Ormforge) -> Path:
    """The models of the shop, generated, with a method written by hand at the end of the last class."""
    done = ormforge("generate")
    assert done.code == 0, done.err
    path = project / "models.py"
    path.write_text(path.read_text() + METHOD)
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "lock"
    }


def test_generate_then_nothing_to_do(ormforge: Ormforge, sql: Sql, project: Path) -> None:
    first = ormforge("generate")
    assert (first.code, first.out, first.err) == (0, "", "Wrote models.py\n")
    compile((project / "models.py").read_text(), "models.py", "exec")
    for arguments in (["generate"], ["check"], ["diff"], ["generate", "--check"]):
        again = ormforge(*arguments)
        assert (again.code, again.out, again.err) == (
            0,
            "",
            "Up to date: 1 file, nothing to write\n",
        )


def test_a_migration_is_told_checked_and_written(
    ormforge: Ormforge, sql: Sql, models: Path
) -> None:
    sql(MIGRATION)
    told = "Database: 1 change since the last run\n  column books.isbn added (varchar(13), null)\n"
    check = ormforge("check")
    assert (check.code, check.out) == (1, "")
    assert check.err == (
        f"{told}Would write models.py\nHand-written code kept: 1 method\nRun `ormforge generate` to bring it up to date\n"
    )
    done = ormforge("generate")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{told}Wrote models.py\nHand-written code kept: 1 method\n"
    assert METHOD in models.read_text()
    assert "isbn" in models.read_text()
    assert ormforge("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], 1),
        (["diff"], 1),
        (["generate", "--check"], 1),
        (["generate", "--diff"], 1),
        (["generate", "--check", "--diff"], 1),
        (["generate", "--dry-run"], 0),
        (["draft"], 0),
        (["draft", "--raw"], 0),
        (["custom", "list"], 0),
        (["templates", "list"], 0),
        (["doctor"], 0),
        (["config", "show"], 0),
    ],
)
@pytest.mark.parametrize("output_format", ["text", "json", "github"])
def test_what_only_looks_writes_nothing(
    ormforge: Ormforge, sql: Sql, models: Path, arguments: list[str], code: int, output_format: str
) -> None:
    sql(MIGRATION)
    before = snapshot(models.parent)
    done = ormforge("--output-format", output_format, *arguments)
    assert done.code == code, done.err
    assert snapshot(models.parent) == before
    if output_format == "json":
        content = json.loads(done.out)
        assert (content["version"], content["exit_code"], done.err) == (1, code, "")


def test_the_diff_is_what_generate_does(ormforge: Ormforge, sql: Sql, models: Path) -> None:
    sql(MIGRATION)
    diff = ormforge("diff").out
    assert diff == ormforge("-q", "generate", "--diff").out
    before = models.read_bytes()
    subprocess.run(
        ["git", "apply", "-"],
        input=diff.encode(),
        cwd=models.parent,
        check=True,
        capture_output=True,
    )
    applied = models.read_bytes()
    models.write_bytes(before)
    ormforge("generate")
    assert models.read_bytes() == applied


def test_for_a_program(ormforge: Ormforge, sql: Sql, models: Path) -> None:
    sql(MIGRATION)
    check = json.loads(ormforge("--output-format", "json", "check").out)
    assert [(file["path"], file["status"]) for file in check["files"]] == [("models.py", "changed")]
    assert (check["changed"], check["written"], check["kept"]["methods"]) == (True, False, 1)
    diff = json.loads(ormforge("--output-format", "json", "diff").out)
    assert "+    isbn" in diff["files"][0]["diff"]
    done = json.loads(ormforge("--output-format", "json", "generate").out)
    assert (done["command"], done["written"]) == ("generate", True)


def test_for_github(ormforge: Ormforge, sql: Sql, models: Path) -> None:
    sql(MIGRATION)
    done = ormforge("--output-format", "github", "check")
    place = "::error file=models.py,line="
    title = "title=ormforge%3A out of date::does not match the database; run `ormforge generate`"
    assert all(line.startswith(place) and title in line for line in done.out.splitlines())
    (line,) = (line for line in done.out.splitlines() if "+    isbn: Mapped" in line)
    number = int(line.removeprefix(place).partition(",")[0])
    assert "mapped_column(" in models.read_text().splitlines()[number - 1], "beside it"


def test_notes_about_the_files_reach_a_program_too(ormforge: Ormforge, models: Path) -> None:
    environ = {"ORMFORGE_OUTPUT_PATHH": "x"}
    told = "the environment variable ORMFORGE_OUTPUT_PATHH sets nothing; did you mean ORMFORGE_OUTPUT_PATH?"
    assert f"note: {told}\n" in ormforge("check", environ=environ).err
    content = json.loads(ormforge("--output-format", "json", "check", environ=environ).out)
    assert [note["message"] for note in content["notes"]] == [told]
    github = ormforge("--output-format", "github", "check", environ=environ)
    assert github.out == f"::warning title=ormforge%3A config::{told}\n"


def test_quiet_says_nothing_when_all_is_well(ormforge: Ormforge, sql: Sql, models: Path) -> None:
    sql(MIGRATION)
    assert ormforge("-q", "check").err == ""
    assert ormforge("-q", "generate").err == ""


def test_custom_code_is_listed_with_its_place(ormforge: Ormforge, models: Path) -> None:
    lines = models.read_text().splitlines()
    place = lines.index("    def shout(self) -> str:") + 1
    done = ormforge("custom", "list")
    assert f"models.py:{place}: method Books.shout (books)\n" in done.out
    listed = json.loads(ormforge("--output-format", "json", "custom", "list").out)["custom"]
    assert {
        "path": "models.py",
        "line": place,
        "kind": "method",
        "name": "shout",
        "owner": "Books",
        "table": "books",
    } in listed


@pytest.mark.parametrize("command", ["generate", "check", "diff"])
def test_a_glob_that_matches_no_table(ormforge: Ormforge, models: Path, command: str) -> None:
    done = ormforge(command, "-t", "bok")
    assert done.code == 2
    assert done.err.startswith("error: --table bok: no table of the database has such a name\n")
    assert "books" in done.err


def test_only_the_tables_asked_for(ormforge: Ormforge, sql: Sql, models: Path) -> None:
    sql(MIGRATION + "; alter table authors add column born date")
    assert ormforge("generate", "-t", "auth*").code == 0
    text = models.read_text()
    assert "born" in text
    assert "isbn" not in text


def test_templates_are_listed_and_copied(ormforge: Ormforge, project: Path, sql: Sql) -> None:
    assert "models.py.j2" in ormforge("templates", "list").out
    refused = ormforge("templates", "eject", "models.py.j2")
    assert refused.code == 2
    (project / "overlay").mkdir()
    with (project / "ormforge.toml").open("a") as file:
        file.write('[templates]\noverlays = ["overlay"]\n')
    done = ormforge("templates", "eject", "models.py.j2")
    assert (done.code, done.err) == (
        0,
        "Wrote overlay/models.py.j2; keep in it only what you change\n",
    )
    assert (project / "overlay" / "models.py.j2").is_file()
    assert "overlay/models.py.j2" in ormforge("templates", "list").out
    assert ormforge("templates", "eject", "modles.py.j2").code == 2
    copy = project / "overlay" / "models.py.j2"
    assert (ormforge("templates", "diff").code, ormforge("templates", "diff").out) == (0, "")
    copy.write_text(copy.read_text() + "# mine\n")
    changed = ormforge("templates", "diff", "models.py.j2")
    assert (changed.code, changed.err) == (0, "")
    assert "+++ overlay/models.py.j2 (now)\n" in changed.out
    assert changed.out.endswith("+# mine\n")
    copy.write_text(re.sub(", [0-9a-f]{12} ", ", 0123456789ab ", copy.read_text(), count=1))
    assert "is not known any more" in ormforge("templates", "diff").err


def test_doctor(ormforge: Ormforge, project: Path, sql: Sql) -> None:
    done = ormforge("doctor")
    assert done.code == 0
    assert "ok       connection: " in done.err
    (project / "shop.db").unlink()
    broken = ormforge("doctor")
    assert broken.code == 2
    assert "error    " in broken.err
    content = json.loads(ormforge("--output-format", "json", "doctor").out)
    assert "error" in {finding["severity"] for finding in content["findings"]}
    assert "::error title=ormforge%3A " in ormforge("--output-format", "github", "doctor").out


COMMANDS = [
    ["generate"],
    ["check"],
    ["diff"],
    ["draft"],
    ["draft", "--raw"],
    ["doctor"],
    ["-v", "generate"],
]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_database_that_is_not_there(
    ormforge: Ormforge, project: Path, arguments: list[str]
) -> None:
    done = ormforge(*arguments)
    assert done.code == 2
    assert "shop.db" in done.err
    assert ("Traceback" in done.err) == ("-v" in arguments)
    assert sorted(file.name for file in project.iterdir()) == ["ormforge.toml"]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:s3cret-P4ss@127.0.0.1:1/d",
        "postgresql+psycopg://me:s3cret-P4ss%40x@no-such-host.invalid/d",
        "mysql+pymysql://me:s3cret-P4ss@127.0.0.1:1/d",
        "mysql+pymysql://127.0.0.1:1/d?user=me&password=s3cret-P4ss",
        "nosuchdialect://me:s3cret-P4ss@127.0.0.1/d",
        "postgresql+nosuchdriver://me:s3cret-P4ss@127.0.0.1/d",
        "postgresql+psycopg://me:s3cret-P4ss@127.0.0.1:noport/d",
        "me:s3cret-P4ss@h",
    ],
)
@pytest.mark.parametrize(
    "arguments",
    [
        "-v generate",
        "draft --raw",
        "doctor",
        "config show",
        "--output-format json check",
        "--output-format github diff",
    ],
)
def test_no_error_shows_a_password(
    ormforge: Ormforge, project: Path, url: str, arguments: str
) -> None:
    (project / "ormforge.toml").write_text('[database]\nurl = "env:URL"\n[output]\npath = "m.py"\n')
    done = ormforge(*arguments.split(), environ={"URL": url})
    assert "s3cret" not in done.out + done.err
    assert done.code == (0 if arguments == "config show" else 2)
    assert ("Traceback" in done.err) == ("-v" in arguments)
    assert sorted(file.name for file in project.iterdir()) == ["ormforge.toml"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_cannot_be_merged(ormforge: Ormforge, sql: Sql, models: Path) -> None:
    sql(MIGRATION)
    models.write_text(models.read_text() + "\ndef broken(:\n")
    before = snapshot(models.parent)
    done = ormforge("generate")
    assert done.code == 2
    line = len(models.read_text().splitlines())
    assert f"models.py:{line}" in done.err
    assert "Traceback" not in done.err
    assert snapshot(models.parent) == before


def test_a_database_without_tables_is_told(ormforge: Ormforge, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    done = ormforge("init", "--url", "sqlite:///empty.db", "--yes")
    assert done.code == 0
    done = ormforge("generate")
    assert done.code == 0
    assert "warning: the database shows no table or view" in done.err
    assert ormforge("check", "--strict").code == 1
