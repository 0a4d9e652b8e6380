"""The parsers of Mermaid and DBML, as their makers publish them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import unavailable

PARSERS = Path(__file__).parent / "parsers"
Parse = Callable[[str, Sequence[str]], list[Any]]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """What a parser (`mermaid` or `dbml`) makes of each text; installs the parsers where they are not yet."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        unavailable("node and npm are needed for the parsers of Mermaid and DBML")
    if not (PARSERS / "node_modules" / ".package-lock.json").exists():
        install = [str(npm), "install", "--no-audit", "--no-fund", "--no-package-lock"]
        subprocess.run(install, cwd=PARSERS, check=True, capture_output=True)

    def parsed(language: str, texts: Sequence[str]) -> list[Any]:
        done = subprocess.run(
            [str(node), "parse.mjs"],
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
