"""The parsers of Mermaid and DBML, as their makers publish them."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import unavailable

PARSERS = Path(__file__).parent / "parsers"
Parse = Callable[[str, Sequence[str]], list[Any]]


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder of what package.json asks for; installs it where it is not there yet."""
    npm = shutil.which("npm")
    if shutil.which("node") is None or npm is None:
        unavailable("node and npm are needed for the parsers of Mermaid and DBML, and for axe")
    found = PARSERS / "node_modules"
    wanted = json.loads((PARSERS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    with (Path(tempfile.gettempdir()) / "ormforge-test-npm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several workers may want it at once
        if not all((found / name / "package.json").exists() for name in wanted):
            install = [str(npm), "install", "--no-audit", "--no-fund", "--no-package-lock"]
            subprocess.run(install, cwd=PARSERS, check=True, capture_output=True)
    return found


@pytest.fixture(scope="session")
def parse(node_modules: Path) -> Parse:
    """What a parser (`mermaid` or `dbml`) makes of each text."""

    def parsed(language: str, texts: Sequence[str]) -> list[Any]:
        done = subprocess.run(
            ["node", "parse.mjs"],
            cwd=PARSERS,
            input=json.dumps({language: list(texts)}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: list[Any] = json.loads(done.stdout)[language]
        return found

    return parsed
