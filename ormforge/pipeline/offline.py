"""Runs that take nothing new from the database: the generated text is that of the last run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.errors import UsageError
from ormforge.merge import Resolution
from ormforge.pipeline.checks import check_merge
from ormforge.pipeline.merged import merge_outputs
from ormforge.pipeline.versions import versions
from ormforge.plan import FileChange, Memory, Plan
from ormforge.workspace import Workspace, encode, state_changes


def decided(
    workspace: Workspace,
    config: Config,
    root: Path,
    *,
    edited: Mapping[PurePosixPath, str] = MappingProxyType({}),
    memory: Memory | None = None,
    restore: frozenset[Key] = frozenset(),
    resolve: Mapping[Key, Resolution] = MappingProxyType({}),
) -> Plan:
    """The plan that carries out a decision about hand-written code, checked as every run is.

    `edited` are files with an edit made in the person's stead, `memory` what is then remembered.
    """
    new = workspace.base
    merged = merge_outputs(
        workspace.base,
        {**workspace.texts, **edited},
        new,
        memory or workspace.memory,
        config,
        root,
        restore=restore,
        resolve=resolve,
    )
    check_merge(workspace, new, merged, config, root)
    files = {**edited, **merged.files}
    return Plan(
        changes=tuple(_change(workspace, path, text) for path, text in sorted(files.items())),
        state=state_changes(
            workspace,
            new,
            files,
            merged.memory,
            workspace.catalog_snapshot,
            versions(workspace.versions),
        ),
        notes=(*workspace.notes, *merged.notes),
        kept=merged.kept,
    )


def require_base(workspace: Workspace) -> None:
    """Nothing; raises UsageError where it is not known what the last run generated."""
    if not workspace.base:
        raise UsageError(
            "what was generated last is not known here", hint="Run `ormforge generate` first."
        )


def _change(workspace: Workspace, path: PurePosixPath, text: str | None) -> FileChange:
    source = workspace.files.get(path)
    return FileChange(
        path=path,
        before=None if source is None else source.raw,
        after=None if text is None else encode(source, text),
        mode=None if source is None else source.mode,
    )
