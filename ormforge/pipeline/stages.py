"""Telling how far a run has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ormforge.report import Progress

Result = TypeVar("Result")


def run_stage(name: str, progress: Progress | None, work: Callable[[], Result]) -> Result:
    """What the work returns; `progress` is told when it begins and when it is done."""
    if progress is not None:
        progress(name, 0, None)
    result = work()
    if progress is not None:
        progress(name, 1, 1)
    return result
