"""File operations whose effect is on the disk when they return."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path


def write_file(
    place: Path, data: bytes, *, like: os.stat_result | None = None, mode: int | None = None
) -> None:
    """Write a new file and wait for the disk; what stood there is replaced.

    `like` is the file whose permissions and owner it is to have, from its first moment on; `mode` goes before them.
    """
    place.unlink(missing_ok=True)
    wanted = mode if mode is not None else (None if like is None else like.st_mode & 0o7777)
    first = 0o666 if wanted is None else wanted & 0o700 | 0o200
    descriptor = os.open(
        place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), first
    )
    with open(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if like is not None:
        _take_owner(place, like)
    if wanted is not None:
        os.chmod(place, wanted)


def sync_folders(folders: Iterable[Path]) -> None:
    """Wait until the folders' entries are on the disk. Windows has no such thing, and needs none."""
    if sys.platform == "win32":
        return
    for folder in sorted(set(folders)):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _take_owner(place: Path, like: os.stat_result) -> None:
    """Give the file its old owner where the process may: root must not take a user's file away."""
    if sys.platform == "win32":
        return
    now = place.stat()
    if (now.st_uid, now.st_gid) == (like.st_uid, like.st_gid):
        return
    try:
        os.chown(place, like.st_uid, like.st_gid)
    except PermissionError:
        return
