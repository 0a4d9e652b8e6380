"""Undoing a run that has been written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ormforge.plan import FileChange, Plan
from ormforge.workspace.model import Written
from ormforge.workspace.paths import read_bytes
from ormforge.workspace.transaction import write_plan


def roll_back(root: Path, plan: Plan) -> Written:
    """What was put back: every file the plan changed, as it was before, in one transaction.

    What stands there now is kept below `.ormforge/backup/`, so that an edit made meanwhile is not lost. Raises
    WorkspaceError.
    """
    return write_plan(
        root,
        replace(
            plan,
            changes=tuple(_reversed(root, change) for change in plan.changes if change.changed),
            state=tuple(_reversed(root, change) for change in plan.state if change.changed),
        ),
    )


def _reversed(root: Path, change: FileChange) -> FileChange:
    return FileChange(
        path=change.path,
        before=read_bytes(root, change.path),
        after=change.before,
        mode=change.mode,
    )
