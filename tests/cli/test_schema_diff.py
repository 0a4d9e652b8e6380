"""`ormforge diff --schema`: what changed in the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.project import Project

CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT);"
        "CREATE TABLE tags (id INTEGER PRIMARY KEY)"
    )
    made.write("ormforge.toml", CONFIG)
    return made


def changed(project: Project) -> None:
    project.sql(
        "ALTER TABLE books DROP COLUMN isbn; ALTER TABLE books ADD COLUMN pages INTEGER;"
        "ALTER TABLE tags RENAME TO labels"
    )


def test_what_changed_since_the_last_run(project: Project) -> None:
    assert project.ormforge("generate").code == 0
    assert project.ormforge("diff", "--schema").code == 0
    changed(project)
    assert project.ormforge("rename", "table", "tags", "labels").code == 0
    run = project.ormforge("diff", "--schema")
    assert run.code == 1
    assert run.out == (
        "breaking: column books.isbn removed (TEXT, null): the attribute is gone\n"
        "column books.pages added (INTEGER, null)\n"
        "table tags renamed to labels\n"
    )
    assert run.err == "3 changes of the database, 1 breaking\n"
    project.ormforge("generate")
    assert project.ormforge("diff", "--schema").code == 0


def test_since_a_snapshot_without_any_earlier_run(project: Project) -> None:
    unknown = project.ormforge("diff", "--schema")
    assert unknown.code == 2
    assert "--since FILE" in unknown.err
    project.ormforge("snapshot", "-o", "old.json")
    changed(project)
    project.ormforge("snapshot", "-o", "new.json")
    live = project.ormforge("diff", "--schema", "--since", "old.json")
    offline = project.ormforge(
        "diff", "--schema", "--since", "old.json", "--from", "new.json", env={"DATABASE_URL": ""}
    )
    assert live.code == offline.code == 1
    assert live.out == offline.out
    some = project.ormforge("diff", "--schema", "--since", "old.json", "-t", "books")
    assert some.out.splitlines() == [line for line in live.out.splitlines() if "books" in line]


def test_markdown_has_the_breaking_ones_first(project: Project) -> None:
    project.ormforge("generate")
    changed(project)
    run = project.ormforge("diff", "--schema", "--markdown", "-t", "books")
    assert run.out == (
        "- **Breaking:** column books.isbn removed \\(TEXT, null\\): the attribute is gone\n"
        "- column books.pages added \\(INTEGER, null\\)\n"
    )


def test_for_programs(project: Project) -> None:
    project.ormforge("generate")
    changed(project)
    run = project.ormforge("--output-format", "json", "diff", "--schema", "-t", "books")
    content = json.loads(run.out)
    assert (run.code, content["exit_code"]) == (1, 1)
    assert content["schema_changes"][0] == {
        "kind": "removed",
        "object": "column",
        "path": "books.isbn",
        "property": None,
        "before": "TEXT, null",
        "after": None,
        "breaking": "the attribute is gone",
        "message": "column books.isbn removed (TEXT, null)",
    }
    annotations = project.ormforge("--output-format", "github", "diff", "--schema").out
    assert annotations.startswith("::warning title=ormforge%3A breaking::breaking: column")


@pytest.mark.parametrize("option", [["--since", "x.json"], ["--markdown"]])
def test_options_of_the_schema_need_it(project: Project, option: list[str]) -> None:
    run = project.ormforge("diff", *option)
    assert run.code == 2
    assert f"{option[0]} is for diff --schema" in run.err
