"""Renames of tables and columns: what a person has recorded, and what it means for the keys of two moments.

A recorded rename says that two names are one object. It has no direction in time: where the database has the new
name it is followed, and where it has the old one again (another branch, a reverted migration) it is followed back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ormforge.catalog.keys import Key, path_part

Rename = tuple[Key, Key]
"""The keys of a table, or of a column, before and after."""
Tables = Mapping[str, frozenset[str]]
"""The paths of tables, each with the names of its columns; all as they stand in keys."""

_PART = r'(?:"(?:[^"]|"")*"|[^\s.\"(),<>]+)'
_PARTS = re.compile(_PART)
_WITH_COLUMNS = re.compile(rf"({_PART}(?:\.{_PART})*)((?:\([^()]*\))*)")
_LISTED = re.compile(r"\([^()]*\)")
_COLUMN_LIKE = frozenset({"column", "enum", "attribute", "schema", "loading"})


def path_parts(path: str) -> tuple[str, ...]:
    """The parts of a path, each as it stands there."""
    return tuple(_PARTS.findall(path))


def part_name(part: str) -> str:
    """The name that one part of a path stands for."""
    if not part.startswith('"'):
        return part
    escapes = {"\\n": "\n", "\\r": "\r", "\\\\": "\\", '""': '"'}
    return re.sub(r'\\n|\\r|\\\\|""', lambda found: escapes[found[0]], part[1:-1])


def split_key(key: Key) -> tuple[str, str]:
    """The kind and the path of a key."""
    kind, _, path = key.partition(" ")
    return kind, path


def split_column(key: Key) -> tuple[str, str]:
    """The table's path and the column's part of a column's key."""
    *table, column = path_parts(split_key(key)[1])
    return ".".join(table), column


def joined_columns(key: Key) -> Iterator[Key]:
    """The keys of the columns that a relationship's own key names: those of its foreign keys."""
    kind, path = split_key(key)
    for found in _WITH_COLUMNS.finditer(path) if kind == "relationship" else ():
        for listed in _LISTED.findall(found[2]):
            yield from (Key(f"column {found[1]}.{part}") for part in _PARTS.findall(listed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Old names to new ones: `tables` by path, `columns` by the table's old path and the column's old name."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns)

    def table(self, path: str) -> str:
        """The path that a table has now."""
        return self.tables.get(path, path)

    def column(self, table: str, column: str) -> str:
        """The name that a column has now; `table` is the old path."""
        return self.columns.get((table, column), column)

    def key(self, key: Key) -> Key:
        """The key under the new names."""
        kind, path = split_key(key)
        if kind == "header":
            return Key(f"{kind} {self.key(Key(path))}")
        if kind == "table":
            return Key(f"{kind} {self.table(path)}")
        if kind == "field":
            *table, variant, member = path_parts(path)
            owner = ".".join(table)
            return Key(f"{kind} {self.table(owner)}.{variant}.{self._member(owner, member)}")
        if kind in _COLUMN_LIKE:
            *table, last = path_parts(path)
            owner = ".".join(table)
            named = self.column(owner, last) if kind in ("column", "enum") else last
            return Key(f"{kind} {self.table(owner)}.{named}")
        if kind == "relationship":
            return Key(f"{kind} {_WITH_COLUMNS.sub(self._with_columns, path)}")
        return key

    def _member(self, table: str, member: str) -> str:
        """What a field is of: a column, or a relationship by its own key."""
        if part_name(member).startswith("relationship "):
            return path_part(self.key(Key(part_name(member))))
        return self.column(table, member)

    def _with_columns(self, found: re.Match[str]) -> str:
        table, lists = found[1], found[2]
        return self.table(table) + re.sub(
            r"\(([^()]*)\)",
            lambda part: "("
            + ",".join(self.column(table, c) for c in _PARTS.findall(part[1]))
            + ")",
            lists,
        )


def translate(renames: Iterable[Rename], before: Tables, after: Tables) -> Translation:
    """What the recorded renames mean between two moments of the database.

    Names that both moments have are themselves. Of all the names of one object, exactly one must have gone and exactly
    one must have come; everything else is left alone. A name that neither moment has, which only the archive may
    still know, is that of the object as it is called now.
    """
    renames = tuple(renames)
    groups = table_families(renames)
    tables: dict[str, str] = {}
    for group in groups.values():
        tables.update(_followed(group, before.keys(), after.keys()))
    back = {new: old for old, new in tables.items() if old in before}
    columns: dict[tuple[str, str], str] = {}
    for table in after:
        family = groups.get(table, frozenset({table}))
        for names in set(_groups(_columns(renames, family)).values()):
            had = before.get(back.get(table, table), frozenset())
            moved = _followed(names, had, after[table])
            columns.update({(path, old): new for path in family for old, new in moved.items()})
    return Translation(tables=tables, columns=columns)


def table_families(renames: Iterable[Rename]) -> Mapping[str, frozenset[str]]:
    """All the paths that each renamed table has had, by each of them."""
    return _groups(_paths(renames))


def _paths(renames: Iterable[Rename]) -> Iterator[tuple[str, str]]:
    for old, new in renames:
        if split_key(old)[0] == "table":
            yield split_key(old)[1], split_key(new)[1]


def _columns(renames: Iterable[Rename], family: frozenset[str]) -> Iterator[tuple[str, str]]:
    for old, new in renames:
        if split_key(old)[0] == "column" and split_column(old)[0] in family:
            yield split_column(old)[1], split_column(new)[1]


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """All the names of each object, by each of its names."""
    groups: dict[str, frozenset[str]] = {}
    for old, new in pairs:
        joined = groups.get(old, frozenset({old})) | groups.get(new, frozenset({new}))
        groups.update(dict.fromkeys(joined, joined))
    return groups


def _followed(group: frozenset[str], before: Iterable[str], after: Iterable[str]) -> dict[str, str]:
    had, has = group & frozenset(before), group & frozenset(after)
    gone, come = had - has, has - had
    found: dict[str, str] = {}
    if len(gone) == len(come) == 1:
        found[next(iter(gone))] = next(iter(come))
    if len(has) == 1:
        found.update(dict.fromkeys(group - had - has, next(iter(has))))
    return found
