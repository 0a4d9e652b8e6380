"""What may be forgotten at any time, below `.ormforge/cache/`, and the files of the state proper."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path, PurePosixPath

from ormforge.workspace.layout import CACHE, GIT_IGNORE, JOURNAL, STATE
from ormforge.workspace.paths import files_below, read_bytes

_APART = frozenset({"backup", "failed", ".lock"})


def read_cached(root: Path, name: str) -> str | None:
    """The text that was last kept under a name; None if there is none."""
    raw = read_bytes(root, CACHE / name)
    return None if raw is None else raw.decode("utf-8", "replace")


def write_cached(root: Path, name: str, text: str) -> None:
    """Keep a text under a name, where a run has made the state's folder and it can be written; otherwise do nothing."""
    folder = root / CACHE
    if not (root / GIT_IGNORE).is_file():
        return
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder, encoding="utf-8", delete=False) as file:
            file.write(text)
        os.replace(file.name, folder / name)


def state_files(root: Path) -> tuple[PurePosixPath, ...]:
    """Every file that says how the last run left the project: all below `.ormforge/` but copies and failed texts."""
    if not (root / STATE).is_dir():
        return ()
    return tuple(
        path
        for path in (*files_below(root, STATE), JOURNAL)
        if path.relative_to(STATE).parts[0] not in _APART and path.name != "unchanged.json"
    )
