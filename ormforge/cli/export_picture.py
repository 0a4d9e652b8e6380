"""`ormforge export mermaid` and `dbml`: the database for tools that draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ormforge.cli.delivery import CheckOption, OutputOption, deliver, require_file_to_check
from ormforge.cli.invocation import invocation_of
from ormforge.cli.options import FromOption, TablesOption
from ormforge.cli.planning import snapshot_file

if TYPE_CHECKING:
    from pathlib import Path

    from ormforge.pipeline.exports import Picture


def mermaid(
    context: typer.Context,
    *,
    output: OutputOption = None,
    check: CheckOption = False,
    table: TablesOption = None,
    snapshot: FromOption = None,
) -> int:
    """Write an entity relationship diagram for Mermaid, which GitHub and GitLab draw in Markdown."""
    return _export(context, "mermaid", output, check, table, snapshot)


def dbml(
    context: typer.Context,
    *,
    output: OutputOption = None,
    check: CheckOption = False,
    table: TablesOption = None,
    snapshot: FromOption = None,
) -> int:
    """Write DBML, which dbdiagram.io and dbdocs.io draw."""
    return _export(context, "dbml", output, check, table, snapshot)


def _export(
    context: typer.Context,
    picture: Picture,
    output: Path | None,
    check: bool,
    tables: list[str] | None,
    snapshot: Path | None,
) -> int:
    from ormforge import pipeline

    invocation = invocation_of(context)
    require_file_to_check(check, output)
    loaded = invocation.load(snapshot)
    text = pipeline.picture_text(
        loaded.config,
        loaded.root,
        picture,
        tables=tuple(tables or ()),
        snapshot=snapshot_file(invocation, snapshot),
        tell=invocation.listener(),
    )
    return deliver(invocation, text, output, check=check)
