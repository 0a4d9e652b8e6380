"""Archived code whose table or column had been renamed before anybody said so.

A run that does not know of a rename archives what was written for the old name and generates the new one. Once the
rename is recorded, the generated code makes place, and the archived code comes back under the new name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.catalog.renames import Translation, split_key
from ormforge.merge import without_untouched
from ormforge.plan import Archived, Generated, Memory, Note
from ormforge.workspace import Workspace


def reattached(workspace: Workspace, before: Memory, translation: Translation) -> Workspace:
    """The project without the generated code that stands where archived code belongs; edited code stays."""
    for entry in before.archive:
        key = translation.key(entry.key)
        if entry.why != "replaced" and key != entry.key:
            workspace = _made_room(workspace, entry, key, before, translation)
    return workspace


def _made_room(
    workspace: Workspace, entry: Archived, key: Key, before: Memory, translation: Translation
) -> Workspace:
    place = _place(workspace.base, key)
    if place is None:
        return workspace
    path, name = place
    mine = workspace.files.get(path)
    room = None if mine is None else without_untouched(workspace.base[path], mine.text, path, name)
    if mine is None or room is None:
        return replace(workspace, notes=(*workspace.notes, _edited(entry, key, path)))
    base = {**workspace.base, path: room.base}
    files = {**workspace.files, path: replace(mine, text=room.mine)}
    pins = {**workspace.memory.pins, **dict(_names(before, entry.key, translation))}
    memory = replace(workspace.memory, pins=pins)
    return replace(workspace, base=base, files=files, memory=memory)


def _place(base: Mapping[PurePosixPath, Generated], key: Key) -> tuple[PurePosixPath, str] | None:
    return next(
        (
            (path, name)
            for path, generated in sorted(base.items())
            for name, known in generated.keys.items()
            if known == key
        ),
        None,
    )


def _names(before: Memory, back: Key, translation: Translation) -> Iterator[tuple[Key, str]]:
    """The names that the archived code knows: its own, and those of a table's columns and relationships."""
    kind, path = split_key(back)
    of_table = Translation(tables={path: translation.table(path)} if kind == "table" else {})
    for old, name in before.pins.items():
        if old == back or of_table.key(old) != old:
            yield translation.key(old), name


def _edited(entry: Archived, key: Key, path: PurePosixPath) -> Note:
    return Note(
        code="orphan",
        severity="decision",
        message=f"{key} has been edited since {entry.key} was archived; the archived code stays where it is",
        key=key,
        path=path,
        hint="See `ormforge custom orphans`; move over by hand what you need.",
    )
