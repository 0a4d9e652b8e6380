"""Handing over a document: to stdout, or into a file that is written or compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.reporting import report_content
from ormforge.errors import UsageError

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write a file, not stdout.", show_default=False
    ),
]
CheckOption = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit 1 if the file would change.")
]


def require_file_to_check(check: bool, output: Path | None) -> None:
    """Nothing; raises UsageError where there is no file to compare with."""
    if check and output is None:
        raise UsageError("--check needs the file to compare with: -o FILE")


def deliver(invocation: Invocation, text: str, output: Path | None, *, check: bool) -> ExitCode:
    """How handing over the text went: `CHANGES` where a file that is only checked would change."""
    from ormforge import pipeline

    if output is None:
        invocation.terminal.product(text)
        return ExitCode.DONE
    file = invocation.folder / output
    changed = pipeline.write_document(file, text, only_check=check)
    code = ExitCode.CHANGES if check and changed else ExitCode.DONE
    state = "is up to date"
    if changed:
        state = "would change" if check else "written"
    if invocation.output_format is OutputFormat.text:
        invocation.say(f"{output} {state}")
    else:
        report_content(invocation, code, {"file": str(output), "changed": changed})
    return code
