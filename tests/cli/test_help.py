"""The help of `ormforge` itself, and shell completion."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ormforge
from tests.cli.test_page import ROOT, options

BIN = str(Path(sys.executable).parent)


def test_the_help_fits_a_screen(ormforge: Ormforge) -> None:
    run = ormforge("--help")
    lines = run.out.rstrip("\n").split("\n")
    assert (run.code, len(lines)) == (0, 24), run.out
    assert max(map(len, lines)) <= 80, run.out
    assert "..." not in run.out.replace("COMMAND ...", "")
    words = run.out.replace(",", " ").replace(";", " ").split()
    assert options(ROOT) <= set(words)
    names = [line.split()[0] for line in lines if line.startswith("  ")]
    assert set(ROOT.commands) <= set(names)


def test_no_command_is_the_help_as_a_mistake(ormforge: Ormforge) -> None:
    run = ormforge()
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("Usage: ormforge")


def test_completion_in_bash() -> None:
    """The script that `--install-completion` installs, loaded and asked."""
    bash = shutil.which("bash")
    assert bash is not None
    script = (
        'eval "$(_ORMFORGE_COMPLETE=source_bash ormforge)"\n'
        'ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ormforge_completion ormforge; echo "${COMPREPLY[@]}"; }\n'
        "ask ormforge ge\nask ormforge custom re\nask ormforge generate --al\n"
    )
    done = subprocess.run(
        [bash, "--noprofile", "--norc", "-c", script],
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["generate", "restore resolve", "--allow-mass-removal"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    done = subprocess.run(
        [f"{BIN}/ormforge"],
        env={**os.environ, "_ORMFORGE_COMPLETE": f"source_{shell}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ormforge" in done.stdout
    assert "_ORMFORGE_COMPLETE" in done.stdout
