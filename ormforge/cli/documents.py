"""Results as JSON for programs: one object per run, with the version of its form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from ormforge.catalog.changes import SchemaChange
from ormforge.cli.differences import unified_diff
from ormforge.plan import FileChange, Note, Plan
from ormforge.secret import Mask

FORM_VERSION = 1
"""Raised when a field is renamed, removed or changes its meaning; new fields do not raise it."""


def document(command: str | None, exit_code: int, content: Mapping[str, Any]) -> dict[str, Any]:
    """The object that a run prints: the form's version, the command, the exit code, and its content."""
    return {"version": FORM_VERSION, "command": command, "exit_code": int(exit_code), **content}


def plan_content(plan: Plan, *, written: bool, diff: bool) -> dict[str, Any]:
    """A plan for programs: whether anything changes, each file, the database's changes, code kept, notes."""
    return {
        "changed": plan.changed,
        "written": written,
        "files": [_file(change, diff) for change in plan.changes],
        "schema": [str(change) for change in plan.schema],
        "schema_changes": changes_content(plan.schema),
        "kept": asdict(plan.kept),
        "notes": [_note(note) for note in plan.notes],
    }


def changes_content(changes: Iterable[SchemaChange]) -> list[dict[str, Any]]:
    """Changes of the database for programs, each with what it breaks, or null."""
    return [
        {
            "kind": change.difference.kind,
            "object": change.difference.what,
            "path": change.difference.path,
            "property": change.difference.property,
            "before": change.difference.before,
            "after": change.difference.after,
            "breaking": change.breaking,
            "message": str(change),
        }
        for change in changes
    ]


def error_content(error: Exception) -> dict[str, Any]:
    """An error for programs: its kind, message and hint, and each problem of a configuration by itself."""
    problems = [
        {
            "file": problem.source.name or None,
            "line": problem.source.line,
            "key": problem.key or None,
            "message": problem.message,
        }
        for problem in getattr(error, "problems", ())
    ]
    content = {
        "kind": getattr(error, "kind", type(error).__name__),
        "message": getattr(error, "message", str(error)),
        "hint": getattr(error, "hint", None),
    }
    return {"error": {**content, "problems": problems} if problems else content}


def as_json(value: object, mask: Mask) -> str:
    """The value as JSON text, with every secret hidden in every text of it."""
    return json.dumps(_masked(value, mask), indent=2, ensure_ascii=False)


def _masked(value: object, mask: Mask) -> object:
    if isinstance(value, str):
        return mask.message(value)
    if isinstance(value, Mapping):
        return {str(key): _masked_field(key, item, mask) for key, item in value.items()}
    return [_masked(item, mask) for item in value] if isinstance(value, list | tuple) else value


def _masked_field(name: object, value: object, mask: Mask) -> object:
    return (
        mask.product(value) if name == "diff" and isinstance(value, str) else _masked(value, mask)
    )


def _file(change: FileChange, diff: bool) -> dict[str, Any]:
    content: dict[str, Any] = {"path": str(change.path), "status": file_status(change)}
    if diff and change.changed:
        content["diff"] = unified_diff([change])
    return content


def file_status(change: FileChange) -> str:
    """What a change does to its file: `added`, `removed`, `changed` or `unchanged`."""
    if not change.changed:
        return "unchanged"
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _note(note: Note) -> dict[str, Any]:
    return {
        "code": note.code,
        "severity": note.severity,
        "message": note.message,
        "key": note.key,
        "path": None if note.path is None else str(note.path),
        "line": note.line,
        "hint": note.hint,
    }
