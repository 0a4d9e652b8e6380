"""Running the commands that a project names in its configuration: without a shell, and with secrets hidden."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ormforge.errors import ProcessError

Tell = Callable[[str], None]
"""Is told each line that a command prints."""

_REMEMBERED = 20


def split_command(command: str) -> list[str]:
    """The words of a command, split as a POSIX shell splits them. Raises ValueError where a quote is left open."""
    return shlex.split(command)


def run_command(
    words: Sequence[str],
    folder: Path,
    tell: Tell | None = None,
    environ: Mapping[str, str] | None = None,
) -> None:
    """Run a command in a folder, and wait for it; `environ` is laid over the environment.

    Programs that are installed beside this Python are found even where its environment is not activated. Raises
    ProcessError where the program is not found or ends with another code than 0; it quotes the last lines that were
    printed unless somebody was told them.
    """
    full = {**os.environ, **(environ or {})}
    full["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), full.get("PATH", os.defpath)])
    program = shutil.which(words[0], path=full["PATH"])
    if program is None:
        raise ProcessError(
            f"{words[0]}: there is no such program",
            hint=f"It was looked for in PATH: {full['PATH']}",
        )
    last: deque[str] = deque(maxlen=_REMEMBERED)
    with subprocess.Popen(  # noqa: S603 - the project's own command, from its configuration
        [program, *words[1:]],
        cwd=folder,
        env=full,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            last.append(line.rstrip("\n"))
            if tell is not None:
                tell(last[-1])
    if process.returncode:
        raise ProcessError(
            f"`{shlex.join(words)}` ended with exit code {process.returncode}",
            hint="\n  ".join(last) if tell is None and last else None,
        )
