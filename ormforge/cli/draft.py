"""`ormforge draft`: the generated text alone."""

from __future__ import annotations

from typing import Annotated

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.options import FromOption
from ormforge.cli.planning import snapshot_file
from ormforge.cli.reporting import report_content
from ormforge.errors import UsageError

EXAMPLES = (
    "ormforge draft",
    "ormforge draft --raw > raw_models.py",
)


def draft(
    context: typer.Context,
    raw: Annotated[
        bool, typer.Option("--raw", help="What sqlacodegen_v2 alone would print, unrepaired.")
    ] = False,
    snapshot: FromOption = None,
) -> int:
    """Print the models as generated, without anything hand-written."""
    from ormforge import pipeline

    invocation = invocation_of(context)
    if raw and snapshot is not None:
        raise UsageError("--raw reads the database by itself, and cannot run from a snapshot")
    loaded = invocation.load(snapshot)
    file = snapshot_file(invocation, snapshot)
    text = pipeline.draft_text(loaded.config, loaded.root, raw, file)
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, ExitCode.DONE, {"raw": raw, "text": text})
    else:
        invocation.terminal.product(text)
    return ExitCode.DONE
