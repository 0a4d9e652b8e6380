"""Upgrades of ormforge: the state that an older or newer release would have left, on disk."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ormforge import __version__
from ormforge.workspace import base_id
from tests.project import Project

CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
LOCK, BASE = ".ormforge/lock.json", ".ormforge/base/models.py.base"
METHOD = "\n    def shout(self) -> str:\n        return self.title.upper()\n"


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT)")
    made.write("ormforge.toml", CONFIG)
    assert made.ormforge("generate").code == 0
    made.write("models.py", made.read("models.py") + METHOD)
    assert made.ormforge("generate").code == 0
    return made


def written_by(project: Project, release: str, *, otherwise: bool = False) -> None:
    """Make the state that of a run of this release, which wrote `Text()` for `Text` if `otherwise`."""
    lock = json.loads(project.read(LOCK))
    lock["versions"]["ormforge"] = release
    if otherwise:
        before = project.read(BASE)
        old = before.replace("mapped_column(Text)", "mapped_column(Text())")
        old = old.replace(base_id(before), base_id(old))
        mine = project.read("models.py").replace("mapped_column(Text)", "mapped_column(Text())")
        project.write(BASE, old)
        project.write("models.py", mine.replace(base_id(before), base_id(old)))
        for name, path in (("base", BASE), ("written", "models.py")):
            digest = hashlib.sha256(project.read(path).encode()).hexdigest()
            lock["files"]["models.py"][name] = digest
    project.write(LOCK, json.dumps(lock, indent=1, sort_keys=True) + "\n")


def state(project: Project) -> dict[str, bytes]:
    files = (path for path in sorted(project.root.rglob("*")) if path.is_file())
    kept = ("cache", "backup", ".lock")
    return {str(path): path.read_bytes() for path in files if not set(kept) & set(path.parts)}


@pytest.mark.parametrize("release", ["0.0.1", "99.0"])
def test_a_release_that_writes_the_same_is_no_drift(project: Project, release: str) -> None:
    written_by(project, release)
    before = state(project)
    run = project.ormforge("check")
    assert run.code == 0
    assert run.err.startswith("Up to date: 1 file, nothing to write\n")
    assert project.ormforge("generate").code == 0
    assert state(project) == before
    project.sql("ALTER TABLE books ADD COLUMN pages INTEGER")
    project.ormforge("generate")
    assert json.loads(project.read(LOCK))["versions"]["ormforge"] == __version__


def test_changed_output_is_one_change_and_says_why(project: Project) -> None:
    newest = project.read("models.py")
    written_by(project, "0.0.1", otherwise=True)
    assert "Text()" in project.read("models.py")
    run = project.ormforge("check")
    assert run.code == 1
    why = f"note: the same database is written otherwise by other releases: ormforge 0.0.1 -> {__version__}\n"
    assert why in run.err
    assert why in project.ormforge("generate").err
    assert project.read("models.py") == newest
    assert METHOD in newest
    again = project.ormforge("generate")
    assert again.err == ("Up to date: 1 file, nothing to write\nHand-written code kept: 1 method\n")


def test_with_a_migration_it_is_told_apart(project: Project) -> None:
    written_by(project, "0.0.1", otherwise=True)
    project.sql("ALTER TABLE books ADD COLUMN pages INTEGER")
    err = project.ormforge("generate").err
    assert "note: some of this is written otherwise by other releases: ormforge 0.0.1" in err
    assert METHOD in project.read("models.py")


def test_an_older_release_than_the_last_warns(project: Project) -> None:
    written_by(project, "99.0", otherwise=True)
    run = project.ormforge("check")
    assert "warning: this is ormforge" in run.err
    assert 'required-version = ">=99.0"' in run.err


def test_the_required_version_comes_first(project: Project) -> None:
    project.write("ormforge.toml", 'required-version = ">=99"\n' + CONFIG + "unknown = 1\n")
    run = project.ormforge("check")
    assert run.code == 2
    assert "99" in run.err
    assert "unknown" not in run.err
