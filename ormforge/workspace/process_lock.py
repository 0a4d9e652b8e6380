"""One run at a time writes to a project."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ormforge.errors import WorkspaceError
from ormforge.workspace.layout import PROCESS_LOCK
from ormforge.workspace.paths import locate

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_PAUSE = 0.05


@contextmanager
def process_lock(root: Path, *, wait: float) -> Iterator[None]:
    """Hold the project's lock; the operating system frees it if the process ends.

    Raises WorkspaceError if another run still holds it after `wait` seconds, or if it cannot be made.
    """
    place = locate(root, PROCESS_LOCK)
    try:
        place.parent.mkdir(exist_ok=True)
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise WorkspaceError(f"{PROCESS_LOCK}: cannot be made: {error.strerror}") from error
    try:
        _acquire(descriptor, time.monotonic() + wait)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, deadline: float) -> None:
    while not _try_lock(descriptor):
        if time.monotonic() >= deadline:
            raise WorkspaceError(
                "another run of ormforge is writing to this project",
                hint="Wait for it to end, then run again. Nothing was written.",
            )
        time.sleep(_PAUSE)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise WorkspaceError(f"{PROCESS_LOCK}: cannot be locked: {error.strerror}") from error
    return True
