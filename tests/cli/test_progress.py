from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.progress import StageBars, progress_of
from ormforge.cli.terminal import Terminal


class Screen(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def bars(patience: float) -> tuple[StageBars, Screen]:
    screen = Screen()
    terminal = Terminal(io.StringIO(), screen, {"TERM": "xterm", "COLUMNS": "100"})
    return StageBars(terminal, patience), screen


def wait_for(screen: Screen, text: str) -> bool:
    limit = time.monotonic() + 10
    while text not in screen.getvalue() and time.monotonic() < limit:
        time.sleep(0.01)
    return text in screen.getvalue()


def test_a_stage_that_takes_long_gets_a_bar() -> None:
    shown, screen = bars(0.01)
    shown.report("reflect", 1, 12)
    assert wait_for(screen, "reflect")
    shown.report("reflect", 7, 12)
    assert wait_for(screen, "7/12")
    shown.report("merge [bold]", 0, None)
    assert wait_for(screen, "merge [bold]")
    shown.close()


def test_a_stage_that_is_quick_gets_none() -> None:
    shown, screen = bars(30)
    for stage in ("reflect", "draft", "merge"):
        shown.report(stage, 0, None)
        shown.report(stage, 1, 1)
    shown.close()
    assert screen.getvalue() == ""


@pytest.mark.parametrize(
    ("watched", "quiet", "output_format", "reports"),
    [
        (True, False, OutputFormat.text, True),
        (False, False, OutputFormat.text, False),
        (True, True, OutputFormat.text, False),
        (True, False, OutputFormat.json, False),
    ],
)
def test_progress_is_shown_to_somebody_who_watches(
    watched: bool, quiet: bool, output_format: OutputFormat, reports: bool
) -> None:
    stream = Screen() if watched else io.StringIO()
    invocation = Invocation(
        terminal=Terminal(io.StringIO(), stream, {}),
        environ={},
        folder=Path(),
        quiet=quiet,
        output_format=output_format,
    )
    with progress_of(invocation) as progress:
        assert (progress is not None) == reports
