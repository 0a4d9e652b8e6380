"""The journal of a transaction: enough to finish it or to undo it after a crash.

Written twice, each time by an atomic replace. `preparing`: nothing of the project has changed yet, what was prepared
can be thrown away. `committed`: every new file lies beside its target, the transaction can be finished.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from ormforge.errors import WorkspaceError
from ormforge.workspace.durable import sync_folders, write_file
from ormforge.workspace.layout import BACKUP, JOURNAL
from ormforge.workspace.lock_file import DamagedState, project_path
from ormforge.workspace.paths import locate, read_bytes

Stage = Literal["preparing", "committed"]

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file of a transaction: the SHA-256 of its bytes before and after; None: no file."""

    path: PurePosixPath
    before: str | None
    after: str | None

    def place(self, root: Path) -> Path:
        """Where the file's bytes live."""
        return locate(root, self.path)

    def prepared(self, root: Path) -> Path:
        """Where its new bytes wait: in the same folder, so that one rename puts them in place."""
        name = hashlib.sha256(str(self.path).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return self.place(root).with_name(f".ormforge-{name}.tmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A transaction: its steps in order, the folder of its backups, the folders that it makes."""

    stage: Stage
    backup: PurePosixPath
    steps: tuple[Step, ...]
    folders: tuple[PurePosixPath, ...] = ()


def digest(data: bytes | None) -> str | None:
    """The SHA-256 of the bytes; None for no file."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def write_journal(root: Path, journal: Journal) -> None:
    """Put the journal on the disk, whole or not at all."""
    document = {
        "format": _FORMAT,
        "stage": journal.stage,
        "backup": str(journal.backup),
        "folders": [str(folder) for folder in journal.folders],
        "steps": [[str(step.path), step.before, step.after] for step in journal.steps],
    }
    place = locate(root, JOURNAL)
    fresh = _fresh(root)
    write_file(fresh, json.dumps(document).encode())
    os.replace(fresh, place)
    sync_folders([place.parent])


def read_journal(root: Path) -> Journal | None:
    """The journal of an interrupted transaction; None if the last one came to its end.

    Raises WorkspaceError if it is damaged: it is written atomically, so only a person can tell what happened.
    """
    raw = read_bytes(root, JOURNAL)
    if raw is None:
        return None
    try:
        return _parse(raw)
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"{JOURNAL}: damaged ({error}): an interrupted run can neither be finished nor undone",
            hint=f"Compare the project with {BACKUP}, then delete the journal.",
        ) from error


def delete_journal(root: Path) -> None:
    """End the transaction."""
    _fresh(root).unlink(missing_ok=True)
    place = locate(root, JOURNAL)
    place.unlink(missing_ok=True)
    sync_folders([place.parent])


def _fresh(root: Path) -> Path:
    return locate(root, JOURNAL.with_name("journal.new"))


def _parse(raw: bytes) -> Journal:
    document = json.loads(raw)
    if document["format"] != _FORMAT or document["stage"] not in ("preparing", "committed"):
        raise DamagedState("not a journal of this version")
    return Journal(
        stage=document["stage"],
        backup=_backup(document["backup"]),
        folders=tuple(project_path(folder) for folder in document["folders"]),
        steps=tuple(
            Step(path=project_path(path), before=before, after=after)
            for path, before, after in document["steps"]
        ),
    )


def _backup(text: str) -> PurePosixPath:
    path = project_path(text)
    if path.parent != BACKUP:
        raise DamagedState(f"{text!r} is no backup")
    return path
