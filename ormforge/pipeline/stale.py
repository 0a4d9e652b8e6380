"""Files that are no longer generated: they stay until they are pruned, and longer where a person has written in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.merge import is_as_generated
from ormforge.overlay import insert_base_id
from ormforge.plan import Generated, Note
from ormforge.source.lines import plain
from ormforge.source.partition import read_module
from ormforge.source.unit import Unit, is_table
from ormforge.workspace import Workspace

Files = Mapping[PurePosixPath, Generated]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """The files that stay as they are, as they were generated last, and a note for each.

    `pruned` are those that go, with the text that they have: where the imports in it are from now is generated as well.
    """

    kept: Files
    pruned: Files
    notes: tuple[Note, ...]


def stale_files(workspace: Workspace, new: Files, *, prune: bool) -> Stale:
    """What becomes of the files whose tables have all gone.

    A file whose tables are generated elsewhere now is not stale: what stands in it moves there.
    """
    generated = {key for text in new.values() for key in text.keys.values()}
    gone = {
        path: base
        for path, base in workspace.base.items()
        if path not in new and path in workspace.texts and not generated & {*base.keys.values()}
    }
    moving = {path.parent for path in workspace.base if path not in new and path not in gone}
    elsewhere = _moved_tables(gone, workspace.texts) if gone else {}
    kept: dict[PurePosixPath, Generated] = {}
    pruned: dict[PurePosixPath, Generated] = {}
    notes: list[Note] = []
    for path, base in sorted(gone.items()):
        if not base.keys and path.parent in moving:
            continue
        own = not _is_as_generated(base, workspace.texts[path], path)
        if own or not prune:
            kept[path] = replace(_without(base, path, elsewhere[path]), stale=True)
            notes.append(_note(path, own))
        else:
            pruned[path] = replace(base, text=plain(workspace.texts[path]))
    return Stale(kept=kept, pruned=pruned, notes=tuple(notes))


def _moved_tables(
    gone: Iterable[PurePosixPath], texts: Mapping[PurePosixPath, str]
) -> Mapping[PurePosixPath, frozenset[str]]:
    """By stale file the tables that stand in another file: a person has moved them out of it, and they go from there."""
    python = {path: text for path, text in texts.items() if path.suffix == ".py"}
    tables = {
        path: frozenset(unit.identity for unit in _units(path, text) if is_table(unit))
        for path, text in python.items()
    }
    return {
        path: frozenset().union(*(found for other, found in tables.items() if other != path))
        - tables.get(path, frozenset())
        for path in gone
    }


def _without(base: Generated, path: PurePosixPath, tables: frozenset[str]) -> Generated:
    """What was generated for a file without some tables."""
    if not tables or path.suffix != ".py":
        return base
    suite = read_module(base.text, path, base.keys)[0]
    moved = [unit for unit in suite.units if unit.identity in tables]
    if not moved:
        return base
    names = {name for unit in moved for name in unit.names}
    left = [unit for unit in suite.units if unit not in moved and unit.identity != "stamp"]
    keys = {name: key for name, key in base.keys.items() if name.partition(".")[0] not in names}
    return Generated(text=insert_base_id(replace(suite, units=tuple(left)).text), keys=keys)


def _units(path: PurePosixPath, text: str) -> tuple[Unit, ...]:
    return read_module(text, path)[0].units


def _is_as_generated(base: Generated, text: str, path: PurePosixPath) -> bool:
    if path.suffix not in (".py", ".pyi"):
        return plain(text) == base.text
    return is_as_generated(base, text, path)


def _note(path: PurePosixPath, own: bool) -> Note:
    if own:
        hint = "Delete the file when you no longer need what you wrote there."
        message = f"{path} is no longer generated, and holds hand-written code: it stays"
        return Note(code="stale-file", severity="warning", message=message, path=path, hint=hint)
    hint = "`ormforge generate --prune` removes it."
    message = f"{path} is no longer generated"
    return Note(code="stale-file", severity="info", message=message, path=path, hint=hint)
