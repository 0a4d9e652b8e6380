from __future__ import annotations

import multiprocessing
import os
from multiprocessing.synchronize import Event
from pathlib import Path, PurePosixPath

import pytest

from ormforge.errors import WorkspaceError
from ormforge.plan import FileChange, Plan
from ormforge.workspace import write_plan
from ormforge.workspace.process_lock import process_lock
from tests.workspace.project import Project


def _plan(before: bytes | None, after: bytes) -> Plan:
    return Plan(changes=(FileChange(path=PurePosixPath("a.py"), before=before, after=after),))


def _hold(root: Path, held: Event, enough: Event) -> None:
    with process_lock(root, wait=10):
        held.set()
        enough.wait(30)


@pytest.fixture
def other(project: Project) -> tuple[multiprocessing.Process, Event]:
    """Another process that holds the project's lock until it is told to stop."""
    context = multiprocessing.get_context("spawn")
    held, enough = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(project.root, held, enough))
    process.start()
    assert held.wait(30)
    return process, enough  # type: ignore[return-value]


def test_a_second_run_fails_cleanly_when_the_first_takes_too_long(
    project: Project, other: tuple[multiprocessing.Process, Event]
) -> None:
    process, enough = other
    with pytest.raises(WorkspaceError, match="another run of ormforge"):
        write_plan(project.root, _plan(None, b"x"), wait=0.1)
    assert not (project.root / "a.py").exists()
    enough.set()
    process.join()
    write_plan(project.root, _plan(None, b"x"), wait=0.1)


def test_a_second_run_waits_for_the_first(
    project: Project, other: tuple[multiprocessing.Process, Event]
) -> None:
    process, enough = other
    context = multiprocessing.get_context("spawn")
    second = context.Process(target=write_plan, args=(project.root, _plan(None, b"x")))
    second.start()
    second.join(0.5)
    assert second.is_alive()
    assert not (project.root / "a.py").exists()
    enough.set()
    second.join()
    process.join()
    assert (project.root / "a.py").read_bytes() == b"x"


def test_a_process_that_dies_frees_the_lock(
    project: Project, other: tuple[multiprocessing.Process, Event]
) -> None:
    process, _ = other
    process.kill()
    process.join()
    write_plan(project.root, _plan(None, b"x"), wait=0.1)
    assert (project.root / "a.py").read_bytes() == b"x"


def test_of_two_runs_on_one_state_only_one_writes(project: Project) -> None:
    """Both worked their plans out from the same files: the second one's is out of date."""
    project.put("a.py", b"old")
    context = multiprocessing.get_context("spawn")
    runs = [
        context.Process(target=write_plan, args=(project.root, _plan(b"old", after)))
        for after in (b"first", b"second")
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(run.exitcode or 0 for run in runs) == [0, 1]
    assert (project.root / "a.py").read_bytes() in (b"first", b"second")
    assert not list(project.root.glob(".ormforge-*"))


def test_the_lock_cannot_be_made_where_nothing_can_be_written(project: Project) -> None:
    os.rmdir(project.root)
    with pytest.raises(WorkspaceError, match="cannot be made"):
        write_plan(project.root, _plan(None, b"x"))
