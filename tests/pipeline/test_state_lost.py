"""Nothing is lost when the state is from another moment, damaged, or the file has another name."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.project import Project

METHOD = "\n    def hello(self):\n        return  'hi ' + self.name\n"
EXTRA = "    name: Mapped[str] = mapped_column(Text, index=True)  # by hand\n"


@pytest.fixture
def project(empty: Project) -> Project:
    empty.sql("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL);")
    assert empty.ormforge("generate").code == 0
    text = empty.read("models.py").rstrip("\n") + "\n" + METHOD
    empty.write("models.py", text.replace("    name: Mapped[str] = mapped_column(Text)\n", EXTRA))
    assert empty.ormforge("generate").code == 0
    return empty


def test_a_file_with_another_name_is_the_same_file(project: Project) -> None:
    before = project.read("models.py")
    (project.root / "models.py").rename(project.root / "tables.py")
    config = project.read("ormforge.toml").replace("models.py", "tables.py")
    project.write("ormforge.toml", config)
    done = project.ormforge("generate")
    assert done.code == 0, done.err
    assert project.read("tables.py") == before
    project.sql("ALTER TABLE a ADD COLUMN x TEXT;")
    assert project.ormforge("generate").code == 0
    text = project.read("tables.py")
    assert METHOD in text
    assert EXTRA in text
    assert "conflict" not in text


@pytest.mark.parametrize("damage", ["", "{", "<<<<<<< HEAD\n", '{"format_version": 1}'])
@pytest.mark.parametrize("place", [".ormforge/lock.json", ".ormforge/base/models.py.base"])
def test_damaged_state_means_more_questions_and_no_loss(
    project: Project, place: str, damage: str
) -> None:
    project.write(place, damage)
    project.sql("ALTER TABLE a ADD COLUMN x TEXT;")
    done = project.ormforge("generate")
    assert done.code in (0, 3), done.err
    text = project.read("models.py")
    assert METHOD in text
    assert EXTRA in text
    assert "    x: Mapped[str | None]" in text


def test_state_that_only_git_has_is_found(project: Project) -> None:
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@y", *words],
            cwd=project.root,
            check=True,
            capture_output=True,
        )
    shutil.rmtree(project.root / ".ormforge")
    project.sql("ALTER TABLE a ADD COLUMN x TEXT;")
    done = project.ormforge("generate")
    assert done.code == 0, done.err
    assert "came from git" in done.err
    text = project.read("models.py")
    assert METHOD in text
    assert EXTRA in text
    assert "conflict" not in text


@pytest.mark.parametrize(
    "words",
    [
        ["custom", "add", "a"],
        ["custom", "restore", "a"],
        ["custom", "resolve", "a", "--mine"],
        ["custom", "orphans"],
        ["rename", "table", "a", "b"],
        ["rename", "list"],
    ],
)
@pytest.mark.parametrize("damage", ["", "{", "<<<<<<< HEAD\n"])
def test_the_commands_tell_about_damaged_state(
    project: Project, words: list[str], damage: str
) -> None:
    before = project.read("models.py")
    project.write(".ormforge/lock.json", damage)
    done = project.ormforge(*words)
    assert done.code in (0, 2)
    assert "internal error" not in done.err
    assert project.read("models.py") == before
