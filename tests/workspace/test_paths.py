from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from ormforge.errors import WorkspaceError
from ormforge.plan import FileChange, Plan
from ormforge.workspace import read_workspace, write_plan
from tests.workspace.project import Project


@pytest.mark.parametrize("path", ["../x.py", "/etc/passwd", "a/../../x.py", "a/\0.py", "."])
def test_a_path_that_escapes_is_refused(project: Project, path: str) -> None:
    change = FileChange(path=PurePosixPath(path), before=None, after=b"x")
    with pytest.raises(WorkspaceError, match="not a path below the project root"):
        read_workspace(project.root, [PurePosixPath(path)])
    with pytest.raises(WorkspaceError, match="not a path below the project root"):
        write_plan(project.root, Plan(changes=(change,)))


def test_a_folder_that_leads_out_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    os.symlink(tmp_path / "outside", project.root / "app")
    with pytest.raises(WorkspaceError, match="leads out of the project"):
        project.read("app/models.py")
    with pytest.raises(WorkspaceError, match="leads out of the project"):
        write_plan(
            project.root,
            Plan(changes=(FileChange(path=PurePosixPath("app/m.py"), before=None, after=b"x"),)),
        )
    assert not list((tmp_path / "outside").iterdir())


def test_linked_folders_are_not_searched(project: Project, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.py").write_text("x = 1\n")
    project.put("app/models.py", "x = 1\n")
    os.symlink(tmp_path / "outside", project.root / "app" / "linked")
    assert [str(path) for path in project.read("app").files] == ["app/models.py"]


def test_a_file_that_is_a_link_is_read_and_written_through(
    project: Project, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere.py"
    target.write_bytes(b"x = 1\n")
    (project.root / "app").mkdir()
    os.symlink(target, project.root / "app" / "models.py")
    project.run("x = 2\n")
    assert (project.root / "app" / "models.py").is_symlink()
    assert target.read_bytes().endswith(b"x = 2\n")
    assert {path.name for path in tmp_path.iterdir()} == {"project", "elsewhere.py"}


def test_state_never_leads_out_through_a_link(project: Project, tmp_path: Path) -> None:
    project.run("x = 1\n")
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    lock = project.root / ".ormforge" / "lock.json"
    lock.unlink()
    os.symlink(outside, lock)
    with pytest.raises(WorkspaceError, match="symbolic link out of the project"):
        project.read()
    assert outside.read_bytes() == b"precious"


def test_a_loop_of_links_is_an_error_with_a_name(project: Project) -> None:
    os.symlink("models.py", project.root / "models.py")
    with pytest.raises(WorkspaceError, match=r"models\.py"):
        project.read("models.py")


def test_what_is_no_regular_file_is_refused(project: Project) -> None:
    os.mkfifo(project.root / "models.py")
    with pytest.raises(WorkspaceError, match="not a regular file"):
        project.read("models.py")


def test_two_names_of_one_file_are_refused(project: Project) -> None:
    project.put("app/models.py", "x = 1\n")
    os.symlink("models.py", project.root / "app" / "same.py")
    changes = tuple(
        FileChange(path=PurePosixPath("app", name), before=b"x = 1\n", after=b"x = 2\n")
        for name in ("models.py", "same.py")
    )
    with pytest.raises(WorkspaceError, match="are the same file"):
        write_plan(project.root, Plan(changes=changes))


def test_the_state_folder_is_no_place_for_output(project: Project) -> None:
    with pytest.raises(WorkspaceError, match="own folder"):
        project.read(".ormforge/base/x.py")


def test_hidden_folders_are_not_searched(project: Project) -> None:
    project.put("app/models.py", "x = 1\n")
    project.put("app/.venv/x.py", "x = (\n")
    project.put("app/__pycache__/x.py", "x = (\n")
    assert [str(path) for path in project.read("app").files] == ["app/models.py"]
