"""`[hooks]`: the project's own commands before and after a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.project import Project

CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n[hooks]\n'


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    made.write("fail.py", "print('one test failed')\nraise SystemExit(1)\n")
    made.write("note.py", "import sys\nopen('ran.txt', 'a').write(sys.argv[1])\n")
    return made


def ran(project: Project) -> str:
    file = project.root / "ran.txt"
    return file.read_text() if file.exists() else ""


def state(project: Project) -> dict[str, bytes]:
    """What a run leaves in the project, but for its own cache and backups."""
    kept = (".ormforge/cache", ".ormforge/backup", ".ormforge/.lock")
    files = (path for path in sorted(project.root.rglob("*")) if path.is_file())
    named = {path.relative_to(project.root).as_posix(): path.read_bytes() for path in files}
    return {name: data for name, data in named.items() if not name.startswith(kept)}


def test_commands_run_before_the_database_is_read_and_after_files_were_written(
    project: Project,
) -> None:
    project.write(
        "migrate.py",
        "import os, sqlite3\n"
        "base = sqlite3.connect(os.environ['DATABASE_URL'].removeprefix('sqlite:///'))\n"
        "base.execute('create table if not exists b (id integer primary key)')\nprint('migrated')\n",
    )
    project.write(
        "ormforge.toml",
        CONFIG
        + 'before = ["python migrate.py", "python note.py B"]\nafter = ["python note.py A"]\n',
    )
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert "class B(Base):" in project.read("models.py")
    assert "$ python migrate.py\nmigrated\n" in run.err
    assert ran(project) == "BA"
    assert project.ormforge("generate").code == 0
    assert ran(project) == "BAB", "nothing was written, so nothing follows"


@pytest.mark.parametrize(
    "command", [["check"], ["diff"], ["generate", "--dry-run"], ["generate", "--check"]]
)
def test_looking_runs_no_hook(project: Project, command: list[str]) -> None:
    project.write(
        "ormforge.toml", CONFIG + 'before = ["python note.py B"]\nafter = ["python note.py A"]\n'
    )
    project.ormforge(*command)
    assert ran(project) == ""


def test_a_failure_before_stops_the_run(project: Project) -> None:
    project.write("ormforge.toml", CONFIG + 'before = ["python fail.py", "python note.py B"]\n')
    before = state(project)
    run = project.ormforge("generate")
    assert (run.code, ran(project), state(project)) == (2, "", before)
    assert run.err == (
        "$ python fail.py\none test failed\n"
        "error: ormforge.toml:6: hooks.before[0]: `python fail.py` ended with exit code 1\n"
    )


def test_a_failure_after_leaves_the_files_and_needs_a_decision(project: Project) -> None:
    project.write("ormforge.toml", CONFIG + 'after = ["python fail.py"]\n')
    run = project.ormforge("--output-format", "json", "generate")
    assert run.code == 3
    assert "class A(Base):" in project.read("models.py")
    (note,) = (note for note in json.loads(run.out)["notes"] if note["code"] == "hook")
    assert "the files that were written stay" in note["message"]
    assert "one test failed" in note["hint"]


def test_a_failure_after_puts_every_file_back(project: Project) -> None:
    project.write("ormforge.toml", CONFIG)
    assert project.ormforge("generate").code == 0
    project.write("models.py", project.read("models.py") + "\n\nOWN = 1\n")
    assert project.ormforge("generate").code == 0
    project.sql("ALTER TABLE a ADD COLUMN x INTEGER")
    project.write(
        "ormforge.toml", CONFIG + 'after = ["python fail.py"]\nrollback-on-failure = true\n'
    )
    before = state(project)
    run = project.ormforge("generate")
    assert run.code == 2
    assert "every file is as it was before" in run.err
    assert state(project) == before
    project.write("ormforge.toml", CONFIG)
    assert project.ormforge("generate").code == 0
    assert "x: Mapped[int | None]" in project.read("models.py")
    assert "OWN = 1" in project.read("models.py")


def test_a_first_run_that_is_rolled_back_leaves_no_models(project: Project) -> None:
    project.write(
        "ormforge.toml", CONFIG + 'after = ["python fail.py"]\nrollback-on-failure = true\n'
    )
    before = state(project)
    assert project.ormforge("generate").code == 2
    assert state(project) == before


def test_what_was_edited_meanwhile_is_kept_when_rolling_back(project: Project) -> None:
    project.write("ormforge.toml", CONFIG)
    assert project.ormforge("generate").code == 0
    before = project.read("models.py")
    project.sql("ALTER TABLE a ADD COLUMN x INTEGER")
    project.write(
        "edit.py", "open('models.py', 'a').write('\\nMEANWHILE = 1\\n')\nraise SystemExit(1)\n"
    )
    project.write(
        "ormforge.toml", CONFIG + 'after = ["python edit.py"]\nrollback-on-failure = true\n'
    )
    run = project.ormforge("generate")
    assert project.read("models.py") == before
    folder = run.err.partition("had been written is in ")[2].split()[0]
    assert "MEANWHILE = 1" in project.read(f"{folder}/models.py.bak")


def test_a_secret_that_a_command_prints_is_hidden(project: Project) -> None:
    project.write("tell.py", "import os\nprint('using', os.environ['SPARE_URL'])\n")
    project.write("ormforge.toml", CONFIG + 'before = ["python tell.py"]\n')
    run = project.ormforge("generate", env={"SPARE_URL": "postgresql://me:s3cr3t-word@host/d"})
    assert "using postgresql://me:***@host/d" in run.err
    assert "s3cr3t-word" not in run.err + run.out
