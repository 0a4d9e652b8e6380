"""`ormforge export html`: the database as one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ormforge.cli.delivery import CheckOption, OutputOption, deliver, require_file_to_check
from ormforge.cli.invocation import invocation_of
from ormforge.cli.options import FromOption, TablesOption
from ormforge.cli.planning import snapshot_file

SinceOption = Annotated[
    Path | None,
    typer.Option(
        "--since",
        metavar="SNAPSHOT",
        help="Mark what changed since this snapshot.",
        show_default=False,
    ),
]


def html(
    context: typer.Context,
    *,
    output: OutputOption = None,
    check: CheckOption = False,
    table: TablesOption = None,
    snapshot: FromOption = None,
    since: SinceOption = None,
) -> int:
    """Write one HTML page with a diagram, a data dictionary and the hand-written code, to open in any browser."""
    from ormforge import pipeline

    invocation = invocation_of(context)
    require_file_to_check(check, output)
    loaded = invocation.load(snapshot)
    text = pipeline.page_text(
        loaded.config,
        loaded.root,
        tables=tuple(table or ()),
        snapshot=snapshot_file(invocation, snapshot),
        since=snapshot_file(invocation, since),
        tell=invocation.listener(),
    )
    return deliver(invocation, text, output, check=check)
