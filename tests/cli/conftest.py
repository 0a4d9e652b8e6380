from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ormforge.cli.invocation import Invocation
from ormforge.cli.main import run
from ormforge.cli.terminal import Terminal


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Ormforge = Callable[..., Result]


@pytest.fixture
def ormforge(tmp_path: Path) -> Ormforge:
    """Runs a command line in the test's folder, with the environment given and nothing else."""

    def call(
        *arguments: str, environ: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> Result:
        out, err = io.StringIO(), io.StringIO()
        environ = environ or {}
        invocation = Invocation(
            terminal=Terminal(out, err, environ), environ=environ, folder=folder or tmp_path
        )
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(arguments), invocation)
        return Result(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a configuration for a SQLite database that does not exist."""
    text = '[database]\nurl = "sqlite:///shop.db"\n[output]\npath = "models.py"\n'
    (tmp_path / "ormforge.toml").write_text(text)
    return tmp_path
