"""`[changelog]`: what changed in the database, told in the project's changelog."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.project import Project

CONFIG = """\
[database]
url = "env:DATABASE_URL"
[output]
path = "models.py"
[changelog]
path = "CHANGELOG.md"
"""
KEPT = "# Changes\r\n\r\nOurs.\r\n\r\n## [Unreleased]\r\n\r\n### Added\r\n\r\n* By hand.\r\n\r\n## [1.0]\r\n"


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT)")
    made.write("ormforge.toml", CONFIG)
    made.write("CHANGELOG.md", KEPT)
    assert made.ormforge("generate").code == 0
    assert made.read("CHANGELOG.md") == KEPT, "a first run has nothing to tell"
    return made


ADD, DROP = "ALTER TABLE books ADD COLUMN `a|b` TEXT", "ALTER TABLE books DROP COLUMN isbn"
TOLD = KEPT.replace(
    "* By hand.\r\n",
    "* By hand.\r\n* Column `books.a|b` (`TEXT, null`)\r\n\r\n### Removed\r\n\r\n"
    "* **Breaking:** column `books.isbn` (`TEXT, null`): the attribute is gone\r\n",
)


def test_changes_are_told_once_and_the_rest_stays(project: Project) -> None:
    project.sql(f"{ADD}; {DROP}")
    looked = project.ormforge("check")
    assert looked.code == 1
    assert "Would write CHANGELOG.md" in looked.err
    assert "+* Column `books.a|b` (`TEXT, null`)" in project.ormforge("diff").out
    assert project.read("CHANGELOG.md") == KEPT
    written = project.ormforge("generate")
    assert "Wrote CHANGELOG.md\nWrote models.py\n" in written.err
    assert project.read("CHANGELOG.md") == TOLD
    assert project.ormforge("check").code == 0
    assert project.ormforge("generate").err == "Up to date: 1 file, nothing to write\n"
    assert project.read("CHANGELOG.md") == TOLD


def test_a_change_that_is_undone_before_the_release_is_not_told(project: Project) -> None:
    project.sql(ADD)
    project.ormforge("generate")
    assert project.read("CHANGELOG.md") != KEPT
    project.sql("ALTER TABLE books DROP COLUMN `a|b`")
    project.ormforge("generate")
    assert project.read("CHANGELOG.md") == KEPT


def test_an_edited_entry_is_kept(project: Project) -> None:
    project.sql(ADD)
    project.ormforge("generate")
    edited = project.read("CHANGELOG.md").replace("`books.a|b` (`TEXT, null`)", "a|b for the shop")
    project.write("CHANGELOG.md", edited)
    project.sql("ALTER TABLE books DROP COLUMN `a|b`")
    project.ormforge("generate")
    text = project.read("CHANGELOG.md")
    assert "* Column a|b for the shop\r\n" in text
    assert "* **Breaking:** column `books.a|b` (`TEXT, null`): the attribute is gone\r\n" in text


def test_another_machine_does_not_tell_it_again(project: Project, tmp_path: Path) -> None:
    """Its database is migrated later, and its models and changelog, released by then, come with the branch."""
    other = Project(tmp_path / "other", f"sqlite:///{tmp_path}/other.db")
    shutil.copytree(project.root / ".ormforge", other.root / ".ormforge")
    shutil.copy(tmp_path / "test.db", tmp_path / "other.db")
    project.sql(f"{ADD}; {DROP}")
    project.ormforge("generate")
    for name in (
        "models.py",
        "ormforge.toml",
        ".ormforge/lock.json",
        ".ormforge/base/models.py.base",
    ):
        shutil.copy(project.root / name, other.root / name)
    released = project.read("CHANGELOG.md").replace("[Unreleased]", "[1.1]")
    other.write("CHANGELOG.md", released)
    other.sql(f"{ADD}; {DROP}")
    assert other.ormforge("check").code == 0
    run = other.ormforge("generate")
    assert (run.code, other.read("CHANGELOG.md")) == (0, released)


def test_a_fresh_clone_says_what_it_cannot_tell(project: Project) -> None:
    shutil.rmtree(project.root / ".ormforge" / "cache")
    project.sql(ADD)
    run = project.ormforge("generate")
    assert "warning: CHANGELOG.md: gets no entry" in run.err
    assert project.read("CHANGELOG.md") == KEPT


def test_an_entry_alone_is_no_drift(project: Project) -> None:
    """A person has deleted the class of the table that changes: nothing but the changelog is left to write."""
    project.write("ormforge.toml", CONFIG.replace("[changelog]", "header = false\n[changelog]"))
    project.sql("CREATE TABLE tags (id INTEGER PRIMARY KEY)")
    project.ormforge("generate")
    text = project.read("models.py")
    project.write("models.py", text[: text.index("\n\nclass Tags")])
    project.ormforge("generate")
    project.sql("ALTER TABLE tags ADD COLUMN pages TEXT")
    run = project.ormforge("--output-format", "json", "check")
    content = json.loads(run.out)
    assert (run.code, content["changed"]) == (0, False)
    assert {file["path"]: file["status"] for file in content["files"]} == {
        "CHANGELOG.md": "changed",
        "models.py": "unchanged",
    }
    assert project.ormforge("check").err.startswith("Database: 1 change")
    told = project.ormforge("check").err
    assert ("Up to date: 1 file\n" in told, "Would write CHANGELOG.md\n" in told) == (True, True)
    assert "::error" not in project.ormforge("--output-format", "github", "check").out
    project.ormforge("generate")
    assert "* Column `tags.pages` (`TEXT, null`)" in project.read("CHANGELOG.md")


def test_it_is_part_of_the_transaction(project: Project) -> None:
    project.write("fail.py", "raise SystemExit(1)\n")
    project.write(
        "ormforge.toml",
        CONFIG + '[hooks]\nafter = ["python fail.py"]\nrollback-on-failure = true\n',
    )
    project.sql(ADD)
    assert project.ormforge("generate").code == 2
    assert project.read("CHANGELOG.md") == KEPT
    project.write("ormforge.toml", CONFIG)
    (project.root / "CHANGELOG.md").unlink()
    project.ormforge("generate")
    assert project.read("CHANGELOG.md").startswith(
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Col"
    )


def test_a_changelog_that_is_no_text_stops_the_run(project: Project) -> None:
    (project.root / "CHANGELOG.md").write_bytes(b"# Log\n\n## Unreleased \xff\n")
    project.sql(ADD)
    run = project.ormforge("generate")
    assert run.code == 2
    assert "CHANGELOG.md:3:15: not utf-8 text" in run.err


@pytest.mark.parametrize("path", ["CHANGELOG.rst", "../CHANGELOG.md"])
def test_only_markdown_below_the_project(project: Project, path: str) -> None:
    project.write("ormforge.toml", CONFIG.replace("CHANGELOG.md", path))
    assert project.ormforge("config", "validate").code == 2


KEEPING = CONFIG.replace("[changelog]", 'snapshot = "catalog.json"\n[changelog]')


def cloned(project: Project, to: Path) -> Project:
    """What git would have of the project, with a database of its own."""
    clone = Project(to, f"sqlite:///{to}.db")
    shutil.copytree(project.root, to, ignore=shutil.ignore_patterns("cache", "backup"))
    shutil.move(to / "test.db", f"{to}.db")
    return clone


def test_a_fresh_clone_tells_what_has_changed(project: Project, tmp_path: Path) -> None:
    """The committed snapshot says what the database was: to the changelog, the summary, the diff and the message."""
    project.write("ormforge.toml", KEEPING)
    assert "Wrote catalog.json" in project.ormforge("generate").err
    clone = cloned(project, tmp_path.parent / f"{tmp_path.name}-clone")
    clone.sql(f"{ADD}; {DROP}")
    told = clone.ormforge("diff", "--schema").out
    assert "column books.a|b added" in told
    assert "breaking: column books.isbn removed" in told
    (clone.root / "app.py").write_text("from models import Books\n\nBooks.isbn\n")
    run = clone.ormforge("generate", "--message")
    assert "Database: 2 changes since the last run" in run.err
    assert "app.py:3: uses Books.isbn, which is gone" in run.err
    assert "In the database:\n- column books.a|b added" in run.out
    assert clone.read("CHANGELOG.md") == TOLD
    clone.sql("ALTER TABLE books ADD COLUMN isbn TEXT; ALTER TABLE books DROP COLUMN `a|b`")
    clone.ormforge("generate")
    assert clone.read("CHANGELOG.md") == KEPT, "no heading is left behind"


def test_what_is_committed_counts_more_than_what_this_machine_remembers(
    project: Project, tmp_path: Path
) -> None:
    """Another machine has told the change, and released it; this one pulls, and migrates its database later."""
    project.write("ormforge.toml", KEEPING)
    project.ormforge("generate")
    other = cloned(project, tmp_path.parent / f"{tmp_path.name}-other")
    other.ormforge("generate")
    change = "ALTER TABLE books ADD COLUMN pages INTEGER NOT NULL DEFAULT 1"
    project.sql(change)
    project.ormforge("generate")
    shutil.copytree(
        project.root,
        other.root,
        ignore=shutil.ignore_patterns("cache", "*.db"),
        dirs_exist_ok=True,
    )
    other.write("CHANGELOG.md", other.read("CHANGELOG.md").replace("[Unreleased]", "[1.1]"))
    other.sql(change)
    assert other.ormforge("check").err == "Up to date: 2 files, nothing to write\n"


def test_a_snapshot_in_conflict_is_written_anew(project: Project) -> None:
    project.write("ormforge.toml", KEEPING)
    project.ormforge("generate")
    whole = project.read("catalog.json")
    project.write("catalog.json", f"<<<<<<< ours\n{whole}")
    run = project.ormforge("generate")
    assert "warning: catalog.json: cannot be used, and is written anew" in run.err
    assert project.read("catalog.json") == whole
    project.write("catalog.json", whole.replace("\n", "\r\n"))
    assert project.ormforge("check").code == 0, "git may have written other line ends"
    project.write("catalog.json", whole.replace('catalog": 1', 'catalog": 9'))
    refused = project.ormforge("generate")
    assert refused.code == 2
    assert "error: catalog.json: the snapshot has version 9" in refused.err


def test_nothing_else_writes_the_snapshot(project: Project) -> None:
    project.write("ormforge.toml", KEEPING)
    project.ormforge("generate")
    refused = project.ormforge("snapshot", "-o", "catalog.json")
    assert (refused.code, "is the file of output.snapshot" in refused.err) == (2, True)
    assert project.ormforge("snapshot", "-o", "catalog.json", "--check").code == 0
    project.write("overlay/all.j2", "{}")
    targets = '[templates]\noverlays = ["overlay"]\n[[targets]]\ntemplate = "all.j2"\nper = "run"\n'
    project.write("ormforge.toml", f'{KEEPING}{targets}path = "catalog.json"\n')
    run = project.ormforge("generate")
    assert (run.code, "which is the file of output.snapshot" in run.err) == (2, True)


@pytest.mark.parametrize(
    ("change", "kind", "old", "new"),
    [
        ("ALTER TABLE books RENAME isbn TO code", "column", "books.isbn", "code"),
        ("ALTER TABLE books RENAME TO works", "table", "books", "works"),
    ],
)
def test_a_rename_that_is_recorded_late_is_told_as_one(
    project: Project, change: str, kind: str, old: str, new: str
) -> None:
    project.sql(change)
    project.ormforge("generate", "--allow-mass-removal")
    assert "**Breaking:**" in project.read("CHANGELOG.md")
    project.ormforge("rename", kind, old, new)
    project.ormforge("generate")
    path = f"books.{new}" if kind == "column" else new
    told = f"* {kind.title()} `{old}` renamed to `{path}`\r\n"
    added, changed = "### Added\r\n\r\n* By hand.\r\n", f"\r\n### Changed\r\n\r\n{told}"
    assert project.read("CHANGELOG.md") == KEPT.replace(added, f"{added}{changed}")
    assert project.ormforge("generate").err == "Up to date: 1 file, nothing to write\n"
