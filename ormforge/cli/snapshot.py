"""`ormforge snapshot`: the catalog in a file, to commit and to run from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ormforge.cli.delivery import CheckOption, OutputOption, deliver, require_file_to_check
from ormforge.cli.invocation import invocation_of
from ormforge.errors import UsageError

if TYPE_CHECKING:
    from ormforge.config import Loaded

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

    Commands that take `--from FILE` run from it without a database. Equal databases give equal bytes. The file that
    `[output] snapshot` names is written by `ormforge generate`, with the models.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    require_file_to_check(check, output)
    loaded = invocation.load()
    if output is not None and not check:
        _refuse_kept_file(loaded, invocation.folder / output)
    text = pipeline.snapshot_text(loaded.config, loaded.root, invocation.listener())
    return deliver(invocation, text, output, check=check)


def _refuse_kept_file(loaded: Loaded, file: Path) -> None:
    """Nothing; raises UsageError for the file whose changes are to be told by the run that writes it."""
    kept = loaded.config.output.snapshot
    if kept is not None and file.resolve() == (loaded.root / kept).resolve():
        raise UsageError(
            f"{kept} is the file of output.snapshot, which goes with the models",
            hint="Run `ormforge generate`: it writes both, and tells what has changed.",
        )
