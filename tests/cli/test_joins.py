"""A foreign key that comes or goes: hand-written relationships that SQLAlchemy can no longer join are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.project import Project

CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n[naming]\nsingularize = true\n'
OWN = """
    drafts: Mapped[list["Book"]] = relationship(viewonly=True)
    chosen: Mapped[list["Book"]] = relationship(foreign_keys="Book.author_id", viewonly=True)
    joined: Mapped[list["Book"]] = relationship(
        primaryjoin="foreign(Book.author_id) == Author.id", viewonly=True
    )
"""


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql(
        "CREATE TABLE authors (id INTEGER PRIMARY KEY);"
        "CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES authors (id))"
    )
    made.write("ormforge.toml", CONFIG)
    assert made.ormforge("generate").code == 0
    text = made.read("models.py")
    made.write("models.py", text.replace("\n\nclass Book(", f"{OWN}\n\nclass Book("))
    assert made.ormforge("generate").code == 0
    return made


def joins(project: Project) -> list[str]:
    notes = json.loads(project.ormforge("--output-format", "json", "check").out)["notes"]
    return [f"{note['line']}: {note['message']}" for note in notes if note["code"] == "join"]


def line(project: Project, name: str) -> int:
    lines = project.read("models.py").split("\n")
    return next(number for number, text in enumerate(lines, 1) if text.strip().startswith(name))


def test_a_second_foreign_key_makes_the_way_ambiguous(project: Project) -> None:
    project.sql("ALTER TABLE books ADD COLUMN editor_id INTEGER REFERENCES authors (id)")
    told = joins(project)
    run = project.ormforge("generate")
    message = "Author.drafts cannot be joined: there are 2 foreign keys between it and Book now"
    assert told == [f"{line(project, 'drafts')}: {message}"]
    assert message in run.err
    assert "Say which one it follows: relationship(foreign_keys=...)." in run.err
    assert joins(project) == []


def test_the_only_foreign_key_goes(project: Project) -> None:
    project.sql("DROP TABLE books; CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER)")
    told = joins(project)
    assert project.ormforge("generate").code == 0
    message = "there is no foreign key between it and Book any more"
    assert told == [
        f"{line(project, name)}: Author.{name} cannot be joined: {message}"
        for name in ("drafts", "chosen")
    ]
