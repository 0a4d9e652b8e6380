"""`generate -t`: some tables anew, the others as they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.project import Project

CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "models.py"
"""


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY);")
    made.write("ormforge.toml", CONFIG)
    assert made.ormforge("generate").code == 0
    return made


def test_the_other_tables_stay_as_they_were(project: Project) -> None:
    project.sql("ALTER TABLE a ADD COLUMN x INTEGER; ALTER TABLE b ADD COLUMN y INTEGER;")
    assert project.ormforge("generate", "-t", "a").code == 0
    text = project.read("models.py")
    assert "x: Mapped[int | None]" in text
    assert "class B(Base):" in text
    assert "y: Mapped[int | None]" not in text


def test_without_the_last_catalog_no_table_is_taken_away(project: Project) -> None:
    """The cache is not committed, so a fresh clone has none."""
    shutil.rmtree(project.root / ".ormforge" / "cache")
    before = project.files()
    run = project.ormforge("generate", "-t", "a")
    assert run.code == 2
    assert "without --table once" in run.err
    assert project.files() == before
