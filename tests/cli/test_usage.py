"""A run that takes classes and attributes out of the models tells where the project uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.project import Project

CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "app/models.py"\n[naming]\nsingularize = true\n'


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT);"
        "CREATE TABLE tags (id INTEGER PRIMARY KEY)"
    )
    made.write("ormforge.toml", CONFIG)
    assert made.ormforge("generate").code == 0
    made.write(
        "app/views.py",
        "from .models import Book, Tag\n\n\ndef f(row):\n    Book.isbn\n    row.isbn\n",
    )
    made.write(".venv/lib/x.py", "row.isbn\n")
    made.write("vendor/pyvenv.cfg", "")
    made.write("vendor/x.py", "row.isbn\n")
    made.sql("ALTER TABLE books DROP COLUMN isbn; DROP TABLE tags")
    return made


NOTES = [
    ("app/models.py", 22, "uses Book.isbn, which is gone", "warning"),
    ("app/views.py", 1, "uses Tag, which is gone", "warning"),
    ("app/views.py", 5, "uses Book.isbn, which is gone", "warning"),
    ("app/views.py", 6, "may use Book.isbn, which is gone", "info"),
]


def test_places_are_told_with_file_and_line(project: Project) -> None:
    own = "\n    def code(self) -> str:\n        return self.isbn\n"
    text = project.read("app/models.py")
    project.write("app/models.py", text.replace("\n\nclass Tag", f"{own}\n\nclass Tag"))
    run = project.ormforge("--output-format", "json", "check")
    notes = [note for note in json.loads(run.out)["notes"] if note["code"] == "usage"]
    told = [(note["path"], note["line"], note["message"], note["severity"]) for note in notes]
    written = project.ormforge("generate")
    line = project.read("app/models.py").split("\n").index("        return self.isbn") + 1
    assert told == [(NOTES[0][0], line, *NOTES[0][2:]), *NOTES[1:]]
    assert "warning: app/views.py:5: uses Book.isbn, which is gone\n" in written.err
    assert "note: app/views.py:6: may use Book.isbn, which is gone\n" in written.err
    assert "usage" not in project.ormforge("--output-format", "json", "check").out


def test_annotations_stand_at_the_lines(project: Project) -> None:
    out = project.ormforge("--output-format", "github", "generate").out
    assert (
        "::warning file=app/views.py,line=5,title=ormforge%3A usage::uses Book.isbn, which is gone\n"
        in out
    )
    assert "::notice file=app/views.py,line=6,title=ormforge%3A usage::may use Book.isbn" in out


def test_folders_can_be_chosen(project: Project) -> None:
    project.write("ormforge.toml", CONFIG + "[usage]\nroots = []\n")
    assert "views.py" not in project.ormforge("check").err
    project.write("ormforge.toml", CONFIG + '[usage]\nroots = ["vendor"]\n')
    run = project.ormforge("check")
    assert "vendor/x.py:1: may use Book.isbn" in run.err
    assert "views.py" not in run.err


def test_strict_fails_for_a_certain_use(project: Project) -> None:
    assert project.ormforge("generate", "--strict").code == 1
