"""The pristine texts of the last run: which of them can be trusted, and where to look for one that cannot."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ormforge.errors import WorkspaceError
from ormforge.plan import Generated, Note
from ormforge.workspace.backup import backed_up, backups
from ormforge.workspace.base_id import base_id, header_id
from ormforge.workspace.history import committed
from ormforge.workspace.layout import BASE, LOCK_FILE, base_file, base_owner
from ormforge.workspace.lock_file import DamagedState, Lock, LockedFile, parse_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The trusted pristine texts, and a note for each that was not."""

    base: Mapping[PurePosixPath, Generated]
    notes: tuple[Note, ...]


def read_baseline(
    root: Path,
    lock: Lock,
    state: Mapping[PurePosixPath, bytes],
    texts: Mapping[PurePosixPath, str],
    named: Container[PurePosixPath] = (),
) -> Baseline:
    """The pristine text of each file, where it is sound and the file on disk was made from it.

    A file that names another base in its header comes from another moment than the state (a partial checkout, a
    revert): its base is taken from the backups or from git, or it has none. Wrong guesses would read as deletions by hand.
    A file that is `named` as one to write, and bears the id of one that is no longer there, is that file.
    """
    base: dict[PurePosixPath, Generated] = {}
    notes: list[Note] = []
    for path in sorted({*lock.files, *_owners(state)}):
        try:
            base[path] = _stored(lock.files.get(path), state.get(base_file(path)))
        except DamagedState as error:
            notes.append(_note("damaged", path, f"the stored base cannot be used: {error}"))
        except _NoBase:
            continue
    ids = {base_id(generated.text): path for path, generated in base.items()}
    for path, text in sorted(texts.items()):
        wanted = header_id(text)
        if wanted is None:
            continue
        if wanted in ids:
            if path in named:
                _follow(base, ids[wanted], path, texts)
            continue
        found, source = _from_earlier(root, path, wanted)
        if found is not None:
            base[path] = found
            notes = [note for note in notes if note.path != path]
            what = f"is from another run; base {wanted} came from {source}"
            notes.append(_note("stale", path, what, known=True))
        elif base.pop(path, None) is not None or lock.files:
            notes.append(_note("stale", path, f"is from another run; base {wanted} is not known"))
    return Baseline(base=base, notes=tuple(notes))


class _NoBase(Exception):
    """A file that never had a pristine text: nothing to tell."""


def _owners(state: Mapping[PurePosixPath, bytes]) -> Iterator[PurePosixPath]:
    for path in state:
        owner = base_owner(path)
        if owner is not None:
            yield owner


def _stored(locked: LockedFile | None, raw: bytes | None) -> Generated:
    if locked is None:
        raise DamagedState(f"{LOCK_FILE} does not know it")
    if locked.base is None:
        raise _NoBase
    if raw is None:
        raise DamagedState(f"it is missing from {BASE}")
    return Generated(text=_sound_text(raw, locked.base), keys=locked.keys, stale=locked.stale)


def _sound_text(raw: bytes, digest: str) -> str:
    """The text whose hash the lock has, also if git has changed its line ends."""
    for candidate in (raw, raw.replace(b"\r\n", b"\n")):
        if hashlib.sha256(candidate).hexdigest() == digest:
            return candidate.decode("utf-8", "surrogatepass")
    if b"<<<<<<< " in raw:
        raise DamagedState("it holds a git merge conflict")
    raise DamagedState("it is not what the last run wrote")


def _follow(
    base: dict[PurePosixPath, Generated],
    old: PurePosixPath,
    path: PurePosixPath,
    texts: Mapping[PurePosixPath, str],
) -> None:
    """A file that was given another name, as its header tells, keeps its base."""
    if path not in base and old not in texts:
        base[path] = base.pop(old)


def _from_earlier(root: Path, path: PurePosixPath, wanted: str) -> tuple[Generated | None, str]:
    """The base that a header names, from the runs that are kept or from git, and where it came from."""
    places = (("a backup", _backed_up(root, path)), ("git", _committed(root, path)))
    for source, versions in places:
        for raw, lock_raw in versions:
            try:
                found = _stored(parse_lock(lock_raw).files.get(path), raw)
            except (DamagedState, WorkspaceError, _NoBase):
                continue
            if base_id(found.text) == wanted:
                return found, source
    return None, ""


def _backed_up(root: Path, path: PurePosixPath) -> Iterator[tuple[bytes, bytes]]:
    for backup in backups(root):
        raw, lock_raw = (backed_up(root, backup, file) for file in (base_file(path), LOCK_FILE))
        if raw is not None and lock_raw is not None:
            yield raw, lock_raw


def _committed(root: Path, path: PurePosixPath) -> Iterator[tuple[bytes, bytes]]:
    for raw, lock_raw in committed(root, base_file(path), LOCK_FILE):  # noqa: UP028 - a pair
        yield raw, lock_raw


def _note(code: str, path: PurePosixPath, what: str, *, known: bool = False) -> Note:
    return Note(
        code=code,
        severity="warning",
        message=f"{path} {what}" if code == "stale" else f"{path}: {what}",
        path=path,
        hint=(
            None if known else "Merged without a base: all that differs is taken as hand-written."
        ),
    )
