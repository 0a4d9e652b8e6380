"""`ormforge custom`: the hand-written code in the generated files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.groups import command_group
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.reporting import report_content

if TYPE_CHECKING:
    from ormforge.report import CustomCode

LIST_EXAMPLES = ("ormforge custom list", "ormforge --output-format json custom list")


def custom_app() -> typer.Typer:
    """The commands below `ormforge custom`."""
    return command_group("See the hand-written code in the models.", [(list_, LIST_EXAMPLES)])


def list_(context: typer.Context) -> int:
    """Print every region and every hand-written statement, with its place."""
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load()
    found = pipeline.custom_code(loaded.config, loaded.root)
    if invocation.output_format is OutputFormat.json:
        content = [{**asdict(code), "path": str(code.path)} for code in found]
        report_content(invocation, ExitCode.DONE, {"custom": content})
    elif found:
        invocation.terminal.product("\n".join(custom_line(code) for code in found))
    else:
        invocation.say("There is no hand-written code in the generated files")
    return ExitCode.DONE


def custom_line(code: CustomCode) -> str:
    """A piece of code as `file:line: kind Owner.name (table)`."""
    name = ".".join(part for part in (code.owner, code.name) if part)
    table = "" if code.table is None else f" ({code.table})"
    return f"{code.path}:{code.line}: {code.kind} {name}".rstrip() + table
