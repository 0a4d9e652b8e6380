"""Recording that the database has renamed, or is going to rename, a table or a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from ormforge.catalog.keys import Key, path_part
from ormforge.catalog.renames import Rename, path_parts, split_column, split_key, table_families
from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.errors import UsageError
from ormforge.pipeline.known import find_key
from ormforge.pipeline.last_run import last_run
from ormforge.plan import Note, Plan
from ormforge.workspace import Workspace, read_workspace, renames_change

RenameKind = Literal["table", "column"]


def recorded_renames(config: Config, root: Path) -> tuple[Rename, ...]:
    """Every rename that is recorded, in the order in which it was."""
    return read_workspace(root, output_paths(config), config.name).renames


def record_rename(config: Config, root: Path, kind: RenameKind, old: str, new: str) -> Plan:
    """The plan that records a rename; nothing else changes until the next generate.

    `old` may be what the database says now or what it used to say. Raises UsageError for an unknown table or column,
    and where the new name is another one's.
    """
    workspace = read_workspace(root, output_paths(config), config.name)
    known = tuple(_known(workspace, config))
    keys = frozenset(_keys(workspace, known, kind))
    before = find_key(old, keys, workspace, f"{kind} in what ormforge has generated")
    after = _new_key(kind, before, new)
    if after == before:
        raise UsageError(f"{old} and {new} are the same {kind}")
    if (before, after) in workspace.renames:
        return Plan(notes=(_note(f"{before} is recorded as {after} already", after),))
    there = frozenset(_of_kind(known, kind))
    if before in there and after in there:
        raise UsageError(
            f"{after} exists already, beside {before}",
            hint="A rename is recorded for one object; these are two.",
        )
    note = _note(f"Recorded: {before} is called {split_key(after)[1]}", after)
    return _plan(workspace, (*workspace.renames, (before, after)), note)


def forget_rename(config: Config, root: Path, kind: RenameKind, old: str, new: str) -> Plan:
    """The plan that takes a recorded rename back. Raises UsageError where it is not recorded."""
    workspace = read_workspace(root, output_paths(config), config.name)
    recorded = [rename for rename in workspace.renames if split_key(rename[0])[0] == kind]
    before = find_key(old, [rename[0] for rename in recorded], workspace, f"recorded {kind} rename")
    after = _new_key(kind, before, new)
    if (before, after) not in recorded:
        others = ", ".join(str(to) for one, to in recorded if one == before)
        raise UsageError(
            f"{before} is not recorded as {after}", hint=f"It is recorded as {others}."
        )
    left = tuple(rename for rename in workspace.renames if rename != (before, after))
    return _plan(workspace, left, _note(f"Forgotten: {before} to {after}", after))


def _plan(workspace: Workspace, renames: tuple[Rename, ...], note: Note) -> Plan:
    changed = replace(workspace, renames=renames)
    return Plan(state=(renames_change(changed),), notes=(note,))


def _note(message: str, key: Key) -> Note:
    return Note(code="renamed", severity="info", message=message, key=key)


def _new_key(kind: RenameKind, old: Key, new: str) -> Key:
    """The key for a new name, said with or without what stands before it in the old one's path."""
    parts = path_parts(split_key(old)[1])
    said = path_parts(new)
    if ".".join(said) != new:
        said = (path_part(new),)
    if kind == "table":
        if len(said) > 2 or (len(said) == 2 and len(parts) == 1):
            raise UsageError(f"{new}: not a table's name", hint="Say NAME or SCHEMA.NAME.")
        return Key(f"table {'.'.join((*parts[: len(parts) - len(said)], *said))}")
    table = parts[:-1]
    if len(said) > 1 and said[:-1] != table[len(table) - len(said) + 1 :]:
        raise UsageError(
            f"{new}: a column stays in its table, {'.'.join(table)}",
            hint=f"Say {said[-1]}; a renamed table is recorded by `ormforge rename table`.",
        )
    return Key(f"column {'.'.join((*table, said[-1]))}")


def _keys(workspace: Workspace, known: Iterable[Key], kind: RenameKind) -> Iterator[Key]:
    """Every table or column that is known, or was."""
    memory = workspace.memory
    yield from _of_kind(known, kind)
    remembered = (*memory.pins, *memory.tombstones, *memory.pending, *memory.bases)
    yield from _of_kind(remembered, kind)
    yield from _of_kind((entry.key for entry in memory.archive), kind)
    yield from _of_kind((new for _, new in workspace.renames), kind)
    if kind == "column":
        yield from _in_renamed_tables(workspace, known)


def _in_renamed_tables(workspace: Workspace, known: Iterable[Key]) -> Iterator[Key]:
    """The columns of a renamed table under each of its names: a migration may rename both."""
    families = table_families(workspace.renames)
    for key in _of_kind(known, "column"):
        table, column = split_column(key)
        for path in families.get(table, ()):
            yield Key(f"column {path}.{column}")


def _known(workspace: Workspace, config: Config) -> Iterator[Key]:
    """Every table and column that the last run has seen, and what else it has generated."""
    for generated in workspace.base.values():
        yield from generated.keys.values()
    catalog = last_run(workspace, config).changed(config)
    for table in catalog.tables if catalog is not None else ():
        yield table.key
        yield from (table.column_key(column.name) for column in table.columns)


def _of_kind(keys: Iterable[Key], kind: RenameKind) -> Iterator[Key]:
    return (key for key in keys if split_key(key)[0] == kind)
