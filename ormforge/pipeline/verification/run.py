"""Having the models verified in a process of their own: importing them runs the project's code."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from ormforge.config import Config
from ormforge.database import Request
from ormforge.errors import WorkspaceError
from ormforge.pipeline.children import ask_child, import_folders
from ormforge.pipeline.modules import module_name
from ormforge.pipeline.source import source_database
from ormforge.pipeline.verification.own_order import own_order
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
        question = _question(config, request, root, scratch)
        answer = ask_child(_CHILD, question, root, "the models could not be verified")
    return tuple(Finding(**finding) for finding in answer)


def _question(config: Config, request: Request, root: Path, scratch: str | None) -> dict[str, Any]:
    return {
        "module": module_name(PurePosixPath(config.output.path)),
        "folders": import_folders(root),
        "scratch": scratch,
        "placed": _placed(config),
        "own_order": sorted(own_order(config, root)),
        "request": {
            "url": request.url,
            "schemas": request.schemas,
            "include": request.include,
            "exclude": request.exclude,
            "views": request.views,
        },
    }


def _placed(config: Config) -> list[str]:
    """Globs of the columns whose place in a table the configuration decides."""
    if config.output.column_order != "table":
        return ["*"]
    return sorted({column for mixin in config.mixins for column in mixin.when_columns})
