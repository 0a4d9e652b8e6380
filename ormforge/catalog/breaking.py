"""Which changes of a database break code that uses its models.

Such code imports classes, reads and sets attributes, relies on the types of their values, and makes objects with what an
insert must give. A change that takes one of these away breaks it. One that only has the database refuse other rows than
before (a CHECK, a unique constraint, a foreign key) does not, nor does one of names, comments, defaults or storage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, get_args

from ormforge.catalog.compare import Difference, object_path
from ormforge.catalog.keys import path_part
from ormforge.catalog.model import (
    Catalog,
    Column,
    EnumType,
    ForeignKey,
    Index,
    Table,
    TableKind,
)

_TYPE = re.compile(r"([^()]*)(?:\((\d+)(?:\s*,\s*(\d+))?\)([^()]*))?")
_LARGER = (
    ("smallint", "integer", "bigint"),
    ("tinyint", "smallint", "mediumint", "int", "bigint"),
    ("real", "double precision"),
    ("float", "double"),
    ("tinytext", "text", "mediumtext", "longtext"),
)
_BOUNDED_TEXT = frozenset({"varchar", "character varying", "nvarchar"})


def judge(differences: Iterable[Difference], old: Catalog, new: Catalog) -> tuple[str | None, ...]:
    """What each change breaks, as half a sentence about its object; None for one that breaks nothing.

    The catalogs are the two that were compared.
    """
    before, after = _side(old), _side(new)
    return tuple(
        _RULES[one.what](one, before, after) if one.what in _RULES else None for one in differences
    )


class _Side(NamedTuple):
    """The objects of one catalog by path, and the table that each belongs to."""

    objects: Mapping[tuple[str, type], Any]
    owners: Mapping[str, Table]
    tables: Mapping[str, Table]

    def find(self, path: str, kind: type) -> Any:
        return self.objects.get((path, kind))


def _side(catalog: Catalog) -> _Side:
    objects: dict[tuple[str, type], Any] = {}
    owners: dict[str, Table] = {}
    for table in catalog.tables:
        for one in _parts(table):
            path = object_path(one, table.path)
            objects[path, type(one)] = one
            owners[path] = table
    for enum in catalog.enums:
        objects[object_path(enum, ""), EnumType] = enum
    tables = {table.path: table for table in catalog.tables}
    return _Side(objects, owners, tables)


def _parts(table: Table) -> Iterable[Any]:
    key = () if table.primary_key is None else (table.primary_key,)
    return (*table.columns, *key, *table.uniques, *table.foreign_keys, *table.indexes)


def _table(change: Difference, _old: _Side, _new: _Side) -> str | None:
    if change.kind == "removed":
        return "what stands for it is gone"
    if change.property == "kind" and "view" in (change.after or ""):
        return "it can no longer be written"
    return None


def _column(change: Difference, old: _Side, new: _Side) -> str | None:
    before, after = old.find(change.path, Column), new.find(change.path, Column)
    if change.kind == "removed":
        return "the attribute is gone"
    if change.kind == "added":
        owner = new.owners.get(change.path)
        return _MUST if owner is not None and owner.kind == "table" and _required(after) else None
    if change.kind == "renamed" or before is None or after is None:
        return None
    if change.property == "type":
        return _type_change(before.type.sql, after.type.sql)
    if change.property == "nullable":
        return "its values may now be NULL" if after.nullable else "it takes no NULL any more"
    if _always(after) and not _always(before):
        return "it can no longer be written"
    return _MUST if _required(after) and not _required(before) else None


_MUST = "an insert must now give it a value"


def _required(column: Column) -> bool:
    """Whether an insert must give the column a value."""
    by_itself = column.has_default or column.identity is not None or column.autoincrement
    return not column.nullable and not by_itself and column.generated is None


def _always(column: Column) -> bool:
    """Whether the database refuses any value but its own."""
    return column.generated is not None or (column.identity is not None and column.identity.always)


def _type_change(before: str, after: str) -> str | None:
    one, other = _TYPE.fullmatch(before.lower()), _TYPE.fullmatch(after.lower())
    if one is None or other is None:
        return _OTHER_TYPE
    word, new_word = (" ".join(f"{found[1]}{found[4] or ''}".split()) for found in (one, other))
    if word == new_word:
        return None if _holds(_numbers(one), _numbers(other)) else _LESS_ROOM
    if word in _BOUNDED_TEXT and new_word == "text":
        return None
    word, sign, _ = word.partition(" unsigned")
    new_word, new_sign, _ = new_word.partition(" unsigned")
    for family in _LARGER:
        if word in family and new_word in family and sign == new_sign:
            return None if family.index(word) < family.index(new_word) else _LESS_ROOM
    return _OTHER_TYPE


_LESS_ROOM = "its values may no longer fit"
_OTHER_TYPE = "its values are of another type"


def _numbers(found: re.Match[str]) -> tuple[int, int] | None:
    """What a type has room for: the digits or characters before the point, and those behind it; None for no bound."""
    if found[2] is None:
        return None
    return int(found[2]) - int(found[3] or 0), int(found[3] or 0)


def _holds(before: tuple[int, int] | None, after: tuple[int, int] | None) -> bool:
    if after is None or before is None:
        return after is None
    return all(one <= other for one, other in zip(before, after, strict=True))


def _primary_key(change: Difference, _old: _Side, _new: _Side) -> str | None:
    return "what tells its rows apart changes" if change.property in (None, "columns") else None


def _foreign_key(change: Difference, old: _Side, new: _Side) -> str | None:
    if change.kind == "removed":
        gone = old.find(change.path, ForeignKey)
        table = new.tables.get(old.owners[change.path].path) if gone is not None else None
        there = () if table is None else table.foreign_keys
        same = any(_ends(one) == _ends(gone) for one in there)
        return None if same or table is None else "the relationships along it are gone"
    if change.property in ("columns", "referred table", "referred columns"):
        return "the relationships along it lead elsewhere"
    return None


def _ends(key: ForeignKey) -> tuple[object, ...]:
    return key.columns, key.referred_schema, key.referred_table, key.referred_columns


def _unique(change: Difference, old: _Side, new: _Side) -> str | None:
    """A foreign key whose columns are unique has one object on its other side, and not a list."""
    owner = new.owners.get(change.path) or old.owners.get(change.path)
    before, after = (side.tables.get(owner.path) if owner else None for side in (old, new))
    if before is None or after is None:
        return None
    for key in after.foreign_keys:
        alone = [_alone(table, key.columns) for table in (before, after)]
        if alone[0] != alone[1] and any(_ends(one) == _ends(key) for one in before.foreign_keys):
            form = "one object" if alone[1] else "a list"
            columns = ", ".join(path_part(column) for column in key.columns)
            return f"the relationship back along ({columns}) is now {form}"
    return None


def _alone(table: Table, columns: tuple[str, ...]) -> bool:
    keys = [key.columns for key in table.uniques]
    keys += [_plain_columns(index) for index in table.indexes if index.unique and not index.where]
    return any(set(columns) == set(key) for key in keys if key)


def _plain_columns(index: Index) -> tuple[str, ...]:
    return tuple(one.column or one.sql for one in index.elements if one.plain)


def _enum(change: Difference, old: _Side, new: _Side) -> str | None:
    if change.kind == "removed":
        return "the class of its values is gone"
    before, after = old.find(change.path, EnumType), new.find(change.path, EnumType)
    if change.property != "labels" or before is None or after is None:
        return None
    gone = [label for label in before.labels if label not in after.labels]
    return f"without {', '.join(map(repr, gone))}" if gone else None


def _own_type(change: Difference, _old: _Side, _new: _Side) -> str | None:
    return _OTHER_TYPE if change.property in ("type", "create") else None


_RULES: Mapping[str, Callable[[Difference, _Side, _Side], str | None]] = {
    **dict.fromkeys(get_args(TableKind), _table),
    "column": _column,
    "primary key": _primary_key,
    "foreign key": _foreign_key,
    "unique constraint": _unique,
    "index": _unique,
    "enum": _enum,
    "domain": _own_type,
    "type": _own_type,
}
