"""`ormforge review`: formats, exit codes, silences; the rules themselves are tested in tests/review."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from tests.cli.conftest import Ormforge

SCHEMA = """
create table p (id integer primary key);
create table c (id integer primary key, p_id integer references p on delete cascade, status text);
create table log (line text);
"""


@pytest.fixture
def shop(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project)
    make(project, SCHEMA)
    return project


def make(folder: Path, script: str) -> None:
    connection = sqlite3.connect(folder / "shop.db")
    connection.executescript(script)
    connection.close()


def silence(folder: Path, reasons: dict[str, str]) -> None:
    file = folder / "ormforge.toml"
    document = tomlkit.parse(file.read_text())
    document["review"] = {"silenced": reasons}
    file.write_text(tomlkit.dumps(document))


def content(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.out)
    return found


def rules(result: Any) -> list[str]:
    return [finding["rule"] for finding in content(result)["findings"]]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-on", "info"], 1),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "error"], 1),
    ],
)
def test_findings_fail_a_run_only_when_asked(
    ormforge: Ormforge, shop: Path, options: list[str], code: int
) -> None:
    result = ormforge("review", *options)
    assert result.code == code
    assert result.out.splitlines()[0].startswith("error: log: has no primary key")
    assert result.err == "3 findings: 1 error, 1 warning, 1 info\n"


def test_only_what_is_grave_enough_fails(ormforge: Ormforge, shop: Path) -> None:
    silence(shop, {"missing-primary-key log": "syslog"})
    assert ormforge("review", "--fail-on", "error").code == 0
    assert ormforge("review", "--fail-on", "warning").code == 1


def test_nothing_is_written_and_no_statement_is_run(ormforge: Ormforge, shop: Path) -> None:
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()}
    ormforge("review")
    assert {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()} == before


def test_a_snapshot_gives_the_same_without_a_database(ormforge: Ormforge, shop: Path) -> None:
    live = ormforge("review")
    assert ormforge("snapshot", "-o", "catalog.json").code == 0
    (shop / "shop.db").unlink()
    assert ormforge("review", "--from", "catalog.json") == live


@pytest.mark.parametrize(
    ("key", "left"),
    [
        ("missing-primary-key log", ["unindexed-foreign-key", "free-text-enum"]),
        ("* log", ["unindexed-foreign-key", "free-text-enum"]),
        ("free-text-enum *", ["missing-primary-key", "unindexed-foreign-key"]),
        ("unindexed-foreign-key c.p_id", ["missing-primary-key", "free-text-enum"]),
        ("unindexed-foreign-key c", ["missing-primary-key", "free-text-enum"]),
        ("* c.*", ["missing-primary-key"]),
        ("* *", []),
    ],
)
def test_findings_are_silenced(ormforge: Ormforge, shop: Path, key: str, left: list[str]) -> None:
    silence(shop, {key: "because we say so"})
    result = ormforge("--output-format", "json", "review")
    assert rules(result) == left
    silenced = content(result)["silenced"]
    assert len(silenced) == 3 - len(left)
    assert {one["because"] for one in silenced} == {"because we say so"}
    assert content(result)["unused"] == []


def test_a_silence_that_meets_nothing_is_told(ormforge: Ormforge, shop: Path) -> None:
    silence(shop, {"no-on-delete c.p_id": "later", "* *": "all is well"})
    result = ormforge("review", "--fail-on", "warning")
    assert result.code == 1
    assert '"no-on-delete c.p_id" silences nothing' in result.err
    assert ormforge("review", "--fail-on", "error").code == 0


@pytest.mark.parametrize(
    ("key", "reason", "message"),
    [
        ("missing-key log", "why", "must begin with a rule of the review"),
        ("missing-primary-key", "why", "must name an object"),
        ("missing-primary-key log", "", "must not be empty"),
    ],
)
def test_a_silence_says_which_rule_what_and_why(
    ormforge: Ormforge, shop: Path, key: str, reason: str, message: str
) -> None:
    silence(shop, {key: reason})
    result = ormforge("review")
    assert result.code == 2
    assert message in result.err


def test_relationships_that_lazy_speaks_of_are_decided(ormforge: Ormforge, shop: Path) -> None:
    make(shop, "create table n (id integer primary key, parent_id integer references n);")
    assert "n-plus-one" in rules(ormforge("--output-format", "json", "review"))
    file = shop / "ormforge.toml"
    file.write_text(file.read_text() + '[lazy]\n"n.children" = "selectin"\n')
    assert "n-plus-one" not in rules(ormforge("--output-format", "json", "review"))


def test_annotations(ormforge: Ormforge, shop: Path) -> None:
    result = ormforge("--output-format", "github", "review")
    lines = result.out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert lines[1].startswith(
        "::warning title=ormforge%3A unindexed-foreign-key::c.p_id: no index"
    )
    assert lines[1].endswith('%0ACREATE INDEX "ix_c_p_id" ON "c" ("p_id");')


def test_names_steer_no_terminal_and_forge_no_finding(ormforge: Ormforge, shop: Path) -> None:
    make(shop, 'create table "\x1b[2J\nerror: fake" (a int);')
    result = ormforge("review")
    assert "\x1b" not in result.out
    assert not any(line.startswith("error: fake") for line in result.out.splitlines())
    assert sum(not line.startswith("    ") for line in result.out.splitlines()) == 4
