"""`ormforge custom`: the hand-written code in the generated files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from ormforge.cli.custom_changes import (
    ADD_EXAMPLES,
    ADOPT_EXAMPLES,
    RESOLVE_EXAMPLES,
    RESTORE_EXAMPLES,
    add,
    adopt,
    resolve,
    restore,
)
from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.groups import command_group
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.reporting import report_content

if TYPE_CHECKING:
    from ormforge.report import ArchivedCode, CustomCode

LIST_EXAMPLES = ("ormforge custom list", "ormforge --output-format json custom list")
ORPHANS_EXAMPLES = ("ormforge custom orphans", "ormforge -v custom orphans")


def custom_app() -> typer.Typer:
    """The commands below `ormforge custom`."""
    commands = (
        (list_, LIST_EXAMPLES),
        (add, ADD_EXAMPLES),
        (orphans, ORPHANS_EXAMPLES),
        (restore, RESTORE_EXAMPLES),
        (resolve, RESOLVE_EXAMPLES),
        (adopt, ADOPT_EXAMPLES),
    )
    return command_group("See the hand-written code, and decide about it.", commands)


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


def orphans(context: typer.Context) -> int:
    """Print the archived code: what it was for, why it is archived, and where it is.

    With `-v` before the command, the code itself as well.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.read()
    found = pipeline.archived_code(loaded.config, loaded.root)
    if invocation.output_format is OutputFormat.json:
        places = ("path", "kept_in")
        content = [
            {**asdict(code), **{name: str(getattr(code, name)) for name in places}}
            for code in found
        ]
        report_content(invocation, ExitCode.DONE, {"orphans": content})
    elif found:
        text = "\n".join(orphan_lines(code, whole=invocation.verbose) for code in found)
        invocation.terminal.product(text)
    else:
        invocation.say("There is no archived code")
    return ExitCode.DONE


def orphan_lines(code: ArchivedCode, *, whole: bool) -> str:
    """A piece of archived code as `NAME: why, from file, in file`, with its own lines below where they are wanted."""
    first = f"{code.name}: {code.why}\n  from {code.path}, kept in {code.kept_in}"
    return first + "".join(f"\n  | {line}" for line in code.text.splitlines()) if whole else first


def custom_line(code: CustomCode) -> str:
    """A piece of code as `file:line: kind Owner.name (table)`."""
    name = ".".join(part for part in (code.owner, code.name) if part)
    table = "" if code.table is None else f" ({code.table})"
    return f"{code.path}:{code.line}: {code.kind} {name}".rstrip() + table
