"""The result of a run that had nothing to do, kept for the next one."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

from ormforge.plan import FileChange, Kept, Note, Plan
from ormforge.workspace import read_cached, write_cached

_FILE = "unchanged.json"


def recall(root: Path, fingerprint: str) -> Plan | None:
    """The plan of the last run, if it had this fingerprint and its files are as they were; None otherwise."""
    stored = read_cached(root, _FILE)
    try:
        record = json.loads(stored or "{}")
        if record.get("fingerprint") != fingerprint:
            return None
        changes = [_unchanged(root, path, digest) for path, digest in record["files"].items()]
        notes = tuple(_note(note) for note in record["notes"])
        kept = Kept(**record["kept"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if None in changes:
        return None
    return Plan(changes=tuple(c for c in changes if c is not None), notes=notes, kept=kept)


def remember(root: Path, fingerprint: str, plan: Plan) -> None:
    """Keep the plan for `recall`, if it changes nothing at all; otherwise do nothing."""
    if plan.schema or any(change.changed for change in (*plan.changes, *plan.state)):
        return
    record = {
        "fingerprint": fingerprint,
        "files": {
            str(change.path): _digest(change.before)
            for change in plan.changes
            if change.before is not None
        },
        "notes": [_printed(note) for note in plan.notes],
        "kept": dataclasses.asdict(plan.kept),
    }
    write_cached(root, _FILE, json.dumps(record, indent=1))


def _unchanged(root: Path, path: str, digest: str) -> FileChange | None:
    file = root / path
    raw = file.read_bytes() if file.is_file() else None
    if raw is None or _digest(raw) != digest:
        return None
    return FileChange(path=PurePosixPath(path), before=raw, after=raw)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _printed(note: Note) -> dict[str, Any]:
    values = dataclasses.asdict(note)
    return values | {"path": None if note.path is None else str(note.path)}


def _note(values: dict[str, Any]) -> Note:
    path = values["path"]
    return Note(**values | {"path": None if path is None else PurePosixPath(path)})
