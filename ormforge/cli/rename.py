"""`ormforge rename`: what the database calls a table or a column from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.groups import command_group
from ormforge.cli.invocation import Invocation, OutputFormat, invocation_of
from ormforge.cli.reporting import report_content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ormforge.catalog.renames import Rename

TABLE_EXAMPLES = (
    "ormforge rename table orders purchases",
    "ormforge rename table sales.orders archive.orders",
    "ormforge rename table orders purchases --undo",
)
COLUMN_EXAMPLES = (
    "ormforge rename column orders.total amount",
    "ormforge rename column sales.orders.total amount",
)
LIST_EXAMPLES = ("ormforge rename list",)

Undo = Annotated[bool, typer.Option("--undo", help="Take the record back instead.")]


def rename_app() -> typer.Typer:
    """The commands below `ormforge rename`."""
    commands = ((table, TABLE_EXAMPLES), (column, COLUMN_EXAMPLES), (list_, LIST_EXAMPLES))
    return command_group("Record what the database renames; your code follows.", commands)


def table(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="TABLE or SCHEMA.TABLE.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new name, or SCHEMA.TABLE.")],
    *,
    undo: Undo = False,
) -> int:
    """Record that a table is renamed, before or after the migration.

    The next generate brings the class, its name and everything written for it over to the new table. Where the
    database has the old name (again), the record changes nothing.
    """
    return _record(invocation_of(context), "table", old, new, undo=undo)


def column(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="TABLE.COLUMN or SCHEMA.TABLE.COLUMN.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The column's new name.")],
    *,
    undo: Undo = False,
) -> int:
    """Record that a column is renamed, before or after the migration.

    The next generate brings the attribute, under its Python name, over to the new column, with everything written
    for it.
    """
    return _record(invocation_of(context), "column", old, new, undo=undo)


def list_(context: typer.Context) -> int:
    """Print every rename that is recorded."""
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.read()
    renames = pipeline.recorded_renames(loaded.config, loaded.root)
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, ExitCode.DONE, {"renames": _content(renames)})
    elif renames:
        lines = (f"{old} -> {new.partition(' ')[2]}" for old, new in renames)
        invocation.terminal.product("\n".join(lines))
    else:
        invocation.say("No rename is recorded")
    return ExitCode.DONE


def _record(
    invocation: Invocation, kind: Literal["table", "column"], old: str, new: str, *, undo: bool
) -> int:
    from ormforge import pipeline

    loaded = invocation.read()
    pipeline.recover(loaded.root)
    change = pipeline.forget_rename if undo else pipeline.record_rename
    plan = change(loaded.config, loaded.root, kind, old, new)
    pipeline.write(loaded.root, plan)
    for note in plan.notes:
        invocation.say(note.message)
    if plan.state:
        invocation.say("The next `ormforge generate` goes by it")
    if invocation.output_format is OutputFormat.json:
        renames = pipeline.recorded_renames(loaded.config, loaded.root)
        content = {"written": bool(plan.state), "renames": _content(renames)}
        report_content(invocation, ExitCode.DONE, content)
    return ExitCode.DONE


def _content(renames: Iterable[Rename]) -> list[dict[str, str]]:
    return [
        {"kind": old.partition(" ")[0], "old": old.partition(" ")[2], "new": new.partition(" ")[2]}
        for old, new in renames
    ]
