"""`ormforge export json-schema` and `openapi`: the API schemas for tools that describe an API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ormforge.cli.api_changes import (
    DiffOption,
    FailOnOption,
    MarkdownOption,
    require_fitting_options,
    tell_changes,
)
from ormforge.cli.delivery import CheckOption, OutputOption, deliver, require_file_to_check
from ormforge.cli.invocation import Invocation, invocation_of
from ormforge.cli.options import FromOption, TablesOption
from ormforge.cli.planning import snapshot_file

if TYPE_CHECKING:
    from ormforge.pipeline.api_export import ApiDocument


def json_schema(
    context: typer.Context,
    *,
    output: OutputOption = None,
    check: CheckOption = False,
    table: TablesOption = None,
    diff: DiffOption = None,
    fail_on: FailOnOption = None,
    markdown: MarkdownOption = False,
) -> int:
    """Write the API schemas as one JSON Schema (2020-12), each below `$defs`.

    The classes are described by pydantic, as they stand in the project; no database is needed.
    """
    from ormforge import pipeline
    from ormforge.export import document_text

    invocation = invocation_of(context)
    require_file_to_check(check, output)
    others = {"-o": output, "--check": check, "-t": table}
    require_fitting_options(diff, fail_on, markdown, others)
    loaded = invocation.read()
    document = pipeline.json_schema_of(loaded.config, loaded.root, tables=tuple(table or ()))
    _warn(invocation, document)
    if diff is not None:
        return tell_changes(invocation, document, diff, fail_on, markdown=markdown)
    return deliver(invocation, document_text(document.content), output, check=check)


def openapi(
    context: typer.Context,
    *,
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="With the routes to create, read, update and delete rows, and errors."
        ),
    ] = False,
    title: Annotated[str, typer.Option(metavar="TEXT", help="The title of the API.")] = "API",
    api_version: Annotated[
        str, typer.Option(metavar="TEXT", help="The version of the API.")
    ] = "0.1.0",
    output: OutputOption = None,
    check: CheckOption = False,
    table: TablesOption = None,
    snapshot: FromOption = None,
    diff: DiffOption = None,
    fail_on: FailOnOption = None,
    markdown: MarkdownOption = False,
) -> int:
    """Write the API schemas as a document of OpenAPI 3.1.

    The classes are described by pydantic, as they stand in the project. Without --full there are components only, and no
    database is needed.
    """
    from ormforge import pipeline
    from ormforge.export import Info, document_text

    invocation = invocation_of(context)
    require_file_to_check(check, output)
    others = {"-o": output, "--check": check, "-t": table}
    require_fitting_options(diff, fail_on, markdown, others)
    loaded = invocation.load(snapshot) if full else invocation.read()
    document = pipeline.openapi_of(
        loaded.config,
        loaded.root,
        Info(title=title, version=api_version),
        full=full,
        tables=tuple(table or ()),
        snapshot=snapshot_file(invocation, snapshot),
        tell=invocation.listener(),
    )
    _warn(invocation, document)
    if diff is not None:
        return tell_changes(invocation, document, diff, fail_on, markdown=markdown)
    return deliver(invocation, document_text(document.content), output, check=check)


def _warn(invocation: Invocation, document: ApiDocument) -> None:
    for text in document.warnings:
        invocation.terminal.message(f"warning: {text}", "warning")
