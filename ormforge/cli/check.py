"""`ormforge check`: whether generate would change anything."""

from __future__ import annotations

from pathlib import Path

import typer

from ormforge.cli.exit_codes import exit_code_of
from ormforge.cli.invocation import Invocation, invocation_of
from ormforge.cli.options import FromOption, StrictOption, TablesOption
from ormforge.cli.planning import work_out
from ormforge.cli.reporting import report_plan

EXAMPLES = (
    "ormforge check",
    "ormforge --output-format github check",
    'ormforge --profile ci check -t "sales.*"',
    "ormforge check --from catalog.json",
)


def check(
    context: typer.Context,
    table: TablesOption = None,
    snapshot: FromOption = None,
    strict: StrictOption = False,
) -> int:
    """Exit 1 if the models do not match the database.

    Writes nothing. A rule in the configuration that matches nothing is an error here.
    """
    return look_only(invocation_of(context), table or [], snapshot, diff=False, strict=strict)


def look_only(
    invocation: Invocation, tables: list[str], snapshot: Path | None, *, diff: bool, strict: bool
) -> int:
    """The exit code of a run that tells what would change and writes nothing."""
    loaded = invocation.load(snapshot)
    plan = work_out(invocation, loaded, tables, snapshot=snapshot)
    code = exit_code_of(plan, checking=True, strict=strict)
    report_plan(
        invocation, plan, loaded.root, outcome="would write", code=code, checking=True, diff=diff
    )
    return code
