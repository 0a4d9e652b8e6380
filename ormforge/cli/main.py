"""Running the command line: parse, run the command, and turn every error into a message and an exit code."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import typer

from ormforge.cli.app import build_app
from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.reporting import report_error
from ormforge.cli.rule_errors import placed_error
from ormforge.cli.terminal import Terminal
from ormforge.cli.usage import UsageMistake, explain_usage
from ormforge.errors import OrmforgeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; the arguments are by default the process's own."""
    for stream in (sys.stdout, sys.stderr):
        _print_anything(stream)
    terminal = Terminal(sys.stdout, sys.stderr, os.environ)
    invocation = Invocation(terminal=terminal, environ=os.environ, folder=_current_folder())
    return run(list(sys.argv[1:] if arguments is None else arguments), invocation)


def run(arguments: list[str], invocation: Invocation) -> int:
    """The exit code of one run; everything that can go wrong in it has been told when this returns."""
    command = typer.main.get_command(build_app())
    invocation.arguments = tuple(arguments)
    try:
        code = command.main(arguments, prog_name="ormforge", standalone_mode=False, obj=invocation)
    except UsageMistake as error:
        return _failed(invocation, explain_usage(error), error)
    except OrmforgeError as error:
        return _failed(invocation, placed_error(invocation, error), error)
    except (typer.Abort, KeyboardInterrupt):
        code = ExitCode.INTERRUPTED
    # The one place where every error ends: a user never sees a traceback without asking for it.
    except Exception as error:
        return _failed(invocation, _internal(error), error)
    if code == ExitCode.INTERRUPTED:
        invocation.terminal.message("interrupted: nothing more was written", "warning")
    return ExitCode.DONE if code is None else int(code)


def _failed(invocation: Invocation, told: OrmforgeError, cause: Exception) -> int:
    report_error(invocation, told)
    if invocation.verbose and invocation.output_format is not OutputFormat.json:
        invocation.terminal.message("".join(traceback.format_exception(cause)), "dim")
    return ExitCode.FAILED


def _internal(error: Exception) -> OrmforgeError:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    first = str(error).partition("\n")[0]
    return OrmforgeError(
        f"internal error: {type(error).__name__}: {first}{place}",
        hint="nothing was written; -v before the command shows the traceback for a report",
    )


def _current_folder() -> Path:
    """The folder the process is in; one that has been deleted meanwhile fails when something is looked for in it."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path()


def _print_anything(stream: TextIO) -> None:
    """Have characters that the stream's encoding lacks escaped instead of failing on them."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
