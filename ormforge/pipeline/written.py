"""Carrying out a plan."""

from __future__ import annotations

from pathlib import Path

from ormforge.plan import Plan
from ormforge.workspace import Written, recover, write_document, write_plan

__all__ = ["recover", "write", "write_document"]


def write(root: Path, plan: Plan) -> Written:
    """What was written: all of the plan, or, when this raises, nothing. Raises WorkspaceError."""
    return write_plan(root, plan)
