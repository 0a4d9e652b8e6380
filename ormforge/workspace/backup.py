"""The bytes from before the last runs, kept below `.ormforge/backup/`, one numbered folder a run."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

from ormforge.workspace.layout import BACKUP
from ormforge.workspace.paths import locate, read_bytes

KEPT: Final = 5
"""How many runs are kept."""

_NUMBER = re.compile(r"\d{4,}\Z")
_SUFFIX: Final = ".bak"


def backups(root: Path) -> tuple[PurePosixPath, ...]:
    """The folders of the kept runs, the newest first."""
    folder = locate(root, BACKUP)
    if not folder.is_dir():
        return ()
    names = [entry.name for entry in folder.iterdir() if _NUMBER.match(entry.name)]
    return tuple(BACKUP / name for name in sorted(names, key=int, reverse=True))


def next_backup(root: Path) -> PurePosixPath:
    """The folder for the run that begins."""
    newest = next(iter(backups(root)), None)
    return BACKUP / f"{int(newest.name) + 1 if newest else 1:04d}"


def backup_file(backup: PurePosixPath, path: PurePosixPath) -> PurePosixPath:
    """Where a run keeps the bytes of a file. The suffix keeps formatters, linters and importers away from it."""
    return backup / path.parent / (path.name + _SUFFIX)


def backed_up(root: Path, backup: PurePosixPath, path: PurePosixPath) -> bytes | None:
    """The bytes that a file had before that run, None if the run did not change it."""
    return read_bytes(root, backup_file(backup, path))
