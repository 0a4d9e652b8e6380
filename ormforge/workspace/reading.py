"""Reading the project: its files, and what the last run left."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from ormforge.errors import SourceError, WorkspaceError
from ormforge.plan import Archived, Note
from ormforge.workspace.baseline import read_baseline
from ormforge.workspace.conflicted import read_conflicted
from ormforge.workspace.decoding import check_source, decode_source
from ormforge.workspace.layout import (
    BASE,
    GIT_ATTRIBUTES,
    GIT_IGNORE,
    JOURNAL,
    LOCK_FILE,
    ORPHANS,
    SNAPSHOT,
    STATE,
    base_owner,
)
from ormforge.workspace.lock_file import DamagedState, Lock, parse_lock
from ormforge.workspace.model import SourceFile, Workspace
from ormforge.workspace.orphans import parse_orphans
from ormforge.workspace.paths import files_below, locate, read_bytes


def read_workspace(
    root: Path,
    paths: Iterable[PurePosixPath],
    config: str | None = None,
    *,
    also: Iterable[PurePosixPath] = (),
) -> Workspace:
    """The project before a run: the files named, every Python file of the folders named, and the state. Writes nothing.

    Files that the last run wrote are read as well, unless it was for another configuration than `config`, and those
    that are `also` to be read without being written under their name.

    Damaged, stale or missing state never raises: what it was about has no base, and a note says so. Raises SourceError
    (file:line:column) for a file that cannot be merged, WorkspaceError for one that cannot be read, for a path outside the
    project, and for state of a newer ormforge.
    """
    named = tuple(paths)
    state = _read_state(root)
    whole, lock_notes = _read_lock(state)
    others = {
        path: file
        for path, file in whole.files.items()
        if file.config != config and not any(path.is_relative_to(one) for one in named)
    }
    own = {path: file for path, file in whole.files.items() if path not in others}
    lock = dataclasses.replace(whole, files=own)
    files, file_notes = _read_files(root, (*named, *also, *lock.files), lock)
    texts = {path: source.text for path, source in files.items()}
    ours = {path: raw for path, raw in state.items() if base_owner(path) not in others}
    baseline = read_baseline(root, lock, ours, texts, named)
    archive, archive_notes = _read_archive(state)
    return Workspace(
        root=root,
        files=files,
        base=baseline.base,
        memory=dataclasses.replace(lock.memory, archive=archive),
        renames=lock.renames,
        catalog_snapshot=_text(state.get(SNAPSHOT)),
        versions=lock.versions,
        config=config,
        others=others,
        written={path: file.written for path, file in lock.files.items() if file.written},
        state=state,
        notes=(*_interrupted(root), *lock_notes, *file_notes, *baseline.notes, *archive_notes),
    )


def read_source(root: Path, path: PurePosixPath) -> SourceFile | None:
    """One file as text, None if there is no such file. Raises SourceError, WorkspaceError."""
    raw = read_bytes(root, path)
    if raw is None:
        return None
    real = locate(root, path)
    return decode_source(path, raw, mode=real.stat().st_mode & 0o7777, realpath=real)


def _interrupted(root: Path) -> tuple[Note, ...]:
    """A note if a run was killed while it wrote and nobody has called `recover`: what was read may be half of it."""
    if read_bytes(root, JOURNAL) is None:
        return ()
    message = "An interrupted run has yet to be finished or undone; the next write does it."
    return (Note(code="interrupted", severity="warning", message=message),)


def _read_state(root: Path) -> dict[PurePosixPath, bytes]:
    fixed = (LOCK_FILE, SNAPSHOT, GIT_IGNORE, GIT_ATTRIBUTES)
    below = (*files_below(root, BASE, ".base"), *files_below(root, ORPHANS, ".txt"))
    state: dict[PurePosixPath, bytes] = {}
    for path in (*fixed, *below):
        raw = read_bytes(root, path)
        if raw is not None:
            state[path] = raw
    return state


def _read_lock(state: Mapping[PurePosixPath, bytes]) -> tuple[Lock, tuple[Note, ...]]:
    raw = state.get(LOCK_FILE)
    if raw is None:
        return Lock(), ()
    try:
        return parse_lock(raw), ()
    except DamagedState as error:
        damage = error
    try:
        lock = read_conflicted(raw, state)
    except DamagedState:
        return Lock(), (_damaged(LOCK_FILE, f"cannot be used: {damage}"),)
    return lock, (_damaged(LOCK_FILE, "is in conflict; what both branches remember is joined"),)


def _read_archive(
    state: Mapping[PurePosixPath, bytes],
) -> tuple[tuple[Archived, ...], tuple[Note, ...]]:
    archive: list[Archived] = []
    notes: list[Note] = []
    for path in sorted(state):
        if not path.is_relative_to(ORPHANS):
            continue
        try:
            archive.extend(parse_orphans(state[path]))
        except DamagedState as error:
            notes.append(_damaged(path, f"holds {error}; it is left as it is"))
    return tuple(archive), tuple(notes)


def _read_files(
    root: Path, paths: tuple[PurePosixPath, ...], lock: Lock
) -> tuple[dict[PurePosixPath, SourceFile], tuple[Note, ...]]:
    """The files, and a note for each that was only come across in a folder and cannot be merged."""
    files: dict[PurePosixPath, SourceFile] = {}
    notes: list[Note] = []
    for path in sorted(set(_expand(root, paths))):
        try:
            source = _checked(root, path, lock)
        except SourceError as error:
            if path in paths or path in lock.files:
                raise
            notes.append(_damaged(path, f"is left out: {error.message}"))
            continue
        if source is not None:
            files[path] = source
    return files, tuple(notes)


def _expand(root: Path, paths: Iterable[PurePosixPath]) -> Iterator[PurePosixPath]:
    for path in paths:
        if path.is_relative_to(STATE):
            raise WorkspaceError(f"{path}: {STATE} is ormforge's own folder")
        if locate(root, path).is_dir():
            yield from files_below(root, path, ".py")
        else:
            yield path


def _checked(root: Path, path: PurePosixPath, lock: Lock) -> SourceFile | None:
    source = read_source(root, path)
    if source is None:
        return None
    locked = lock.files.get(path)
    if locked is None or hashlib.sha256(source.raw).hexdigest() != locked.written:
        check_source(source)
    return source


def _damaged(path: PurePosixPath, what: str) -> Note:
    return Note(code="damaged", severity="warning", message=f"{path} {what}", path=path)


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "replace")
