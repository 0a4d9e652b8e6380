"""The differences between two catalogs, object by object and property by property.

What is compared follows the dataclasses of `ormforge.catalog.model`. Left out are facts that say nothing of the
database itself: what a run leaves out, whether a name is the default one, and whether a foreign key's target was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from ormforge.catalog.keys import path_part, table_path
from ormforge.catalog.model import (
    Catalog,
    Check,
    Column,
    ColumnType,
    Domain,
    EnumType,
    Exclude,
    ForeignKey,
    Index,
    IndexElement,
    OtherType,
    PrimaryKey,
    RawConstraint,
    Sequence,
    Statement,
    Table,
    Unique,
)

DifferenceKind = Literal["added", "removed", "changed", "renamed"]
"""`renamed` is not found by comparing: a person has recorded it."""

_IGNORED = frozenset({"omissions", "name_is_default", "resolved", "schema", "name"})
_WORDS: dict[type, str] = {
    Column: "column",
    PrimaryKey: "primary key",
    Unique: "unique constraint",
    ForeignKey: "foreign key",
    Check: "check",
    Exclude: "exclusion constraint",
    Index: "index",
    RawConstraint: "constraint",
    Statement: "statement",
    EnumType: "enum",
    Domain: "domain",
    OtherType: "type",
    Sequence: "sequence",
}
_ATOMS = (ColumnType, IndexElement)
"""Values that a person reads as one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: of an object (`what` it is, and its path), or of one of its properties.

    `before` and `after` are texts for people; None on the side where the object or the property is not there. Of a
    rename they are the two paths.
    """

    kind: DifferenceKind
    what: str
    path: str
    property: str | None = None
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        return _line(self)


def compare_catalogs(old: Catalog, new: Catalog) -> tuple[Difference, ...]:
    """The differences that turn the old catalog into the new one, in the order of their paths."""
    found = _compare_properties(old, new, what="database", path="")
    return tuple(sorted(found, key=lambda d: (d.path, d.what, d.property or "", d.kind)))


def describe(differences: Iterable[Difference]) -> tuple[str, ...]:
    """The differences as lines: `column books.isbn added (varchar(13), null)`."""
    return tuple(map(_line, differences))


# -- comparing


def _compare_properties(
    old: Any, new: Any, *, what: str, path: str, within: str = ""
) -> Iterator[Difference]:
    """The differences of two objects of one class."""
    for item in fields(old):
        before, after = getattr(old, item.name), getattr(new, item.name)
        name = f"{within} {item.name}".strip().replace("_", " ")
        if item.name in _IGNORED or before == after:
            continue
        if _holds_objects(before, after):
            yield from _compare_objects(before, after, path)
        elif type(before) in _WORDS or type(after) in _WORDS:
            yield from _compare_objects(_listed(before), _listed(after), path)
        elif (
            is_dataclass(before) and type(before) is type(after) and not isinstance(before, _ATOMS)
        ):
            yield from _compare_properties(before, after, what=what, path=path, within=name)
        else:
            yield Difference(
                kind="changed",
                what=what,
                path=path,
                property=name,
                before=_text(before),
                after=_text(after),
            )


def _compare_objects(old: Iterable[Any], new: Iterable[Any], path: str) -> Iterator[Difference]:
    """The differences of two lists of objects, matched by what names them."""
    before, after = _by_identity(old, path), _by_identity(new, path)
    for where in sorted(before.keys() | after.keys()):
        one, other = before.get(where), after.get(where)
        if one is not None and other is not None:
            yield from _compare_properties(one, other, what=_word(other), path=where[0])
        elif one is not None:
            text = _summary(one)
            yield Difference(kind="removed", what=_word(one), path=where[0], before=text)
        elif other is not None:
            text = _summary(other)
            yield Difference(kind="added", what=_word(other), path=where[0], after=text)
    if path and (order := _order_change(before, after)):
        yield Difference(
            kind="changed",
            what="table",
            path=path,
            property="column order",
            before=order[0],
            after=order[1],
        )


def _by_identity(objects: Iterable[Any], path: str) -> dict[tuple[str, str, int], Any]:
    """The objects by path, class, and a number that tells equal ones apart."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for one in objects:
        where = (object_path(one, path), type(one).__name__)
        identity = (*where, seen[where])
        found[identity] = one
        seen[where] += 1
    return found


def object_path(one: Any, path: str) -> str:
    """The path of an object; `path` is that of the table it belongs to."""
    if hasattr(one, "schema"):
        return table_path(one.schema, one.name)
    if isinstance(one, PrimaryKey):
        return path
    name = getattr(one, "name", None)
    return f"{path}.{path_part(name)}" if name else f"{path} {_summary(one)}"


def _order_change(before: dict[Any, Any], after: dict[Any, Any]) -> tuple[str, str] | None:
    """The order of the columns that both have, if it is not the same."""
    orders = [
        [where for where, one in side.items() if isinstance(one, Column) and where in other]
        for side, other in ((before, after), (after, before))
    ]
    if orders[0] == orders[1]:
        return None
    names = [
        ", ".join(side[where].name for where in order)
        for side, order in zip((before, after), orders, strict=True)
    ]
    return names[0], names[1]


def _holds_objects(before: Any, after: Any) -> bool:
    """Whether the property is a list of objects that have an identity of their own."""
    both = (*before, *after) if isinstance(before, tuple) and isinstance(after, tuple) else ()
    return bool(both) and all(type(one) in _WORDS or isinstance(one, Table) for one in both)


def _listed(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)


# -- for people


def _line(difference: Difference) -> str:
    if difference.kind == "renamed":
        return f"{difference.what} {difference.before} renamed to {difference.after}"
    head = f"{difference.what} {difference.path}".strip()
    if difference.property is None:
        said = difference.after if difference.kind == "added" else difference.before
        shown = said and f" ({said})" if not difference.path.endswith(f" {said}") else ""
        return f"{head} {difference.kind}{shown or ''}"
    name, before, after = value_texts(difference)
    return f"{head}: {name} {before} -> {after}" if name else f"{head}: {before} -> {after}"


def value_texts(difference: Difference) -> tuple[str, str, str]:
    """What a changed property is called, empty where its values say it, and the values for people."""
    before, after = (_shown(difference, text) for text in (difference.before, difference.after))
    name = difference.property or ""
    return ("" if name == "nullable" else name), before, after


def _shown(difference: Difference, text: str | None) -> str:
    if difference.property == "nullable":
        return "null" if text == "yes" else "not null"
    return "none" if text is None else text


def _word(one: Any) -> str:
    return str(one.kind) if isinstance(one, Table) else _WORDS[type(one)]


def _summary(one: Any) -> str:
    """What an object says, in short."""
    if isinstance(one, Column):
        default = "" if one.default is None else f", default {one.default}"
        return f"{one.type.sql or 'no type'}, {'null' if one.nullable else 'not null'}{default}"
    if isinstance(one, ForeignKey):
        target = table_path(one.referred_schema, one.referred_table)
        return f"({', '.join(one.columns)}) -> {target}({', '.join(one.referred_columns)})"
    if isinstance(one, Index):
        unique, where = "unique " * one.unique, f" where {one.where}" if one.where else ""
        return f"{unique}({', '.join(element.sql for element in one.elements)}){where}"
    if isinstance(one, Table):
        return f"{len(one.columns)} column{'s' * (len(one.columns) != 1)}"
    if isinstance(one, PrimaryKey | Unique):
        return f"({', '.join(one.columns)})"
    return _text(getattr(one, _SAYS[type(one)])) or "" if type(one) in _SAYS else ""


_SAYS: dict[type, str] = {
    Check: "expression",
    RawConstraint: "sql",
    Statement: "sql",
    EnumType: "labels",
    Domain: "type",
    OtherType: "create",
    Exclude: "elements",
}
"""The property that tells most of an object."""


def _text(value: Any) -> str | None:
    """A property's value as text."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, ColumnType | IndexElement):
        return value.sql
    if isinstance(value, tuple):
        return ", ".join(_text(one) or "none" for one in value) or None
    if is_dataclass(value):
        said = ((item.name, _text(getattr(value, item.name))) for item in fields(value))
        return ", ".join(f"{name} {text}" for name, text in said if text not in (None, "no"))
    return str(value)
