"""The project's other source files, which a run reads and never writes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

_NOT_OURS: Final = frozenset(
    {"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"}
)
_LARGEST: Final = 2_000_000
"""Bytes of a file from which on nobody has written it by hand."""


def python_texts(
    root: Path, folders: Iterable[PurePosixPath], words: Iterable[str]
) -> dict[PurePosixPath, str]:
    """The Python files below the folders that have one of the words in them, by their paths below the root.

    Hidden folders, virtual environments, what was built or installed, and links to folders are left out, and so is a file
    that is no UTF-8 text or cannot be read: nothing depends on having seen it.
    """
    wanted = [word.encode() for word in words]
    found: dict[PurePosixPath, str] = {}
    for path in {path for folder in folders for path in _python_files(root, folder)}:
        try:
            raw = root.joinpath(path).read_bytes()
            if any(word in raw for word in wanted):
                found[path] = raw.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
    return found


def _python_files(root: Path, folder: PurePosixPath) -> Iterator[PurePosixPath]:
    for current, folders, names in os.walk(root / folder):
        here = Path(current)
        folders[:] = sorted(name for name in folders if _is_ours(here / name))
        for name in names:
            place = here / name
            if name.endswith(".py") and place.is_file() and place.stat().st_size <= _LARGEST:
                yield PurePosixPath(place.relative_to(root).as_posix())


def _is_ours(folder: Path) -> bool:
    name = folder.name
    return not (
        name.startswith(".") or name in _NOT_OURS or folder.joinpath("pyvenv.cfg").is_file()
    )
