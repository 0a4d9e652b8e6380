"""Writing a plan: all of its files, or none."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ormforge.errors import WorkspaceError
from ormforge.plan import FileChange, Plan
from ormforge.workspace.backup import KEPT, backup_file, backups, next_backup
from ormforge.workspace.durable import sync_folders, write_file
from ormforge.workspace.journal import Journal, Step, digest, write_journal
from ormforge.workspace.layout import PROCESS_LOCK, STATE
from ormforge.workspace.model import Written
from ormforge.workspace.paths import locate, read_bytes
from ormforge.workspace.process_lock import process_lock
from ormforge.workspace.recovery import changed_meanwhile, finish, recover_locked, undo


def write_plan(root: Path, plan: Plan, *, wait: float = 10.0) -> Written:
    """Write every changed file of the plan, or none; unchanged ones are not touched.

    Killed at any moment, `recover` brings the project to the old or the new complete set. Symbolic links are written
    through, permissions stay. Raises WorkspaceError, having written nothing: if a file is no longer what the plan was made
    from, cannot be written, or if another run is at work for longer than `wait` seconds.
    """
    if not any(change.changed for change in _all(plan)):
        return Written()
    with process_lock(root, wait=wait):
        recover_locked(root)
        _check_current(root, _all(plan))
        changes = tuple(change for change in _all(plan) if change.changed)
        _check_places(root, changes)
        _check_writable(root, changes)
        backup = _write(root, changes)
        _prune(root)
    return Written(
        written=tuple(change.path for change in changes if change.after is not None),
        removed=tuple(change.path for change in changes if change.after is None),
        backup=backup,
    )


def _all(plan: Plan) -> tuple[FileChange, ...]:
    """The project's files first, what describes them last."""
    return (*plan.changes, *plan.state)


def _write(root: Path, changes: tuple[FileChange, ...]) -> PurePosixPath | None:
    preparing = _journal(root, changes)
    committed = dataclasses.replace(preparing, stage="committed")
    journal = preparing
    try:
        write_journal(root, preparing)
        _prepare(root, preparing, changes)
        _check_current(root, changes)
        journal = committed
        write_journal(root, committed)
        finish(root, committed)
    except OSError as error:
        undo(root, journal)
        raise WorkspaceError(f"cannot write: {error}", hint="Nothing was changed.") from error
    except WorkspaceError:
        undo(root, journal)
        raise
    except KeyboardInterrupt:
        recover_locked(root)
        raise
    return committed.backup if any(change.before is not None for change in changes) else None


def _journal(root: Path, changes: tuple[FileChange, ...]) -> Journal:
    backup = next_backup(root)
    copies = [backup_file(backup, change.path) for change in changes if change.before is not None]
    return Journal(
        stage="preparing",
        backup=backup,
        steps=tuple(
            Step(path=change.path, before=digest(change.before), after=digest(change.after))
            for change in changes
        ),
        folders=tuple(_missing_folders(root, (*(change.path for change in changes), *copies))),
    )


def _prepare(root: Path, journal: Journal, changes: tuple[FileChange, ...]) -> None:
    for folder in journal.folders:
        locate(root, folder).mkdir(exist_ok=True)
    for step, change in zip(journal.steps, changes, strict=True):
        place = step.place(root)
        like = place.stat() if change.before is not None else None
        if change.before is not None:
            write_file(
                locate(root, backup_file(journal.backup, change.path)), change.before, like=like
            )
        if change.after is not None:
            write_file(step.prepared(root), change.after, like=like, mode=change.mode)
    made = [locate(root, folder).parent for folder in journal.folders]
    sync_folders([*made, *(step.place(root).parent for step in journal.steps)])


def _missing_folders(root: Path, paths: Iterable[PurePosixPath]) -> Iterator[PurePosixPath]:
    """The folders to make, outer ones first."""
    seen: set[PurePosixPath] = set()
    for path in paths:
        for folder in reversed(path.parents[:-1]):
            if folder not in seen and not root.joinpath(folder).is_dir():
                yield folder
            seen.add(folder)


def _check_current(root: Path, changes: Iterable[FileChange]) -> None:
    """Refuse if any file, unchanged ones included, is not what the plan was worked out from."""
    edited = [change.path for change in changes if read_bytes(root, change.path) != change.before]
    if edited:
        raise changed_meanwhile(edited)


def _check_places(root: Path, changes: tuple[FileChange, ...]) -> None:
    """Refuse two changes of one file, under two names or on a file system that ignores case."""
    ignores_case = root.joinpath(STATE.name.upper(), PROCESS_LOCK.name).exists()
    places: dict[str, PurePosixPath] = {}
    for change in changes:
        place = os.path.normcase(locate(root, change.path))
        other = places.setdefault(place.casefold() if ignores_case else place, change.path)
        if other is not change.path:
            raise WorkspaceError(
                f"{other} and {change.path} are the same file", hint="Give one another name."
            )


def _check_writable(root: Path, changes: tuple[FileChange, ...]) -> None:
    for change in changes:
        place = locate(root, change.path)
        if change.before is not None:
            _check_file(change.path, place)
        folder = next(parent for parent in place.parents if parent.exists())
        if not folder.is_dir():
            raise WorkspaceError(f"{change.path}: {folder.name} is a file, not a folder")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise WorkspaceError(
                f"{change.path}: no permission to write to its folder",
                hint="Change its permissions. Nothing was written.",
            )


def _check_file(path: PurePosixPath, place: Path) -> None:
    """Refuse a file marked as read-only, and on Windows one that a program holds open."""
    try:
        if not place.stat().st_mode & 0o222:
            raise PermissionError(13, "it is read-only")
        os.close(os.open(place, os.O_RDWR))
    except OSError as error:
        raise WorkspaceError(
            f"{path}: cannot be written: {error.strerror}",
            hint="Change its permissions. Nothing was written.",
        ) from error


def _prune(root: Path) -> None:
    for backup in backups(root)[KEPT:]:
        shutil.rmtree(locate(root, backup), ignore_errors=True)
