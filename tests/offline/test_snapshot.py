"""`ormforge snapshot`, and running from what it wrote."""

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
        "CREATE TABLE a (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));"
        "CREATE VIEW v AS SELECT id FROM a;"
    )
    made.write("ormforge.toml", CONFIG)
    return made


def without_database(project: Project) -> Project:
    """The same folder where DATABASE_URL leads nowhere."""
    return Project(project.root, "postgresql://nobody@127.0.0.1:1/none")


def test_a_run_from_a_snapshot_equals_a_live_one(project: Project) -> None:
    assert project.ormforge("snapshot", "-o", "catalog.json").code == 0
    assert project.ormforge("snapshot").out == project.read("catalog.json")
    offline = without_database(project)
    assert offline.ormforge("generate", "--from", "catalog.json").code == 0
    assert project.ormforge("check").code == 0
    assert offline.ormforge("check", "--from", "catalog.json").code == 0
    assert offline.ormforge("draft", "--from", "catalog.json").out == project.ormforge("draft").out


def test_drift_from_the_snapshot_is_found_without_a_database(project: Project) -> None:
    assert project.ormforge("generate").code == 0
    project.sql("ALTER TABLE a ADD COLUMN x INTEGER")
    assert project.ormforge("snapshot", "-o", "catalog.json").code == 0
    offline = without_database(project)
    assert offline.ormforge("check", "--from", "catalog.json").code == 1
    diff = offline.ormforge("diff", "--from", "catalog.json")
    assert "+    x: Mapped[int | None]" in diff.out


def test_check_tells_whether_the_snapshot_is_up_to_date(project: Project) -> None:
    assert project.ormforge("snapshot", "-o", "catalog.json", "--check").code == 1
    assert not (project.root / "catalog.json").exists()
    assert project.ormforge("snapshot", "-o", "catalog.json").code == 0
    written = (project.root / "catalog.json").stat()
    assert project.ormforge("snapshot", "-o", "catalog.json", "--check").code == 0
    again = project.ormforge("snapshot", "-o", "catalog.json")
    assert "is up to date" in again.err
    assert (project.root / "catalog.json").stat().st_mtime_ns == written.st_mtime_ns
    project.sql("DROP VIEW v")
    changed = project.ormforge(
        "--output-format", "json", "snapshot", "-o", "catalog.json", "--check"
    )
    assert changed.code == 1
    assert json.loads(changed.out)["changed"] is True


def test_a_snapshot_is_narrowed_by_the_configuration(project: Project) -> None:
    assert project.ormforge("snapshot", "-o", "catalog.json").code == 0
    project.write(
        "ormforge.toml", CONFIG.replace("[output]", 'exclude = ["a"]\nviews = "skip"\n[output]')
    )
    text = project.ormforge("draft", "--from", "catalog.json").out
    assert text == project.ormforge("draft").out
    assert "class A(" not in text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "catalog.json: cannot be read"),
        ("{}", "no catalog snapshot"),
        ('{"ormforge-catalog": 99}', "version 99"),
        ("<<<<<<< HEAD\n{}", "no JSON"),
    ],
)
def test_a_file_that_is_no_snapshot(project: Project, content: str | None, told: str) -> None:
    if content is not None:
        project.write("catalog.json", content)
    run = project.ormforge("generate", "--from", "catalog.json")
    assert (run.code, project.files()) == (2, {})
    assert told in run.err


def test_options_that_cannot_go_together(project: Project) -> None:
    assert project.ormforge("snapshot", "--check").code == 2
    assert project.ormforge("draft", "--raw", "--from", "catalog.json").code == 2
