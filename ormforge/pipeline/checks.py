"""The gate before a plan is made: what fails it is kept for a person to look at, and stops the run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.errors import GateError
from ormforge.gate import check_result
from ormforge.merge import Merge
from ormforge.pipeline.merged import merge_outputs
from ormforge.plan import FileChange, Generated, Memory, Plan
from ormforge.workspace import Workspace, failed_changes, write_plan


class RefusedResult(GateError):
    """A merged result that breaks a promise. `candidate` is the result and the report, as files for a person."""

    def __init__(self, candidate: tuple[FileChange, ...], report: str) -> None:
        self.candidate = candidate
        super().__init__(
            f"the merged result breaks a promise, so nothing was written:\n{report}",
            hint="This is a defect of ormforge: please report it with the candidate in .ormforge/failed/.",
        )


def keep_candidate(root: Path, refused: RefusedResult) -> None:
    """Write the candidate below `.ormforge/failed/`; the project's own files stay as they are."""
    write_plan(root, Plan(state=refused.candidate))


def check_merge(
    workspace: Workspace,
    new: Mapping[PurePosixPath, Generated],
    merged: Merge,
    config: Config,
    root: Path,
) -> None:
    """Nothing, where the result keeps every promise; raises RefusedResult otherwise."""

    def again(
        base: Mapping[PurePosixPath, Generated],
        mine: Mapping[PurePosixPath, str],
        newer: Mapping[PurePosixPath, Generated],
        memory: Memory,
    ) -> Mapping[PurePosixPath, str | None]:
        return merge_outputs(base, mine, newer, memory, config, root).files

    violations = check_result(
        workspace.base,
        workspace.texts,
        new,
        merged.files,
        merged.memory,
        again,
        before=workspace.memory,
    )
    if violations:
        report = "\n".join(f"  {violation}" for violation in violations)
        raise RefusedResult(failed_changes(workspace, merged.files, report), report)
