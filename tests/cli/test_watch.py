"""`generate --watch`: another run after each change of what the models are made from."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project import Project

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")


class Watching:
    """A run that watches, and what it has said so far."""

    def __init__(self, project: Project, *words: str) -> None:
        # Whoever runs the tests in the background has SIGINT ignored, and a child inherits that.
        script = (
            "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
            "runpy.run_module('ormforge', run_name='__main__', alter_sys=True)"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, "generate", "--watch", *words],
            cwd=project.root,
            env={**os.environ, "DATABASE_URL": project.url, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))

    def runs(self, number: int) -> str:
        """What was said, once so many runs are done."""
        for _ in range(600):
            if sum(line.startswith("Watching ") for line in self.lines) >= number:
                return "".join(self.lines)
            assert self.process.poll() is None, "".join(self.lines)
            time.sleep(0.1)
        raise AssertionError("".join(self.lines))

    def interrupt(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)


CONFIG = '[database]\n{}\n[output]\npath = "models.py"\n[templates]\noverlays = ["overlay"]\n'


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.write("schema.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n")
    made.write("ormforge.toml", CONFIG.format('ddl = ["schema.sql"]\ndialect = "sqlite"'))
    made.write("overlay/note.txt", "")
    return made


@pytest.fixture
def watching(project: Project) -> Iterator[Watching]:
    run = Watching(project)
    yield run
    if run.process.poll() is None:
        run.process.kill()
        run.process.wait()


def test_each_change_is_another_run_and_an_error_ends_one_alone(
    project: Project, watching: Watching
) -> None:
    assert "Wrote models.py\n" in watching.runs(1)
    project.write("schema.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\n")
    assert "Changed: schema.sql\n" in watching.runs(2)
    assert "x: Mapped[str | None]" in project.read("models.py")
    whole = project.read("ormforge.toml")
    project.write("ormforge.toml", whole + "[outptu]\n")
    assert "unknown" in watching.runs(3)
    project.write("ormforge.toml", whole)
    watching.runs(4)
    template = '{% extends "ormforge/models.py.j2" %}\n{% block footer %}\n# ours\n{% endblock %}\n'
    for name in ("models.py.j2", "a.txt", "b.txt"):
        project.write(f"overlay/{name}", template)
    told = watching.runs(5)
    assert "# ours" in project.read("models.py"), told
    time.sleep(1.5)
    assert sum(line.startswith("Watching ") for line in watching.lines) <= 6, "a burst is one run"
    assert watching.interrupt() == 130
    assert "interrupted" in "".join(watching.lines)


def test_a_database_that_the_run_migrates_is_no_reason_for_another(
    tmp_path: Path, sqlite_url: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    project.write(
        "migrate.py",
        "import os, pathlib, sqlite3\n"
        "base = sqlite3.connect(os.environ['DATABASE_URL'].removeprefix('sqlite:///'))\n"
        "base.executescript('create table if not exists runs (at text); insert into runs values (1);')\n"
        "for file in sorted(pathlib.Path('migrations').glob('*.sql')):\n"
        "    base.executescript(file.read_text())\n",
    )
    project.write("migrations/1.sql", "create table if not exists a (id integer primary key);")
    project.write(
        "ormforge.toml",
        CONFIG.format('url = "env:DATABASE_URL"').replace('["overlay"]', "[]")
        + '[hooks]\nbefore = ["python migrate.py"]\n',
    )
    run = Watching(project)
    try:
        run.runs(1)
        time.sleep(2.5)
        assert sum(line.startswith("Watching ") for line in run.lines) == 1, run.lines
        project.write("migrations/2.sql", "create table if not exists b (id integer primary key);")
        run.runs(2)
        assert "class B(Base)" in project.read("models.py")
        assert run.interrupt() == 130
    finally:
        run.process.kill()
        run.process.wait()
