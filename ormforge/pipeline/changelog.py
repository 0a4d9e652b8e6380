"""The project's changelog as part of a run: what changed in the database, told under Unreleased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import get_args

from ormforge.catalog.changes import SchemaChange, schema_changes
from ormforge.catalog.compare import Difference
from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, TableKind
from ormforge.changelog import Entry, entries_of, merge_entries
from ormforge.config import Config
from ormforge.pipeline.renamed_entries import corrections
from ormforge.plan import FileChange, Generated, Note, Plan
from ormforge.workspace import Workspace, encode, read_source

Files = Mapping[PurePosixPath, Generated]


def with_changelog(
    plan: Plan,
    workspace: Workspace,
    before: Catalog | None,
    after: Catalog,
    new: Files,
    config: Config,
    *,
    shared: bool,
) -> Plan:
    """The plan with the changelog as it is to be, where the configuration names one.

    There is nothing to tell on a first run, nor where the models were generated from this database before: another
    machine has told it. `shared` says that `before` is what the last run of all machines saw. Raises SourceError,
    WorkspaceError.
    """
    if config.changelog is None:
        return plan
    path = PurePosixPath(config.changelog.path)
    entries: tuple[Entry, ...] = tuple(corrections(after, workspace.renames))
    if _news(workspace, new) or (workspace.base and shared):
        if before is None:
            return replace(plan, notes=(*plan.notes, _unknown(path)))
        untold = tuple(_untold(plan.schema, workspace.base))
        opposite = schema_changes(after, before, workspace.renames)
        entries = (*entries, *entries_of(untold, opposite))
    elif not entries:
        return plan
    change = _file_change(workspace, path, entries)
    return replace(plan, changes=tuple(sorted((*plan.changes, change), key=lambda one: one.path)))


def _news(workspace: Workspace, new: Files) -> bool:
    """Whether the last run, on whichever machine, had generated something else."""
    before = {path: generated.text for path, generated in workspace.base.items()}
    return bool(before) and before != {path: generated.text for path, generated in new.items()}


def _file_change(
    workspace: Workspace,
    path: PurePosixPath,
    entries: Iterable[Entry],
) -> FileChange:
    source = read_source(workspace.root, path)
    text = merge_entries(None if source is None else source.text, entries)
    return FileChange(
        path=path,
        before=None if source is None else source.raw,
        after=None if text is None else encode(source, text),
        mode=None if source is None else source.mode,
        drift=False,
    )


def _untold(changes: Iterable[SchemaChange], base: Files) -> Iterator[SchemaChange]:
    """The changes but for tables and columns that the last run had generated already, or had seen gone."""
    known = {key for generated in base.values() for key in generated.keys.values()}
    for change in changes:
        one = change.difference
        if one.what in _TABLES:
            told = (Key(f"table {one.path}") in known) == (one.kind == "added")
        else:
            told = one.what == "column" and Key(f"column {one.path}") in known
        if one.property is not None or one.kind == "renamed" or not told or _leaves(one):
            yield change


def _leaves(one: Difference) -> bool:
    """Whether a column goes: a class that has it from a mixin does not know it by its key."""
    return one.what == "column" and one.kind == "removed"


_TABLES = frozenset(get_args(TableKind))


def _unknown(path: PurePosixPath) -> Note:
    return Note(
        code="changelog",
        severity="warning",
        message=f"{path} gets no entry: what the database was at the last run is not known here",
        path=path,
        hint='[output] snapshot = "catalog.json" keeps it in a file to commit. For this time, '
        "`ormforge diff --schema --since SNAPSHOT --markdown` prints an entry to put there by hand.",
    )
