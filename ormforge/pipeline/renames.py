"""Following recorded renames of the database: the project as it would be, had it always had the new names.

Everything behind this then works as ever: what is matched by its table or column is found under the new name, and
hand-written code, pins, deletions, conflicts and the archive stay with what they belong to. Python names stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key, path_part
from ormforge.catalog.model import Catalog
from ormforge.catalog.renames import (
    Rename,
    Tables,
    Translation,
    part_name,
    path_parts,
    split_column,
    split_key,
    translate,
)
from ormforge.pipeline.elsewhere import moved_note, moved_tables
from ormforge.pipeline.reattached import reattached
from ormforge.plan import Memory, Note
from ormforge.source.database_names import NewName, renamed_member, renamed_text, tables_in
from ormforge.workspace import Workspace

_NOTICE = re.compile(
    r"^([ \t]*# ormforge: (?:conflict|orphan) )(.+?)((?: \(archived\))?[ \t]*)$", re.MULTILINE
)


def follow_renames(workspace: Workspace, catalog: Catalog) -> Workspace:
    """The project with what the database has renamed called by its new name, where a person has recorded it, and with
    tables that are known from another database called as they are in this one.

    The bytes on disk are still what the files are compared with before writing. Raises SourceError.
    """
    elsewhere = moved_tables(workspace, catalog)
    if not workspace.renames and not elsewhere:
        return workspace
    after = {
        table.path: frozenset(path_part(column.name) for column in table.columns)
        for table in catalog.tables
    }
    before = _tables_before(workspace, catalog.default_schema)
    recorded = translate(workspace.renames, before, after)
    translation = replace(recorded, tables={**elsewhere, **recorded.tables})
    if not translation:
        return workspace
    anywhere = _new_names(translation, catalog.default_schema)
    memory = _memory(workspace.memory, translation, anywhere)
    names = _new_names(_in_files(recorded, before), catalog.default_schema)
    files = {
        path: replace(
            source, text=_own_text(source.text, path, names, workspace.memory, translation)
        )
        for path, source in workspace.files.items()
    }
    base = {
        path: replace(
            generated,
            text=renamed_text(generated.text, path, names) if _is_python(path) else generated.text,
            keys={name: translation.key(key) for name, key in generated.keys.items()},
        )
        for path, generated in workspace.base.items()
    }
    notes = (*workspace.notes, *_notes(recorded, before))
    if elsewhere:
        notes = (*notes, moved_note(elsewhere, catalog))
    moved = replace(workspace, files=files, base=base, memory=memory, notes=notes)
    return reattached(moved, workspace.memory, translation)


def _tables_before(workspace: Workspace, default_schema: str | None) -> Tables:
    """The tables with recorded names that the project's files know: as generated, else as they stand."""
    known: dict[str, frozenset[str]] = {}
    texts = {
        **workspace.texts,
        **{path: generated.text for path, generated in workspace.base.items()},
    }
    for path, text in texts.items():
        if _is_python(path):
            known.update(tables_in(text, path))
    return {
        path: frozenset(map(path_part, known[identity]))
        for path in _recorded_tables(workspace.renames)
        if (identity := _identity(path, default_schema)) in known
    }


def _in_files(translation: Translation, before: Tables) -> Translation:
    """The part that is about what was generated; a class that a person has written since for an old name is theirs."""
    return Translation(
        tables={old: new for old, new in translation.tables.items() if old in before},
        columns={
            (table, old): new
            for (table, old), new in translation.columns.items()
            if old in before.get(table, ())
        },
    )


def _recorded_tables(renames: tuple[Rename, ...]) -> Iterator[str]:
    for key in (key for rename in renames for key in rename):
        yield split_key(key)[1] if split_key(key)[0] == "table" else split_column(key)[0]


def _written(path: str, default_schema: str | None) -> tuple[str, str]:
    """The schema, empty where it is the default, and the name of a table, as models say them."""
    *schema, name = map(part_name, path_parts(path))
    return ("" if not schema or schema[0] == default_schema else schema[0]), name


def _identity(path: str, default_schema: str | None) -> str:
    return "table:{}.{}".format(*_written(path, default_schema))


def _new_names(translation: Translation, default_schema: str | None) -> Mapping[str, NewName]:
    columns: dict[str, dict[str, str]] = {path: {} for path in translation.tables}
    for (path, old), new in translation.columns.items():
        columns.setdefault(path, {})[part_name(old)] = part_name(new)
    names = {}
    for path, renamed in columns.items():
        schema, name = _written(translation.table(path), default_schema)
        names[_identity(path, default_schema)] = NewName(schema=schema, name=name, columns=renamed)
    return names


def _is_python(path: PurePosixPath) -> bool:
    return path.suffix in (".py", ".pyi")


def _own_text(
    text: str,
    path: PurePosixPath,
    names: Mapping[str, NewName],
    memory: Memory,
    translation: Translation,
) -> str:
    if not _is_python(path):
        return text
    known = {*memory.pending, *memory.bases, *(entry.key for entry in memory.archive)}

    def noticed(found: re.Match[str]) -> str:
        key = Key(found[2])
        return f"{found[1]}{translation.key(key)}{found[3]}" if key in known else found[0]

    return _NOTICE.sub(noticed, renamed_text(text, path, names))


def _memory(memory: Memory, translation: Translation, names: Mapping[str, NewName]) -> Memory:
    """What is remembered, by the new keys. A name that a new key has already is the one that counts."""
    key = translation.key
    text = _pieces(translation, names)
    moved = {key(old): name for old, name in memory.pins.items() if key(old) != old}
    live = {old: name for old, name in memory.pins.items() if key(old) == old}
    return Memory(
        pins={**moved, **live},
        tombstones=frozenset(map(key, memory.tombstones)),
        pending={key(old): value for old, value in memory.pending.items()},
        bases={key(old): text(old, piece) for old, piece in memory.bases.items()},
        archive=tuple(
            replace(
                entry,
                key=key(entry.key),
                owner=None if entry.owner is None else key(entry.owner),
                text=text(entry.key, entry.text),
            )
            for entry in memory.archive
        ),
        overrides=frozenset(map(key, memory.overrides)),
    )


def _pieces(translation: Translation, names: Mapping[str, NewName]) -> Callable[[Key, str], str]:
    """How a piece of text that is kept for a key reads under the new names."""

    def text(key: Key, piece: str) -> str:
        kind, _ = split_key(key)
        if kind == "table":
            return renamed_text(piece, PurePosixPath("piece.py"), names)
        if kind != "column":
            return piece
        table, column = split_column(key)
        new = translation.column(table, column)
        return (
            renamed_member(piece, {part_name(column): part_name(new)}) if new != column else piece
        )

    return text


def _notes(translation: Translation, before: Tables) -> Iterator[Note]:
    for old, new in translation.tables.items():
        if old in before:
            yield _note(Key(f"table {old}"), Key(f"table {new}"))
    for (table, old), new in translation.columns.items():
        if old in before.get(table, ()):
            path = f"{translation.table(table)}.{new}"
            yield _note(Key(f"column {table}.{old}"), Key(f"column {path}"))


def _note(old: Key, new: Key) -> Note:
    message = f"{old} is now {split_key(new)[1]}, as recorded; its Python name and your code stay"
    return Note(code="renamed", severity="info", message=message, key=new)
