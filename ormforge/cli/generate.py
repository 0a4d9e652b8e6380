"""`ormforge generate`: reflect, draft, render, merge, write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ormforge.cli.exit_codes import ExitCode, exit_code_of
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.options import FromOption, StrictOption, TablesOption
from ormforge.cli.planning import fingerprint_of, placed, work_out
from ormforge.cli.reporting import report_plan
from ormforge.cli.watch import watch
from ormforge.errors import OrmforgeError, UsageError

if TYPE_CHECKING:
    from ormforge.cli.invocation import Invocation
    from ormforge.cli.summary import Outcome
    from ormforge.config import Loaded
    from ormforge.plan import Note, Plan
    from ormforge.unchanged import Fingerprint


EXAMPLES = (
    "ormforge generate",
    "ormforge generate --diff",
    'ormforge generate -t books -t "sales.*"',
    "ormforge --profile ci generate --check",
    "ormforge generate --watch",
    "ormforge generate --message > message.txt && git commit -a -F message.txt",
)


def generate(
    context: typer.Context,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if something would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print what would change as a diff.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; tell what would be written.")
    ] = False,
    allow_mass_removal: Annotated[
        bool,
        typer.Option(
            "--allow-mass-removal", help="Go on although most of the known tables have gone."
        ),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help="Remove files that are no longer generated, if they hold nothing hand-written.",
        ),
    ] = False,
    message: Annotated[
        bool,
        typer.Option("--message", help="Print a commit message to stdout; nothing is committed."),
    ] = False,
    watching: Annotated[
        bool,
        typer.Option(
            "--watch", help="Run again whenever configuration, templates or migrations change."
        ),
    ] = False,
    table: TablesOption = None,
    snapshot: FromOption = None,
    strict: StrictOption = False,
) -> int:
    """Bring the models up to date with the database.

    Hand-written code in the files is kept. Either every file is written or none is.
    """
    invocation = invocation_of(context)
    if message and (diff or invocation.output_format is OutputFormat.github):
        raise UsageError("--message has stdout for itself, without --diff and annotations")
    if watching:
        watch(invocation, snapshot)
    loaded = invocation.load(snapshot)
    looking, checking = check or diff or dry_run, check or diff
    recovered = () if looking else _prepare(invocation, loaded)
    known = fingerprint_of(invocation, loaded, table or (), snapshot=snapshot, prune=prune)
    try:
        plan = work_out(
            invocation,
            loaded,
            table or (),
            snapshot=snapshot,
            allow_mass_removal=allow_mass_removal,
            prune=prune,
            fingerprint=known,
        )
    except OrmforgeError as error:
        _keep_refused(loaded, error)
        raise
    plan = replace(plan, notes=(*recovered, *plan.notes))
    code = exit_code_of(plan, checking=checking, strict=strict)
    writing = not looking and code is not ExitCode.FAILED
    if writing:
        plan = _write(invocation, loaded, plan, known)
        code = exit_code_of(plan, checking=False, strict=strict)
    outcome: Outcome = "written" if writing else "would write"
    report_plan(
        invocation,
        plan,
        loaded.root,
        outcome=outcome,
        code=code,
        checking=checking,
        diff=diff,
        message=message,
    )
    return code


def _prepare(invocation: Invocation, loaded: Loaded) -> tuple[Note, ...]:
    """Finish or undo what an earlier run has left, and run what is to come first."""
    from ormforge.workspace import recover

    recovered = recover(loaded.root)
    if loaded.config.hooks.before:
        from ormforge import pipeline

        pipeline.run_before(loaded.config, loaded.root, invocation.listener())
    return recovered


def _keep_refused(loaded: Loaded, error: OrmforgeError) -> None:
    """Keep the text that the run would have written, if that is what the error is about."""
    from ormforge import pipeline

    if isinstance(error, pipeline.RefusedResult | pipeline.RefusedText):
        pipeline.keep_candidate(loaded.root, error)


def _write(invocation: Invocation, loaded: Loaded, plan: Plan, known: Fingerprint | None) -> Plan:
    """Write the plan and run what is to follow; the plan, with a note if that has failed."""
    if not any(change.changed for change in (*plan.changes, *plan.state)):
        return plan
    from ormforge import pipeline
    from ormforge.unchanged import remember_written

    written = pipeline.write(loaded.root, plan)
    if known is not None:
        remember_written(loaded.root, known, plan)
    if not written.written and not written.removed:
        return plan
    failure = pipeline.run_after(loaded.config, loaded.root, plan, invocation.listener())
    if failure is None:
        return plan
    return replace(plan, notes=(*plan.notes, placed(failure, loaded)))
