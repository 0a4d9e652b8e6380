"""Finishing or undoing a transaction that was interrupted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Literal

from ormforge.errors import WorkspaceError
from ormforge.plan import Note
from ormforge.workspace.backup import backed_up
from ormforge.workspace.durable import sync_folders, write_file
from ormforge.workspace.journal import Journal, Step, delete_journal, digest, read_journal
from ormforge.workspace.layout import JOURNAL
from ormforge.workspace.paths import locate, read_bytes
from ormforge.workspace.process_lock import process_lock

Found = Literal["old", "new", "edited"]


def recover(root: Path, *, wait: float = 10.0) -> tuple[Note, ...]:
    """Bring the project to the old or the new complete set after an interrupted run; the notes say which.

    Called at the start of each run. Touches nothing, the lock included, if no run was interrupted. Raises WorkspaceError
    if another run is still at work after `wait` seconds, or if the disk refuses.
    """
    if read_bytes(root, JOURNAL) is None:
        return ()
    with process_lock(root, wait=wait):
        return recover_locked(root)


def recover_locked(root: Path) -> tuple[Note, ...]:
    """The same for a caller that holds the process lock."""
    journal = read_journal(root)
    if journal is None:
        return ()
    try:
        return _recover(root, journal)
    except OSError as error:
        raise WorkspaceError(f"an interrupted run cannot be finished: {error}") from error


def _recover(root: Path, journal: Journal) -> tuple[Note, ...]:
    edited = tuple(step for step in journal.steps if _found(root, step) == "edited")
    if journal.stage == "committed" and _can_finish(root, journal):
        finish(root, journal)
        return (_note("An interrupted run was finished.", edited),)
    undo(root, journal)
    return (_note("An interrupted run was undone.", edited),)


def finish(root: Path, journal: Journal) -> None:
    """Put every prepared file in place, and end the transaction."""
    for step in journal.steps:
        _put(root, step)
    sync_folders(step.place(root).parent for step in journal.steps)
    delete_journal(root)


def undo(root: Path, journal: Journal) -> None:
    """Give every replaced file its old bytes again, throw the prepared ones away, and end the transaction.

    A file that holds neither its old nor its new bytes was edited since: it is left alone.
    """
    for step in reversed(journal.steps):
        if journal.stage == "committed" and _found(root, step) == "new":
            _put_back(root, journal, step)
    for step in journal.steps:
        step.prepared(root).unlink(missing_ok=True)
    shutil.rmtree(locate(root, journal.backup), ignore_errors=True)
    for folder in reversed(journal.folders):
        _remove_empty(locate(root, folder))
    delete_journal(root)


def _put(root: Path, step: Step) -> None:
    """Put one file in place, if nobody has saved it since the last look."""
    place, prepared, found = step.place(root), step.prepared(root), _found(root, step)
    if found == "edited" and (step.after is None or prepared.exists()):
        raise changed_meanwhile([step.path])
    if step.after is None:
        place.unlink(missing_ok=True)
    elif prepared.exists():
        os.replace(prepared, place)


def changed_meanwhile(paths: Iterable[PurePosixPath]) -> WorkspaceError:
    """The error for files that are no longer what the plan was made from."""
    return WorkspaceError(
        f"changed since it was read: {', '.join(map(str, paths))}",
        hint="Somebody saved it meanwhile. Nothing was written; run again.",
    )


def _can_finish(root: Path, journal: Journal) -> bool:
    """Whether every file is either in place already or waits, whole, beside an untouched old one."""
    for step in journal.steps:
        found, prepared = _found(root, step), step.prepared(root)
        waits = prepared.exists()
        if found == "edited" and (waits or step.after is None):
            return False
        if waits and digest(prepared.read_bytes()) != step.after:
            return False
        if found == "old" and step.after is not None and not waits:
            return False
    return True


def _found(root: Path, step: Step) -> Found:
    now = digest(read_bytes(root, step.path))
    if now == step.after:
        return "new"
    return "old" if now == step.before else "edited"


def _put_back(root: Path, journal: Journal, step: Step) -> None:
    place = step.place(root)
    if step.before is None:
        place.unlink(missing_ok=True)
    else:
        data = backed_up(root, journal.backup, step.path)
        if data is None or digest(data) != step.before:
            raise WorkspaceError(
                f"{step.path}: an interrupted run cannot be undone: {journal.backup} has not its old bytes",
                hint=f"Compare the file with your version control, then delete {JOURNAL}.",
            )
        like = place.stat() if place.exists() else None
        write_file(step.prepared(root), data, like=like)
        os.replace(step.prepared(root), place)
    sync_folders([place.parent])


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _note(message: str, edited: tuple[Step, ...]) -> Note:
    paths = ", ".join(str(step.path) for step in edited)
    return Note(
        code="recovered",
        severity="warning",
        message=f"{message} Edited since, and left alone: {paths}." if paths else message,
    )
