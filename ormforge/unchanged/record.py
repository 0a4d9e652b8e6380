"""The result of a run that had nothing to do, kept for the next one."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

from ormforge.plan import FileChange, Kept, Note, Plan
from ormforge.unchanged.fingerprint import Fingerprint
from ormforge.workspace import read_cached, write_cached

_FILE = "unchanged.json"
_LASTING = frozenset({"inexpressible", "lossy", "unused-rule"})
"""Notes that every run tells anew, as long as the database and the configuration are what they are."""


def recall(root: Path, fingerprint: Fingerprint) -> Plan | None:
    """The plan of the last run, if it had this fingerprint and its files are as they were; None otherwise."""
    stored = read_cached(root, _FILE)
    try:
        record = json.loads(stored or "{}")
        if record.get("fingerprint") != fingerprint.digest:
            return None
        changes = [_unchanged(root, path, digest) for path, digest in record["files"].items()]
        notes = tuple(_note(note) for note in record["notes"])
        kept = Kept(**record["kept"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if None in changes:
        return None
    return Plan(changes=tuple(c for c in changes if c is not None), notes=notes, kept=kept)


def remember(root: Path, fingerprint: Fingerprint, plan: Plan) -> None:
    """Keep the plan for `recall`, if it changes nothing at all; otherwise do nothing."""
    if not plan.schema and not _changes_files(plan):
        _keep(root, fingerprint, plan)


def remember_written(root: Path, fingerprint: Fingerprint, plan: Plan) -> None:
    """Keep what the next run will find after this plan was written, if that is certain: that nothing is to be done.

    A note that is told once, and not of what the database and the configuration are, leaves it to the next run.
    """
    if _changes_files(plan) and all(note.code in _LASTING for note in plan.notes):
        _keep(root, fingerprint.after(plan), plan)


def _changes_files(plan: Plan) -> bool:
    return any(change.changed for change in (*plan.changes, *plan.state))


def _keep(root: Path, fingerprint: Fingerprint, plan: Plan) -> None:
    record = {
        "fingerprint": fingerprint.digest,
        "files": {
            str(change.path): _digest(change.after)
            for change in plan.changes
            if change.after is not None and change.drift
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
