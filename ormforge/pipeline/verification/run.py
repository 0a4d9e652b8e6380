"""Having the models verified in a process of their own: importing them runs the project's code."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from ormforge.config import Config
from ormforge.database import Request
from ormforge.errors import OrmforgeError, WorkspaceError
from ormforge.pipeline.options import module_name
from ormforge.pipeline.source import source_database
from ormforge.report import Finding

_CHILD = "ormforge.pipeline.verification.child"


def verify(config: Config, root: Path, *, scratch: str | None = None) -> tuple[Finding, ...]:
    """Everything in which the models are not the database: an `error` for each difference, sorted by object.

    `scratch` is the URL of an empty database to rebuild the models in; without it one is made beside the source and
    dropped again. Raises WorkspaceError where there are no models, OrmforgeError where nothing could be judged.
    """
    if not (root / config.output.path).exists():
        raise WorkspaceError(
            f"{config.output.path}: there are no models yet", hint="Run `ormforge generate` first."
        )
    with source_database(config, root) as request:
        answer = _ask(_question(config, request, root, scratch), root)
    return tuple(Finding(**finding) for finding in answer)


def _question(config: Config, request: Request, root: Path, scratch: str | None) -> str:
    return json.dumps(
        {
            "module": module_name(PurePosixPath(config.output.path)),
            "folders": [str(root), str(root / "src")],
            "scratch": scratch,
            "placed": _placed(config),
            "request": {
                "url": request.url,
                "schemas": request.schemas,
                "include": request.include,
                "exclude": request.exclude,
                "views": request.views,
            },
        }
    )


def _placed(config: Config) -> list[str]:
    """Globs of the columns whose place in a table the configuration decides."""
    if config.output.column_order != "table":
        return ["*"]
    return sorted({column for mixin in config.mixins for column in mixin.when_columns})


def _ask(question: str, root: Path) -> list[dict[str, Any]]:
    """What the child answers. The question goes through a pipe, because it holds the password; the answer through a
    file, because the models may print."""
    with tempfile.TemporaryDirectory(prefix="ormforge") as folder:
        answer = Path(folder) / "answer.json"
        done = subprocess.run(  # noqa: S603 - Python itself, on a module of this package
            [sys.executable, "-W", "always", "-m", _CHILD, str(answer)],
            input=question,
            cwd=root,
            text=True,
            encoding="utf-8",
            capture_output=True,
            check=False,
        )
        if done.returncode or not answer.exists():
            last = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
            raise OrmforgeError(f"the models could not be verified: {last}")
        found: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))
        return found
