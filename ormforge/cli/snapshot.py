"""`ormforge snapshot`: the catalog in a file, to commit and to run from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.reporting import report_content
from ormforge.errors import UsageError

EXAMPLES = (
    "ormforge snapshot -o catalog.json",
    "ormforge snapshot -o catalog.json --check",
    "ormforge check --from catalog.json",
)


def snapshot(
    context: typer.Context,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write a file, not stdout.", show_default=False
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if the file would change.")
    ] = False,
) -> int:
    """Write the catalog as sorted JSON.

    Commands that take `--from FILE` run from it without a database. Equal databases give equal bytes.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    if check and output is None:
        raise UsageError("--check needs the file to compare with: -o FILE")
    loaded = invocation.load()
    text = pipeline.snapshot_text(loaded.config, loaded.root, invocation.listener())
    if output is None:
        invocation.terminal.product(text)
        return ExitCode.DONE
    file = invocation.folder / output
    changed = pipeline.write_document(file, text, only_check=check)
    code = ExitCode.CHANGES if check and changed else ExitCode.DONE
    state = "is up to date"
    if changed:
        state = "would change" if check else "written"
    if invocation.output_format is OutputFormat.text:
        invocation.say(f"{output} {state}")
    else:
        report_content(invocation, code, {"file": str(output), "changed": changed})
    return code
