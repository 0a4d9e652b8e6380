"""A file that ormforge writes whole: an export, a snapshot."""

from __future__ import annotations

import os
from pathlib import Path

from ormforge.errors import WorkspaceError
from ormforge.workspace.durable import sync_folders, write_file


def write_document(file: Path, text: str, *, only_check: bool = False) -> bool:
    """Whether the file was to change; with `only_check` it is left as it is.

    The file has either its old content or its new one at any moment, and keeps its permissions; an equal one is not
    touched. Raises WorkspaceError.
    """
    data = text.encode("utf-8", errors="surrogatepass")
    target = file.resolve()  # a link stays a link
    try:
        if target.is_file() and target.read_bytes() == data:
            return False
        if not only_check:
            _replace(target, data)
    except OSError as error:
        raise WorkspaceError(
            f"{file}: cannot be written: {error.strerror}", hint="Nothing was changed."
        ) from error
    return True


def _replace(target: Path, data: bytes) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    like = target.stat() if target.exists() else None
    try:
        write_file(draft, data, like=like)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    sync_folders([target.parent])
