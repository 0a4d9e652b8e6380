"""A run killed at each of its file operations in turn leaves, after the next one's recovery, the old or the new set."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import pytest

from ormforge.catalog.keys import Key
from ormforge.errors import WorkspaceError
from ormforge.plan import Archived, FileChange, Memory, Plan
from ormforge.workspace import recover, renames_change, write_plan
from tests.workspace.project import MODELS, Project, generated

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to kill runs cheaply")

OPERATIONS = frozenset(
    [
        "open",
        "write",
        "flush",
        "close",
        "fsync",
        "replace",
        "rename",
        "unlink",
        "remove",
        "rmdir",
        "mkdir",
        "chmod",
        "chown",
        "flock",
    ]
)
KILLED = 77
FINISHED = 0
FAILED = 70


@dataclass
class Killer:
    """A profile function that ends the process just before its n-th operation that changes the disk.

    `io.open` opens no file of its own here except for reading: files are made with `os.open`.
    """

    at: int

    def __call__(self, _frame: object, event: str, called: object) -> None:
        name, module = getattr(called, "__name__", ""), getattr(called, "__module__", None)
        if event == "c_call" and name in OPERATIONS and module != "_io":
            self.at -= 1
            if self.at == 0:
                os._exit(KILLED)


def run_killed(action: Callable[[], object], at: int) -> int:
    """The exit code of a process that does the action and is killed at its n-th file operation."""
    child = os.fork()
    if child == 0:
        sys.setprofile(Killer(at))
        try:
            action()
        except WorkspaceError:
            os._exit(FAILED)
        os._exit(FINISHED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def crashes(action: Callable[[], object]) -> Iterator[int]:
    """Do the action once for each of its operations, killed there; the caller restores the project in between."""
    at = 1
    while (code := run_killed(action, at)) != FINISHED:
        assert code == KILLED
        yield at
        at += 1


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has one: hundreds of runs wait for the disk otherwise."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def scene(project: Project) -> tuple[Project, Plan]:
    """A project of two files and a plan that changes one, makes one in a new folder and removes one."""
    other = PurePosixPath("app/other.py")
    archive = (Archived(key=Key("table b"), path=MODELS, text="class B: ...\n"),)
    first = {MODELS: generated("x = 1\n"), other: generated("y = 1\n")}
    write_plan(project.root, project.plan(first, memory=Memory(archive=archive)))
    second = {MODELS: generated("x = 2\n"), PurePosixPath("app/new/third.py"): generated("z = 1\n")}
    texts: dict[PurePosixPath, str | None] = {path: new.text for path, new in second.items()}
    plan = project.plan(second, {**texts, other: None}, Memory(pins={Key("table a"): "A"}))
    return project, plan


def _restore(saved: Path, project: Project) -> None:
    shutil.rmtree(project.root)
    shutil.copytree(saved, project.root)


def test_a_run_killed_anywhere_leaves_the_old_or_the_new_set(
    scene: tuple[Project, Plan], tmp_path: Path
) -> None:
    project, plan = scene
    saved = tmp_path / "saved"
    shutil.copytree(project.root, saved)
    old = project.tree()
    write_plan(project.root, plan)
    new = project.tree()
    _restore(saved, project)
    seen = []
    for _ in crashes(lambda: write_plan(project.root, plan)):
        recover(project.root)
        tree = project.tree()
        tree.pop(".ormforge/journal.new", None)
        assert tree in (old, new)
        seen.append("old" if tree == old else "new")
        _restore(saved, project)
    assert len(seen) > 100
    assert seen == sorted(seen, reverse=True)
    assert {"old", "new"} == set(seen)


@pytest.mark.parametrize("at", [20, 60, 90, 105, 110, 115])
def test_a_recovery_killed_anywhere_is_taken_up_by_the_next(
    scene: tuple[Project, Plan], tmp_path: Path, at: int
) -> None:
    project, plan = scene
    broken = tmp_path / "broken"
    assert run_killed(lambda: write_plan(project.root, plan), at) == KILLED
    shutil.copytree(project.root, broken)
    recover(project.root)
    expected = project.tree()
    _restore(broken, project)
    for _ in crashes(lambda: recover(project.root)):
        recover(project.root)
        assert project.tree() == expected
        _restore(broken, project)


def _killed_between_replaces(project: Project) -> None:
    """Leave a run of a.py and b.py interrupted: a.py new, b.py old."""
    project.put("a.py", b"a")
    project.put("b.py", b"b")
    steps = (("a.py", b"a", b"A"), ("b.py", b"b", b"B"))
    plan = Plan(
        changes=tuple(
            FileChange(path=PurePosixPath(path), before=before, after=after)
            for path, before, after in steps
        )
    )
    child = os.fork()
    if child == 0:
        renames = 0

        def kill(_frame: object, event: str, called: object) -> None:
            nonlocal renames
            if event == "c_return" and getattr(called, "__name__", "") == "replace":
                renames += 1
                if renames == 3:  # the journal twice, then a.py
                    os._exit(KILLED)

        sys.setprofile(kill)
        write_plan(project.root, plan)
        os._exit(FINISHED)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    assert (project.root / "a.py").read_bytes() == b"A"
    assert (project.root / "b.py").read_bytes() == b"b"


def test_an_interrupted_run_is_finished(project: Project) -> None:
    _killed_between_replaces(project)
    (note,) = recover(project.root)
    assert "finished" in note.message
    assert project.tree() == {"a.py": b"A", "b.py": b"B"}
    assert recover(project.root) == ()


def test_reading_before_recovery_says_so(project: Project) -> None:
    _killed_between_replaces(project)
    assert [note.code for note in project.read("a.py").notes] == ["interrupted"]
    recover(project.root)
    assert project.read("b.py").notes == ()


def test_an_edit_of_the_new_text_survives_recovery(project: Project) -> None:
    _killed_between_replaces(project)
    project.put("a.py", b"A and mine")
    (note,) = recover(project.root)
    assert "a.py" in note.message
    assert project.tree() == {"a.py": b"A and mine", "b.py": b"B"}


def test_an_edit_of_the_old_text_undoes_the_run(project: Project) -> None:
    _killed_between_replaces(project)
    project.put("b.py", b"b and mine")
    (note,) = recover(project.root)
    assert "undone" in note.message
    assert project.tree() == {"a.py": b"a", "b.py": b"b and mine"}


def test_edits_of_both_are_left_alone(project: Project) -> None:
    _killed_between_replaces(project)
    project.put("a.py", b"A and mine")
    project.put("b.py", b"b and mine")
    recover(project.root)
    assert project.tree() == {"a.py": b"A and mine", "b.py": b"b and mine"}


def test_a_prepared_file_that_was_damaged_undoes_the_run(project: Project) -> None:
    _killed_between_replaces(project)
    (prepared,) = project.root.glob(".ormforge-*.tmp")
    prepared.write_bytes(b"torn")
    recover(project.root)
    assert project.tree() == {"a.py": b"a", "b.py": b"b"}


def test_the_next_run_recovers_by_itself_before_it_looks(project: Project) -> None:
    _killed_between_replaces(project)
    plan = Plan(changes=(FileChange(path=PurePosixPath("b.py"), before=b"B", after=b"BB"),))
    write_plan(project.root, plan)
    assert project.tree() == {"a.py": b"A", "b.py": b"BB"}


@pytest.mark.parametrize("journal", [b"", b"{}", b'{"format": 1, "stage": "x"}', b"\xff"])
def test_a_damaged_journal_asks_a_person(project: Project, journal: bytes) -> None:
    project.put(".ormforge/journal", journal)
    with pytest.raises(WorkspaceError, match="journal: damaged"):
        recover(project.root)


def test_a_journal_cannot_lead_out_of_the_project(project: Project) -> None:
    project.put("../victim", b"precious")
    project.put(
        ".ormforge/journal",
        b'{"format": 1, "stage": "committed", "backup": ".ormforge/backup/0001", "folders": [],'
        b' "steps": [["../victim", null, null]]}',
    )
    with pytest.raises(WorkspaceError, match="journal: damaged"):
        recover(project.root)
    assert (project.root.parent / "victim").read_bytes() == b"precious"


@pytest.mark.parametrize("command", ["rename", "resolve"])
def test_a_decision_killed_anywhere_is_written_or_not(
    project: Project, tmp_path: Path, command: str
) -> None:
    """The records of a rename are one file; the end of a conflict is a file of the project and its state."""
    key = Key("table a")
    project.run(
        "x = 1\n", memory=Memory(pins={key: "A"}, pending={key: "0"}, bases={key: "x = 0\n"})
    )
    workspace = project.read()
    renamed = replace(workspace, renames=((key, Key("table b")),))
    plans = {
        "rename": Plan(state=(renames_change(renamed),)),
        "resolve": project.plan(
            {MODELS: generated("x = 1\n")}, {MODELS: "x = 1  # mine\n"}, Memory(pins={key: "A"})
        ),
    }
    saved = tmp_path / "saved"
    shutil.copytree(project.root, saved)
    old = project.tree()
    write_plan(project.root, plans[command])
    new = project.tree()
    assert new != old
    _restore(saved, project)
    seen = set()
    for _ in crashes(lambda: write_plan(project.root, plans[command])):
        recover(project.root)
        tree = project.tree()
        tree.pop(".ormforge/journal.new", None)
        assert tree in (old, new)
        seen.add("old" if tree == old else "new")
        _restore(saved, project)
    assert seen == {"old", "new"}
