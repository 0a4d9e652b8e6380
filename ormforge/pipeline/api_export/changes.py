"""What changed for clients of the API since a document that was exported before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ormforge.apidiff import Change, compare_documents
from ormforge.errors import UsageError, WorkspaceError
from ormforge.pipeline.api_export.documents import ApiDocument


def api_changes(document: ApiDocument, older: Path, said: str) -> tuple[Change, ...]:
    """The changes from the older document, breaking ones first; `said` is what its file is called.

    Raises WorkspaceError where it cannot be read, UsageError where it is a document of another kind.
    """
    old = _read(older, said)
    _check_kind(old, document.content, said)
    return compare_documents(
        old, document.content, asked=document.asked, answered=document.answered
    )


def _read(file: Path, said: str) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkspaceError(f"{said}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise WorkspaceError(f"{said}: is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise WorkspaceError(f"{said}: is no document, but a {type(found).__name__}")
    return found


def _check_kind(old: dict[str, Any], new: dict[str, Any], said: str) -> None:
    if ("openapi" in old) != ("openapi" in new):
        kind = "OpenAPI" if "openapi" in new else "JSON Schema with $defs"
        raise UsageError(f"{said}: is no {kind}, so that it cannot be compared with this export")
    if "paths" in old and "paths" not in new:
        raise UsageError(
            f"{said}: has paths, which this export has not",
            hint="--full exports them as well.",
        )
