"""Asking a process of its own for what only running the project's code tells."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ormforge.errors import OrmforgeError


def ask_child(module: str, question: Mapping[str, Any], root: Path, failure: str) -> Any:
    """What the module of this package answers, run in the project's folder, where it may import the project's code.

    The question goes through a pipe, because it may hold a password; the answer through a file, because the project's
    code may print. Raises OrmforgeError, which begins with `failure`, where the process ends without an answer.
    """
    with tempfile.TemporaryDirectory(prefix="ormforge") as folder:
        answer = Path(folder) / "answer.json"
        done = subprocess.run(  # noqa: S603 - Python itself, on a module of this package
            [sys.executable, "-W", "always", "-m", module, str(answer)],
            input=json.dumps(question),
            cwd=root,
            text=True,
            encoding="utf-8",
            capture_output=True,
            check=False,
        )
        if done.returncode or not answer.exists():
            last = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
            raise OrmforgeError(f"{failure}: {last}")
        return json.loads(answer.read_text(encoding="utf-8"))


def import_folders(root: Path) -> list[str]:
    """Where the project's own modules are imported from."""
    return [str(root), str(root / "src")]
