"""The commands of `ormforge custom` that change the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ormforge.cli.exit_codes import exit_code_of
from ormforge.cli.invocation import Invocation, invocation_of
from ormforge.cli.planning import work_out
from ormforge.cli.reporting import report_plan
from ormforge.errors import UsageError

if TYPE_CHECKING:
    from ormforge.cli.summary import Outcome
    from ormforge.config import Config
    from ormforge.merge import Resolution
    from ormforge.plan import Plan

ADD_EXAMPLES = ("ormforge custom add books", "ormforge custom add public.books pricing --diff")
ADOPT_EXAMPLES = ("ormforge custom adopt --diff", "ormforge custom adopt")
RESTORE_EXAMPLES = (
    "ormforge custom restore books.isbn",
    'ormforge custom restore "column public.books.isbn#2" --diff',
)
RESOLVE_EXAMPLES = (
    "ormforge custom resolve books.title --mine",
    "ormforge custom resolve public.books.title --theirs",
)

Diff = Annotated[bool, typer.Option("--diff", help="Write nothing; print the change as a diff.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing; tell what would happen.")]
KeyArgument = Annotated[
    str,
    typer.Argument(metavar="KEY", help="As a message names it, or `table.column`, `Class.name`."),
]


def add(
    context: typer.Context,
    table: Annotated[str, typer.Argument(metavar="TABLE", help="TABLE, SCHEMA.TABLE or Class.")],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="What to call the region.")] = "",
    *,
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """Put an empty region at the end of a table's class."""
    from ormforge import pipeline

    return _carried_out(
        invocation_of(context),
        lambda config, root: pipeline.add_region(config, root, table, name),
        diff=diff,
        dry_run=dry_run,
    )


def restore(
    context: typer.Context, key: KeyArgument, *, diff: Diff = False, dry_run: DryRun = False
) -> int:
    """Take a deletion by hand back, or put archived code back where it stood."""
    from ormforge import pipeline

    return _carried_out(
        invocation_of(context),
        lambda config, root: pipeline.restore(config, root, key),
        diff=diff,
        dry_run=dry_run,
    )


def resolve(
    context: typer.Context,
    key: KeyArgument,
    *,
    mine: Annotated[bool, typer.Option("--mine", help="Keep what you have written.")] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Take the database's version; yours is archived.")
    ] = False,
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """End a conflict that stands in a file as comments."""
    from ormforge import pipeline

    if mine == theirs:
        raise UsageError("say either --mine or --theirs")
    choice: Resolution = "mine" if mine else "theirs"
    return _carried_out(
        invocation_of(context),
        lambda config, root: pipeline.resolve(config, root, key, choice),
        diff=diff,
        dry_run=dry_run,
    )


def adopt(context: typer.Context, *, diff: Diff = False, dry_run: DryRun = False) -> int:
    """Take over models that ormforge has not written, whoever has.

    Everything in the file at `[output] path` stays; what it lacks is added. Tables, columns and
    relationships are recognised, whatever they are called; the report tells which.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load()
    pipeline.check_foreign(loaded.config, loaded.root)
    return _carried_out(
        invocation, lambda _, __: work_out(invocation, loaded), diff=diff, dry_run=dry_run
    )


def _carried_out(
    invocation: Invocation, decide: Callable[[Config, Path], Plan], *, diff: bool, dry_run: bool
) -> int:
    """The exit code of a decision that was written, or only shown."""
    from ormforge import pipeline

    loaded = invocation.read()
    writing = not (diff or dry_run)
    if writing:
        pipeline.recover(loaded.root)
    try:
        plan = decide(loaded.config, loaded.root)
    except (pipeline.RefusedResult, pipeline.RefusedText) as refused:
        pipeline.keep_candidate(loaded.root, refused)
        raise
    if writing:
        pipeline.write(loaded.root, plan)
    code = exit_code_of(plan, checking=diff)
    outcome: Outcome = "written" if writing else "would write"
    report_plan(invocation, plan, loaded.root, outcome=outcome, code=code, diff=diff)
    return code
