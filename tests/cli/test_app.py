"""The command line as a whole: help, versions, mistakes, signals."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
import typer

from ormforge import __version__
from ormforge.cli.app import build_app
from tests.cli.conftest import Ormforge

HEAVY = ("sqlalchemy", "libcst", "black", "pydantic", "jinja2", "rich", "tomlkit", "sqlacodegen_v2")


def command_lines() -> Iterator[tuple[str, ...]]:
    """Every command there is, the groups among them."""
    root = typer.main.get_command(build_app())
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        yield (name,)
        for below in getattr(command, "commands", ()):
            yield (name, below)


def test_the_commands_are_those_of_this_version() -> None:
    assert list(command_lines()) == [
        ("init",),
        ("generate",),
        ("check",),
        ("diff",),
        ("draft",),
        ("explain",),
        ("verify",),
        ("review",),
        ("snapshot",),
        ("doctor",),
        ("export",),
        ("export", "html"),
        ("export", "json-schema"),
        ("export", "openapi"),
        ("export", "mermaid"),
        ("export", "dbml"),
        ("custom",),
        ("custom", "list"),
        ("custom", "add"),
        ("custom", "orphans"),
        ("custom", "restore"),
        ("custom", "resolve"),
        ("custom", "adopt"),
        ("rename",),
        ("rename", "table"),
        ("rename", "column"),
        ("rename", "list"),
        ("templates",),
        ("templates", "list"),
        ("templates", "eject"),
        ("templates", "diff"),
        ("config",),
        ("config", "show"),
        ("config", "validate"),
        ("config", "schema"),
    ]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_needs_nothing_imports_nothing_heavy(option: str) -> None:
    # Typer imports rich by itself, whatever it is asked for, before 0.17.
    old = tuple(map(int, version("typer").split(".")[:2])) < (0, 17)
    heavy = [name for name in HEAVY if not (old and name == "rich")]
    program = (
        "import sys; from ormforge.cli import main; code = main(sys.argv[1:]);"
        f"print('imported:', [name for name in {heavy!r} if name in sys.modules], code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, option], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "imported: [] 0"


def test_the_version_is_the_projects(ormforge: Ormforge) -> None:
    pyproject = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{__version__}"' in pyproject or "dynamic = [" in pyproject
    assert ormforge("--version").out == f"ormforge {__version__}\n"


@pytest.mark.parametrize("command", list(command_lines()), ids=" ".join)
def test_help_fits_a_screen_and_has_examples(ormforge: Ormforge, command: tuple[str, ...]) -> None:
    done = ormforge(*command, "--help")
    assert done.code == 0
    lines = done.out.splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 80
    shown = lines[lines.index("  Examples:") :]
    assert any(line.strip().startswith("ormforge ") for line in shown)


def examples() -> Iterator[str]:
    root = typer.main.get_command(build_app())
    nodes = [root]
    while nodes:
        node = nodes.pop()
        nodes += getattr(node, "commands", {}).values()
        epilog = getattr(node, "epilog", None) or ""
        yield from (line.strip() for line in epilog.splitlines() if line.startswith("  ormforge"))


@pytest.mark.parametrize("example", list(examples()))
def test_every_example_is_accepted_by_the_parser(ormforge: Ormforge, example: str) -> None:
    words = shlex.split(example.partition(">")[0])
    done = ormforge(*words[1:], "--help")
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["generat"], "error: no such command 'generat'\n  did you mean 'generate'?"),
        (["config", "shwo"], "error: no such command 'shwo'\n  did you mean 'show'?"),
        (["zzz"], "error: no such command 'zzz'"),
        (["generate", "--chek"], "error: no such option: --chek"),
        (
            ["generate", "-c", "x.toml"],
            "error: no such option: -c\n  -c stands before the command: ormforge -c ... COMMAND",
        ),
        (
            ["check", "--output-format", "json"],
            "error: no such option: --output-format\n  --output-format stands before the command",
        ),
        (
            ["--output-format", "xml", "check"],
            "error: invalid value for '--output-format': 'xml' is not one of 'text', 'json', 'github'",
        ),
        (["templates", "eject"], "error: missing argument 'NAME'"),
        (["-q", "-v", "check"], "error: --quiet and --verbose contradict each other"),
        (["-c"], "error: option '-c' requires an argument"),
    ],
)
def test_a_mistake_is_explained_and_exits_2(
    ormforge: Ormforge, arguments: list[str], error: str
) -> None:
    done = ormforge(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith(error)
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [[], ["config"], ["custom"], ["rename"], ["templates"]])
def test_no_command_prints_the_help_and_exits_2(ormforge: Ormforge, arguments: list[str]) -> None:
    done = ormforge(*arguments)
    assert done.code == 2
    assert "Usage: ormforge" in done.err
    assert "error:" not in done.err


def test_the_module_runs_like_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ormforge", "check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "error: no ormforge.toml here or in a folder above, and no [tool.ormforge] in a pyproject.toml\n"
        "  run `ormforge init` to write one, or name one with -c FILE\n"
    )


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("ormforge ge", ["generate"]), ("ormforge config s", ["show", "schema"])],
)
def test_the_shell_completes_commands(typed: str, completed: list[str]) -> None:
    environ = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "ormforge"],
        env={**os.environ, **environ, "_ORMFORGE_COMPLETE": "complete_bash"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == completed


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_exits_130_without_a_traceback(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ormforge.toml")  # reading it waits for ever
    # Whoever runs the tests in the background has SIGINT ignored, and a child inherits that.
    heeding = (
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "runpy.run_module('ormforge', run_name='__main__')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", heeding, "-c", "ormforge.toml", "check"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    descriptor = os.open(tmp_path / "ormforge.toml", os.O_WRONLY)  # waits until it reads
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    os.close(descriptor)
    assert process.returncode == 130
    assert err == "interrupted: nothing more was written\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{shlex.quote(sys.executable)} -m ormforge config schema | head -1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize(
    ("environ", "colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_only_on_a_terminal_that_wants_it(
    tmp_path: Path, environ: dict[str, str], colour: bool
) -> None:
    leader, follower = os.openpty()
    base = {
        name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")
    }
    subprocess.run(
        [sys.executable, "-m", "ormforge", "check"],
        cwd=tmp_path,
        stderr=follower,
        env={**base, "TERM": "xterm-256color", **environ},
        check=False,
    )
    text = os.read(leader, 10_000).decode()
    os.close(leader)
    os.close(follower)
    assert "error: no ormforge.toml here" in text
    assert ("\x1b[" in text) == colour
