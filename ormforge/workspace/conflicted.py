"""A lock that git left in conflict: what both branches remember is still worth having."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.plan import Memory
from ormforge.workspace.layout import base_file
from ormforge.workspace.lock_file import DamagedState, Lock, LockedFile, parse_lock

_CONFLICT = re.compile(
    rb"^<{7} [^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\r?\n(?P<theirs>.*?)^>{7} [^\n]*\n",
    re.DOTALL | re.MULTILINE,
)


def read_conflicted(raw: bytes, state: Mapping[PurePosixPath, bytes]) -> Lock:
    """The lock that two branches make together.

    Names, deletions and conflicts of either branch are kept, ours where they disagree. Of each file the entry is kept
    that its base on disk fits. Raises DamagedState if there is no conflict, or a side is not a lock by itself.
    """
    if _CONFLICT.search(raw) is None:
        raise DamagedState("it holds no conflict")
    ours, theirs = (parse_lock(_CONFLICT.sub(_side(name), raw)) for name in (rb"ours", rb"theirs"))
    paths = {*ours.files, *theirs.files}
    return replace(
        ours,
        files={path: _fitting(path, ours, theirs, state) for path in paths},
        memory=_joined(ours.memory, theirs.memory),
        renames=tuple(dict.fromkeys((*ours.renames, *theirs.renames))),
    )


def _side(name: bytes) -> bytes:
    return rb"\g<" + name + rb">"


def _fitting(
    path: PurePosixPath, ours: Lock, theirs: Lock, state: Mapping[PurePosixPath, bytes]
) -> LockedFile:
    candidates = [lock.files[path] for lock in (ours, theirs) if path in lock.files]
    stored = hashlib.sha256(state.get(base_file(path), b"")).hexdigest()
    return next((file for file in candidates if file.base == stored), candidates[0])


def _joined(ours: Memory, theirs: Memory) -> Memory:
    return Memory(
        pins={**theirs.pins, **ours.pins},
        tombstones=ours.tombstones | theirs.tombstones,
        pending={**theirs.pending, **ours.pending},
        bases={**theirs.bases, **ours.bases},
        overrides=ours.overrides | theirs.overrides,
    )
