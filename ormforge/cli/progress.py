"""Progress bars on stderr, one per stage, for stages that take longer than a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.terminal import Terminal
from ormforge.report import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_PATIENCE = 1.0
"""Seconds that a stage may take before its bar appears."""


@contextmanager
def progress_of(invocation: Invocation) -> Iterator[Progress | None]:
    """What the pipeline reports its progress to; None where nobody watches."""
    watched = invocation.terminal.interactive and not invocation.quiet
    if not watched or invocation.output_format is not OutputFormat.text:
        yield None
        return
    bars = StageBars(invocation.terminal, _PATIENCE)
    try:
        yield bars.report
    finally:
        bars.close()


class StageBars:
    """Shows the bar of a stage once the stage has run for `patience` seconds.

    A timer shows it, so that a stage which reports nothing for a long time has a bar as well.
    """

    def __init__(self, terminal: Terminal, patience: float) -> None:
        self._terminal = terminal
        self._patience = patience
        self._lock = Lock()
        self._stage: str | None = None
        self._state: tuple[int, int | None] = (0, None)
        self._timer: Timer | None = None
        self._bars: Bars | None = None
        self._task: TaskID | None = None

    def report(self, stage: str, done: int, total: int | None) -> None:
        """Note how far a stage is."""
        with self._lock:
            self._state = (done, total)
            if stage != self._stage:
                self._start(stage)
            if self._bars is not None and self._task is not None:
                self._bars.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bars away."""
        with self._lock:
            self._end()

    def _start(self, stage: str) -> None:
        self._end()
        self._stage = stage
        self._timer = Timer(self._patience, self._show, [stage])
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._bars is not None:
            self._bars.stop()
        self._timer, self._bars, self._task, self._stage = None, None, None, None

    def _show(self, stage: str) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        with self._lock:
            if stage != self._stage:
                return
            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bars = Bars(*columns, console=self._terminal.console(), transient=True)
            done, total = self._state
            self._task = self._bars.add_task(stage, completed=done, total=total)
            self._bars.start()
