"""State that was committed: what git still has of earlier runs. Only looked at, and only on this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

_MOST: Final = 200
"""How many commits are looked at, the newest first."""
_WAIT: Final = 20.0
# No command of the repository's own configuration is run, and nothing is fetched.
_OPTIONS: Final = (
    *("-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "protocol.allow=never"),
    "--no-pager",
)


def committed(root: Path, *paths: PurePosixPath) -> Iterator[tuple[bytes, ...]]:
    """The files as they were in each commit that has changed the first of them, where it has them all.

    Nothing where there is no git, no repository, or no such commit.
    """
    first = str(paths[0])
    listed = _git(root, "log", "--all", f"--max-count={_MOST}", "--format=%H", "--", first)
    for commit in (listed or b"").decode("ascii", "replace").split():
        files = [_git(root, "cat-file", "blob", f"{commit}:./{path}") for path in paths]
        found = tuple(raw for raw in files if raw is not None)
        if len(found) == len(paths):
            yield found


def _git(root: Path, *words: str) -> bytes | None:
    """What git prints; None where it fails, or is not there."""
    environ = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    environ["GIT_TERMINAL_PROMPT"] = "0"
    try:
        done = subprocess.run(  # noqa: S603 - git, with options of its own
            ["git", *_OPTIONS, *words],  # noqa: S607 - wherever it is installed
            cwd=root,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_WAIT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
