"""The gate before a plan is made: what fails it is kept for a person to look at, and stops the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.errors import GateError, OutputError
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


class RefusedText(OutputError):
    """What a template printed and is no Python. `candidate` is the text, as a file for a person."""

    def __init__(self, workspace: Workspace, failure: OutputError) -> None:
        path = PurePosixPath(failure.name)
        report = f"{failure.message}\n"
        self.candidate = failed_changes(workspace, {path: failure.text}, report)
        super().__init__(failure.message, name=failure.name, text=failure.text)
        self.hint = f"The text is kept in .ormforge/failed/{path}.txt; nothing else was written."


@contextmanager
def keeping_text(workspace: Workspace) -> Iterator[None]:
    """While it lasts, an OutputError becomes a RefusedText, which `keep_candidate` writes."""
    try:
        yield
    except OutputError as failure:
        raise RefusedText(workspace, failure) from failure


def keep_candidate(root: Path, refused: RefusedResult | RefusedText) -> None:
    """Write the candidate below `.ormforge/failed/`; the project's own files stay as they are."""
    write_plan(root, Plan(state=refused.candidate))


def check_merge(
    workspace: Workspace,
    new: Mapping[PurePosixPath, Generated],
    merged: Merge,
    config: Config,
    root: Path,
    left: Iterable[PurePosixPath] = (),
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
        left=frozenset(left),
    )
    if violations:
        report = "\n".join(f"  {violation}" for violation in violations)
        raise RefusedResult(failed_changes(workspace, merged.files, report), report)
