"""`ormforge diff`: what generate would change, as a unified diff."""

from __future__ import annotations

import typer

from ormforge.cli.check import look_only
from ormforge.cli.invocation import invocation_of
from ormforge.cli.options import FromOption, StrictOption, TablesOption

EXAMPLES = (
    "ormforge diff",
    "ormforge -q diff > models.patch",
    "ormforge diff -t books",
)


def diff(
    context: typer.Context,
    table: TablesOption = None,
    snapshot: FromOption = None,
    strict: StrictOption = False,
) -> int:
    """Print what generate would change, as a unified diff.

    Exit 1 if that is anything. The diff goes to stdout; `git apply` and `patch -p1` accept it from the project's folder.
    """
    return look_only(invocation_of(context), table or [], snapshot, diff=True, strict=strict)
