"""`ormforge snapshot`: the catalog in a file, to commit and to run from."""

from __future__ import annotations

import typer

from ormforge.cli.delivery import CheckOption, OutputOption, deliver, require_file_to_check
from ormforge.cli.invocation import invocation_of

EXAMPLES = (
    "ormforge snapshot -o catalog.json",
    "ormforge snapshot -o catalog.json --check",
    "ormforge check --from catalog.json",
)


def snapshot(
    context: typer.Context,
    *,
    output: OutputOption = None,
    check: CheckOption = False,
) -> int:
    """Write the catalog as sorted JSON.

    Commands that take `--from FILE` run from it without a database. Equal databases give equal bytes.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    require_file_to_check(check, output)
    loaded = invocation.load()
    text = pipeline.snapshot_text(loaded.config, loaded.root, invocation.listener())
    return deliver(invocation, text, output, check=check)
