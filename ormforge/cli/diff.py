"""`ormforge diff`: what generate would change, as a unified diff; or what has changed in the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ormforge.cli.check import look_only
from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation, invocation_of
from ormforge.cli.options import FromOption, StrictOption, TablesOption
from ormforge.cli.planning import snapshot_file
from ormforge.errors import UsageError

EXAMPLES = (
    "ormforge diff",
    "ormforge -q diff > models.patch",
    "ormforge diff -t books",
    "ormforge diff --schema",
    "ormforge diff --schema --since release.json --markdown",
)


def diff(
    context: typer.Context,
    *,
    table: TablesOption = None,
    snapshot: FromOption = None,
    strict: StrictOption = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="What changed in the database, not in the files.")
    ] = False,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="With --schema: since this snapshot instead of the last run.",
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="With --schema: as a list in Markdown.")
    ] = False,
) -> int:
    """Print what generate would change, as a unified diff.

    Exit 1 if that is anything. The diff goes to stdout; `git apply` and `patch -p1` accept it from the project's folder.
    With --schema: what changed in the database since the last run, and whether it breaks code that uses the models.
    """
    invocation, tables = invocation_of(context), table or []
    if schema:
        return _diff_schema(invocation, tables, snapshot, since, markdown=markdown)
    if since is not None or markdown:
        raise UsageError(f"{'--markdown' if markdown else '--since'} is for diff --schema")
    return look_only(invocation, tables, snapshot, diff=True, strict=strict)


def _diff_schema(
    invocation: Invocation,
    tables: list[str],
    snapshot: Path | None,
    since: Path | None,
    *,
    markdown: bool,
) -> ExitCode:
    from ormforge import pipeline
    from ormforge.cli.schema_changes import report_changes

    loaded = invocation.load(snapshot)
    changes = pipeline.schema_diff(
        loaded.config,
        loaded.root,
        tables=tuple(tables),
        since=snapshot_file(invocation, since),
        snapshot=snapshot_file(invocation, snapshot),
        tell=invocation.listener(),
    )
    code = ExitCode.CHANGES if changes else ExitCode.DONE
    report_changes(invocation, changes, code, markdown=markdown)
    return code
