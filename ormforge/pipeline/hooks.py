"""The project's commands before and after a run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ormforge.config import Config
from ormforge.config.source import dotted
from ormforge.errors import ProcessError, asked_for_by
from ormforge.plan import Note, Plan
from ormforge.process import Tell, run_command, split_command
from ormforge.workspace import roll_back


def run_before(config: Config, root: Path, tell: Tell | None) -> None:
    """Run `hooks.before`, one after the other. Raises ProcessError at the first that fails."""
    _run("before", config.hooks.before, root, tell)


def run_after(config: Config, root: Path, plan: Plan, tell: Tell | None) -> Note | None:
    """Run `hooks.after`, one after the other, for a plan that has been written: a note if one fails, else None.

    With `hooks.rollback-on-failure` it raises ProcessError instead, and every file is as it was before the run.
    """
    try:
        _run("after", config.hooks.after, root, tell)
    except ProcessError as error:
        if not config.hooks.rollback_on_failure:
            return Note(
                code="hook",
                severity="decision",
                message=f"{dotted(error.rule or ())}: {error.message}; the files that were written stay",
                hint=error.hint,
            )
        undone = roll_back(root, plan)
        raise ProcessError(
            f"{error.message}; every file is as it was before, "
            f"and what had been written is in {undone.backup}",
            hint=error.hint,
            rule=error.rule,
        ) from error
    return None


def _run(key: str, commands: Iterable[str], root: Path, tell: Tell | None) -> None:
    for number, command in enumerate(commands):
        if tell is not None:
            tell(f"$ {command}")
        with asked_for_by("hooks", key, number):
            run_command(split_command(command), root, tell)
