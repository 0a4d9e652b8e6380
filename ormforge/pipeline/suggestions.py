"""Renames that nobody has recorded: told as a question, never acted upon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from ormforge.catalog.keys import Key, path_part
from ormforge.catalog.model import Catalog, Column, Table
from ormforge.catalog.renames import Rename, Translation, translate
from ormforge.plan import Note

Thing = TypeVar("Thing")
_ALIKE = 0.6
"""From here on two things are taken for one: of a table's columns at least this share are the same."""


def suggested_renames(
    before: Catalog | None, after: Catalog, recorded: tuple[Rename, ...]
) -> tuple[Note, ...]:
    """A note for each table or column that has gone while exactly one very much like it has come."""
    if before is None:
        return ()
    followed = translate(recorded, _columns(before), _columns(after))
    old = {followed.table(table.path): table for table in before.tables}
    new = {table.path: table for table in after.tables}
    gone = [table for path, table in old.items() if path not in new]
    come = [table for path, table in new.items() if path not in old]
    notes = [
        _note("table", one.path, other.path) for one, other in _pairs(gone, come, _table_likeness)
    ]
    for path in old.keys() & new.keys():
        notes += _columns_renamed(old[path], new[path], followed)
    return tuple(sorted(notes, key=lambda note: note.key or ""))


def _columns(catalog: Catalog) -> dict[str, frozenset[str]]:
    return {
        table.path: frozenset(path_part(column.name) for column in table.columns)
        for table in catalog.tables
    }


def _columns_renamed(old: Table, new: Table, followed: Translation) -> Iterator[Note]:
    had = {followed.column(old.path, path_part(column.name)) for column in old.columns}
    has = {path_part(column.name) for column in new.columns}
    gone = [
        (place, column)
        for place, column in enumerate(old.columns)
        if followed.column(old.path, path_part(column.name)) not in has
    ]
    come = [
        (place, column)
        for place, column in enumerate(new.columns)
        if path_part(column.name) not in had
    ]
    for (_, one), (_, other) in _pairs(gone, come, _column_likeness):
        yield _note("column", f"{new.path}.{path_part(one.name)}", path_part(other.name), new.path)


def _pairs(
    gone: Sequence[Thing], come: Sequence[Thing], likeness: Callable[[Thing, Thing], float]
) -> Iterator[tuple[Thing, Thing]]:
    """The pairs that are alike, and of which neither is as much like anything else."""
    scores = {
        (i, j): score
        for i, one in enumerate(gone)
        for j, other in enumerate(come)
        if (score := likeness(one, other)) >= _ALIKE
    }
    for (i, j), score in scores.items():
        rivals = [s for (k, m), s in scores.items() if (k == i) != (m == j)]
        if all(rival < score for rival in rivals):
            yield gone[i], come[j]


def _table_likeness(one: Table, other: Table) -> float:
    if one.kind != other.kind:
        return 0.0
    before, after = ({(c.name, c.type.sql) for c in table.columns} for table in (one, other))
    return len(before & after) / len(before | after) if before | after else 0.0


def _column_likeness(one: tuple[int, Column], other: tuple[int, Column]) -> float:
    """Columns of one type are alike where they have the same place, or names that are alike."""
    (place, before), (new_place, after) = one, other
    if before.type != after.type or before.nullable != after.nullable:
        return 0.0
    names = SequenceMatcher(None, before.name.lower(), after.name.lower()).ratio()
    return names + 1.0 if place == new_place else names


def _note(kind: str, old: str, new: str, table: str = "") -> Note:
    path = f"{table}.{new}" if table else new
    return Note(
        code="rename",
        severity="info",
        message=f"{kind} {old} has gone and {path} has come, which is very much like it: a rename?",
        key=Key(f"{kind} {path}"),
        hint=f"If so: ormforge rename {kind} {_argument(old)} {_argument(new)}",
    )


def _argument(text: str) -> str:
    """The text as one word of a command line."""
    if all(c.isalnum() or c in "._-" for c in text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"
