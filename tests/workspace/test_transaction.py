from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from ormforge.errors import WorkspaceError
from ormforge.plan import FileChange, Plan
from ormforge.workspace import write_plan
from tests.workspace.project import MODELS, Project, generated, pristine


def change(path: str, before: bytes | None, after: bytes | None) -> FileChange:
    return FileChange(path=PurePosixPath(path), before=before, after=after)


def test_a_plan_is_written_with_the_folders_it_needs(project: Project) -> None:
    written = write_plan(project.root, Plan(changes=(change("a/b/c.py", None, b"x"),)))
    assert written.written == (PurePosixPath("a/b/c.py"),)
    assert project.tree() == {"a/b/c.py": b"x"}


def test_an_unchanged_file_keeps_its_time(project: Project) -> None:
    project.run("x = 1\n")
    place = project.root / MODELS
    os.utime(place, (1, 1))
    inode = place.stat().st_ino
    project.put("app/other.py", "y = 1\n")
    plan = project.plan({MODELS: generated("x = 1\n")})
    other = change("app/other.py", b"y = 1\n", b"y = 2\n")
    write_plan(project.root, Plan(changes=(*plan.changes, other), state=plan.state))
    assert (place.stat().st_mtime, place.stat().st_ino) == (1, inode)
    assert (project.root / "app/other.py").read_bytes() == b"y = 2\n"


def test_a_plan_without_changes_touches_nothing(project: Project) -> None:
    project.put("a.py", b"x")
    write_plan(project.root, Plan(changes=(change("a.py", b"x", b"x"),)))
    assert list(project.root.iterdir()) == [project.root / "a.py"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o640])
def test_permissions_stay(project: Project, mode: int) -> None:
    place = project.put("a.py", b"x")
    place.chmod(mode)
    write_plan(project.root, Plan(changes=(change("a.py", b"x", b"y"),)))
    assert place.read_bytes() == b"y"
    assert place.stat().st_mode & 0o7777 == mode
    assert _backups(project)[-1].joinpath("a.py.bak").stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to give files away"
)
def test_the_owner_stays(project: Project) -> None:
    place = project.put("a.py", b"x")
    os.chown(place, 12345, 12345)
    write_plan(project.root, Plan(changes=(change("a.py", b"x", b"y"),)))
    assert (place.stat().st_uid, place.stat().st_gid) == (12345, 12345)


@pytest.mark.parametrize(
    ("before", "now"),
    [(b"old", b"edited"), (b"old", None), (None, b"new file"), (None, b"")],
)
def test_a_file_saved_meanwhile_refuses_the_whole_plan(
    project: Project, before: bytes | None, now: bytes | None
) -> None:
    project.put("a.py", b"a")
    if now is not None:
        project.put("b.py", now)
    plan = Plan(changes=(change("a.py", b"a", b"A"), change("b.py", before, b"B")))
    tree = project.tree()
    with pytest.raises(WorkspaceError, match=r"changed since it was read: b\.py"):
        write_plan(project.root, plan)
    assert project.tree() == tree


def test_an_unchanged_file_saved_meanwhile_refuses_the_plan_too(project: Project) -> None:
    project.put("a.py", b"a")
    project.put("b.py", b"edited")
    plan = Plan(changes=(change("a.py", b"a", b"A"), change("b.py", b"b", b"b")))
    with pytest.raises(WorkspaceError, match=r"b\.py"):
        write_plan(project.root, plan)
    assert (project.root / "a.py").read_bytes() == b"a"


def test_a_read_only_file_refuses_the_whole_plan(project: Project) -> None:
    project.put("a.py", b"a")
    project.put("b.py", b"b").chmod(0o444)
    tree = project.tree()
    plan = Plan(changes=(change("a.py", b"a", b"A"), change("b.py", b"b", b"B")))
    with pytest.raises(WorkspaceError, match=r"b\.py: cannot be written: it is read-only"):
        write_plan(project.root, plan)
    assert project.tree() == tree


def as_ordinary_user(work: Callable[[], None]) -> int:
    """The exit code of the work in a child process that may not write everywhere, as root may."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()
        code = 0
    finally:
        os._exit(code)


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_folder_without_permission_refuses_the_plan() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o777)

        def refused() -> None:
            (root / "a").mkdir()
            (root / "a" / "x.py").write_bytes(b"x")
            (root / "a").chmod(0o555)
            with pytest.raises(WorkspaceError, match=r"a/x\.py: no permission"):
                write_plan(root, Plan(changes=(change("a/x.py", b"x", b"y"),)))
            (root / "a").chmod(0o755)

        assert as_ordinary_user(refused) == 0


@pytest.mark.parametrize("path", ["a.py/b.py", "a.py/b/c.py"])
def test_a_file_where_a_folder_has_to_be_refuses_the_plan(project: Project, path: str) -> None:
    project.put("a.py", b"x")
    tree = project.tree()
    with pytest.raises(WorkspaceError, match=r"a\.py is a file, not a folder"):
        write_plan(project.root, Plan(changes=(change(path, None, b"y"),)))
    assert project.tree() == tree


def test_a_folder_where_a_file_has_to_be_refuses_the_plan(project: Project) -> None:
    project.put("a.py/x", b"x")
    with pytest.raises(WorkspaceError, match=r"a\.py"):
        write_plan(project.root, Plan(changes=(change("a.py", None, b"y"),)))


def test_an_error_half_way_leaves_the_old_files(project: Project) -> None:
    """The last file's backup cannot be made, its name being too long: by then all others are prepared."""
    files = {"a.py": b"a", "b.py": b"b", "x" * 250 + ".py": b"c"}
    for name, data in files.items():
        project.put(name, data)
    changes = tuple(change(name, data, data.upper()) for name, data in files.items())
    with pytest.raises(WorkspaceError, match="too long"):
        write_plan(project.root, Plan(changes=changes))
    assert project.tree() == files
    assert _backups(project) == []


def test_files_are_removed(project: Project) -> None:
    project.put("a.py", b"a")
    written = write_plan(project.root, Plan(changes=(change("a.py", b"a", None),)))
    assert written.removed == (PurePosixPath("a.py"),)
    assert project.tree() == {}


def test_the_last_five_runs_are_kept(project: Project) -> None:
    for number in range(9):
        project.run(f"x = {number}\n")
    kept = _backups(project)
    assert len(kept) == 5
    texts = [folder.joinpath("app/models.py.bak").read_bytes().decode() for folder in kept]
    assert texts == [pristine(f"x = {number}\n") for number in range(3, 8)]


def test_no_trace_of_the_transaction_is_left(project: Project) -> None:
    project.run("x = 1\n")
    project.run("x = 2\n")
    names = {path.name for path in project.root.rglob("*")}
    assert not {name for name in names if "journal" in name or name.endswith(".tmp")}


def _backups(project: Project) -> list[Path]:
    folder = project.root / ".ormforge/backup"
    return sorted(folder.iterdir()) if folder.exists() else []
