"""What changed since an earlier catalog, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ormforge.catalog.changes import SchemaChange
from ormforge.catalog.keys import table_path
from ormforge.catalog.model import Catalog
from ormforge.export.ends import Place
from ormforge.export.page.model import ChangeGroup, ChangeLine, State
from ormforge.export.page.places import Places

_OF_NO_TABLE = ("database", "enum", "domain", "type", "sequence")
_TABLES = ("table", "view", "materialized view", "foreign table", "virtual table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The changes of every table by its place, and of all that belongs to none."""

    tables: Mapping[Place, tuple[SchemaChange, ...]]
    rest: tuple[SchemaChange, ...]

    def table_state(self, place: Place) -> State:
        """What happened to the table itself."""
        return _state(self.tables.get(place, ()), _TABLES)

    def state(self, place: Place | None, what: str, path: str) -> State:
        """What happened to a part of the table of this place, or, without one, to something that belongs to none."""
        return _state(self._about(place, what, path), (what,))

    def lines(self, place: Place, what: str, path: str) -> tuple[str, ...]:
        """What changed about a part, without its name."""
        head = f"{what} {path}"
        return tuple(
            str(each).removeprefix(head).removeprefix(": ")
            for each in self._about(place, what, path)
            if each.difference.property is not None
        )

    def _about(self, place: Place | None, what: str, path: str) -> list[SchemaChange]:
        changes = self.rest if place is None else self.tables.get(place, ())
        return [
            each for each in changes if (each.difference.what, each.difference.path) == (what, path)
        ]


def sort_changes(changes: Iterable[SchemaChange], catalog: Catalog, old: Catalog | None) -> Changes:
    """The changes that led from the old catalog to this one, by the tables they are about."""
    known = {
        table.path: (table.schema, table.name)
        for each in (old, catalog)
        if each is not None
        for table in each.tables
    }
    tables: dict[Place, list[SchemaChange]] = {}
    rest = []
    for change in changes:
        place = _table_of(change, known)
        if place is None:
            rest.append(change)
        else:
            tables.setdefault(place, []).append(change)
    return Changes(tables={place: tuple(each) for place, each in tables.items()}, rest=tuple(rest))


def change_groups(changes: Changes, places: Places) -> Iterator[ChangeGroup]:
    """The changes as they are listed, the database's own first."""
    if changes.rest:
        lines = tuple(ChangeLine(text=str(one), breaking=one.breaking) for one in changes.rest)
        yield ChangeGroup(label="Database", id=None, state="changed", lines=lines)
    for place, found in changes.tables.items():
        yield ChangeGroup(
            label=places.label(place),
            id=places.ids.get(place),
            state=changes.table_state(place),
            lines=table_lines(place, found),
        )


def table_lines(place: Place, changes: Iterable[SchemaChange]) -> tuple[ChangeLine, ...]:
    """The changes of a table as lines that leave out its name."""
    path = table_path(*place)
    return tuple(ChangeLine(text=_short(path, one), breaking=one.breaking) for one in changes)


def _short(path: str, change: SchemaChange) -> str:
    difference = change.difference
    head = f"{difference.what} {difference.path}"
    if not str(change).startswith(head):
        return str(change)
    part = difference.path.removeprefix(path).lstrip(". ")
    return f"{difference.what} {part}".strip() + str(change).removeprefix(head)


def _table_of(change: SchemaChange, known: Mapping[str, Place]) -> Place | None:
    """The table that the change is about: the one with the longest path that the change's begins with."""
    path = change.difference.path
    if change.difference.what in _OF_NO_TABLE:
        return None
    while path not in known:
        cut = max(path.rfind("."), path.rfind(" "))
        if cut <= 0:
            return None
        path = path[:cut]
    return known[path]


def _state(changes: Iterable[SchemaChange], whole: tuple[str, ...]) -> State:
    """`added` or `removed` where that happened to the thing itself, `changed` for anything else."""
    state: State = ""
    for change in changes:
        difference = change.difference
        if difference.property is None and difference.what in whole:
            if difference.kind == "added":
                return "added"
            if difference.kind == "removed":
                return "removed"
        state = "changed"
    return state
