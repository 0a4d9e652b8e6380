"""What the process says by ending: the same for every command."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ormforge.plan import Plan


class ExitCode(IntEnum):
    """The exit codes.

    `FAILED` means that nothing was written; after `DECISION` the messages tell what was.
    """

    DONE = 0
    CHANGES = 1
    FAILED = 2
    DECISION = 3
    INTERRUPTED = 130


def exit_code_of(plan: Plan, *, checking: bool, strict: bool = False) -> ExitCode:
    """The exit code of a run that came to this plan; `checking` asks whether there is anything to do.

    While checking, a rule that matches nothing is an error; with `strict`, a warning counts as a change.
    """
    severities = {note.severity for note in plan.notes}
    unused = checking and any(note.code == "unused-rule" for note in plan.notes)
    if "error" in severities or unused:
        return ExitCode.FAILED
    if "decision" in severities:
        return ExitCode.DECISION
    different = (checking and plan.changed) or (strict and "warning" in severities)
    return ExitCode.CHANGES if different else ExitCode.DONE
