from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from ormforge.cli.invocation import Invocation
from ormforge.cli.main import run
from ormforge.cli.terminal import Terminal
from tests.project import Project, Run


@dataclass(frozen=True)
class QuickProject(Project):
    """A project in which ormforge runs without a process of its own."""

    def ormforge(self, *arguments: str, env: dict[str, str] | None = None) -> Run:
        out, err = io.StringIO(), io.StringIO()
        environ = {"DATABASE_URL": self.url, **(env or {})}
        terminal = Terminal(out, err, environ)
        invocation = Invocation(terminal=terminal, environ=environ, folder=self.root)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(arguments), invocation)
        return Run(code, out.getvalue(), err.getvalue())


@pytest.fixture
def empty(tmp_path: Path, sqlite_url: str) -> Project:
    """A project without a database yet, which is to be SQLite."""
    made = QuickProject(tmp_path, sqlite_url)
    text = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
    made.write("ormforge.toml", text)
    return made
