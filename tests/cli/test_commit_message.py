"""`generate --message`: a commit message for what the run has done."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.project import Project

CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT)")
    made.write("ormforge.toml", CONFIG)
    assert made.ormforge("generate").code == 0
    return made


def git(project: Project, *words: str) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *author, *words], cwd=project.root, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_git_takes_it(project: Project) -> None:
    project.sql("ALTER TABLE books DROP COLUMN isbn; ALTER TABLE books ADD COLUMN pages INTEGER")
    run = project.ormforge("generate", "--message")
    assert run.out == (
        "Models: column books.isbn removed, column books.pages added\n\n"
        "Breaking:\n- column books.isbn removed (TEXT, null): the attribute is gone\n\n"
        "In the database:\n- column books.pages added (INTEGER, null)\n"
    )
    git(project, "init", "-q")
    git(project, "add", "models.py")
    project.write("message.txt", run.out)
    git(project, "commit", "-q", "-F", "message.txt")
    assert git(project, "log", "-1", "--format=%B").strip() == run.out.strip()


def test_nothing_changed_nothing_said(project: Project) -> None:
    run = project.ormforge("generate", "--message")
    assert (run.code, run.out) == (0, "")


def test_a_first_run_is_the_models_alone(project: Project) -> None:
    shutil.rmtree(project.root / ".ormforge")
    (project.root / "models.py").unlink()
    assert project.ormforge("generate", "--message").out == "Models of the database\n"


def test_many_changes_have_a_short_subject(project: Project) -> None:
    project.sql(";".join(f"ALTER TABLE books ADD COLUMN `c{n} of \n{n}` TEXT" for n in range(60)))
    project.write("models.py", project.read("models.py") + "\n\nOWN = 1\n")
    run = project.ormforge("generate", "--dry-run", "--message")
    lines = run.out.splitlines()
    assert lines[:2] == ["Models: 60 changes of the database", ""]
    assert "- and 20 more" in lines
    assert lines[-1] == "Hand-written code kept: 1 other statement"
    assert all(line.startswith(("- ", "  ", "In ", "Hand")) for line in lines[2:] if line)
    assert "isbn: Mapped" in project.read("models.py")
    assert "c1 of" not in project.read("models.py")


def test_for_programs_it_is_a_field(project: Project) -> None:
    project.write("ormforge.toml", CONFIG + "header = false\n")
    run = project.ormforge("--output-format", "json", "generate", "--message")
    assert json.loads(run.out)["message"] == "Models generated again\n"


@pytest.mark.parametrize(
    "words", [["generate", "--diff"], ["--output-format", "github", "generate"]]
)
def test_stdout_is_for_one_thing(project: Project, words: list[str]) -> None:
    assert project.ormforge(*words, "--message").code == 2
