"""Paths of the project on disk: nothing is read or written outside the project root by accident or by malice."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from ormforge.errors import WorkspaceError
from ormforge.workspace.layout import STATE


def locate(root: Path, path: PurePosixPath) -> Path:
    """Where the bytes of a project file live: an absolute path with every symbolic link resolved.

    A file that is itself a symbolic link is followed, also out of the project. Its folders must stand inside, and
    nothing below `.ormforge/` may lead out. Raises WorkspaceError for every path that escapes.
    """
    _check_parts(path)
    real_root = root.resolve()
    folder = _resolve(root.joinpath(*path.parts[:-1]), path)
    if not folder.is_relative_to(real_root):
        raise WorkspaceError(
            f"{path}: its folder leads out of the project, to {folder}",
            hint="Point the output at a folder inside the project.",
        )
    place = folder / path.name
    real = _follow(place, path)
    if path.is_relative_to(STATE) and not real.is_relative_to(real_root):
        raise WorkspaceError(f"{path}: a symbolic link out of the project", hint="Delete the link.")
    return real


def read_bytes(root: Path, path: PurePosixPath) -> bytes | None:
    """The bytes of a project file, None if there is no such file. Raises WorkspaceError if it cannot be read."""
    real = locate(root, path)
    try:
        if not stat.S_ISREG(real.stat().st_mode):
            raise WorkspaceError(f"{path}: not a regular file", hint="Point the output elsewhere.")
        return real.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be read: {error.strerror or error}") from error


def files_below(root: Path, folder: PurePosixPath, suffix: str = "") -> tuple[PurePosixPath, ...]:
    """Every file below a folder whose name ends in `suffix`, sorted.

    Hidden folders, caches and symbolic links to folders are left out, except the folder itself.
    """
    top = locate(root, folder)
    found: list[PurePosixPath] = []
    for current, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not _skipped(name))
        inner = PurePosixPath(*Path(current).relative_to(top).parts)
        found.extend(folder / inner / name for name in names if name.endswith(suffix))
    return tuple(sorted(found))


def _check_parts(path: PurePosixPath) -> None:
    odd = "\0" if os.sep == "/" else "\0\\:"
    if path.is_absolute() or ".." in path.parts or not path.parts or set(str(path)) & set(odd):
        raise WorkspaceError(
            f"{str(path)!r}: not a path below the project root",
            hint="Use a relative path without '..'.",
        )


def _resolve(place: Path, path: PurePosixPath) -> Path:
    try:
        return place.resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise WorkspaceError(f"{path}: cannot be resolved: {error}") from error


def _follow(place: Path, path: PurePosixPath) -> Path:
    """The end of the chain where the place, in a folder already resolved, is a symbolic link."""
    try:
        return place.resolve() if place.is_symlink() else place
    except (OSError, RuntimeError) as error:
        raise WorkspaceError(f"{path}: cannot be resolved: {error}") from error


def _skipped(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"
