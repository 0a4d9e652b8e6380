"""Which Python name each class, table and attribute gets: chosen by the project, promised before, or proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from itertools import count

from ormforge.catalog.keys import Key, path_part
from ormforge.catalog.model import Table
from ormforge.draft.model import ItemKind, Pins, Style
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.reserved import is_reserved_in_class, is_reserved_in_module
from ormforge.naming import class_name, identifier, singular, snake_case

_PART = r'(?:"(?:[^"]|"")*"|[^\s."(),<>]+)'
_OWNER_OF_MEMBER = re.compile(rf"(?:column|attribute) ({_PART}(?:\.{_PART})*)\.{_PART}\Z")
_OWNER_OF_RELATIONSHIP = re.compile(rf"relationship ({_PART}(?:\.{_PART})*)(?:\(| <- )")

_FIELD = "field "
"""How the key of a field of the API schemas begins: it stands in a class of theirs, and takes no name in the models."""


def first_free(candidates: Iterable[str], *taken: Set[str]) -> str:
    """The first candidate that none of the sets holds; if there is none, the first of all with a number."""
    first = ""
    for name in candidates:
        if not any(name in occupied for occupied in taken):
            return name
        first = first or name.rstrip("_")
    numbered = (f"{first}{_joint(first)}{number}" for number in count(2))
    return next(name for name in numbered if not any(name in occupied for occupied in taken))


def _joint(name: str) -> str:
    return "" if name[:1].isupper() and "_" not in name else "_"


def usable_pins(pins: Pins, style: Style) -> Pins:
    """The pins without the names that no member of a class can have in this style."""
    if style != "sqlmodel":
        return pins
    names = {
        key: name
        for key, name in pins.names.items()
        if not (_scope(key) and is_reserved_in_class(name, style))
    }
    return replace(pins, names=names)


class Promises:
    """The names that pins promise, by the scope they stand in: a table's path, or the module (empty)."""

    def __init__(self, pins: Pins) -> None:
        self._names = pins.names
        self._taken = pins.taken
        self._kinds = pins.kinds
        self._scopes: dict[str, set[str]] = {}
        for key, name in pins.names.items():
            if not key.startswith(_FIELD):
                self._scopes.setdefault(_scope(key), set()).add(name)

    def __bool__(self) -> bool:
        return bool(self._names or self._taken)

    def name(self, key: Key) -> str | None:
        """The name promised to a key."""
        return self._names.get(key)

    def kind(self, key: Key) -> ItemKind | None:
        """What the table has been generated as, where that is known."""
        return self._kinds.get(key)

    def in_module(self) -> frozenset[str]:
        """What no new class, table or enum may be called."""
        return frozenset(self._scopes.get("", ())) | self._taken.get(Key(""), frozenset())

    def in_class(self, table: Table) -> frozenset[str]:
        """What no new attribute of the table's class may be called."""
        return frozenset(self._scopes.get(table.path, ())) | self._taken.get(table.key, frozenset())


def _scope(key: Key) -> str:
    found = _OWNER_OF_MEMBER.match(key) or _OWNER_OF_RELATIONSHIP.match(key)
    return found[1] if found else ""


def class_candidates(
    table: Table, options: DraftOptions, *, schema: str | None, crowded: bool
) -> Iterator[str]:
    """Names for a table's class, best first.

    `schema` is None where nobody writes it; `crowded`: another schema has a table of this name. What a rule takes off
    the table's name stays where another has the name without it.
    """
    words = list(dict.fromkeys((options.words(table.name), table.name)))
    if options.singularize:
        words = [*(singular(word, options.irregular) for word in words), *words]
    for text in _with_schema(words, schema, first=crowded):
        name = class_name(text)
        own = f"{options.class_prefix}{name}{options.class_suffix}"
        yield f"{own}Row" if is_reserved_in_module(own, options.style) else own


def variable_candidates(
    table: Table, options: DraftOptions, *, schema: str | None, crowded: bool
) -> Iterator[str]:
    """Names for a `Table` that is no class, as `class_candidates`."""
    words = list(dict.fromkeys((options.words(table.name), table.name)))
    for text in _with_schema(words, schema, first=crowded):
        name = snake_case(identifier(text, "table"))
        yield f"{name}_table" if is_reserved_in_module(name, options.style) else name


def _with_schema(words: list[str], schema: str | None, *, first: bool) -> list[str]:
    qualified = [] if schema is None else [f"{schema}_{word}" for word in words]
    return [*qualified, *words] if first else [*words, *qualified]


def type_candidates(words: str, schema: str | None, options: DraftOptions) -> Iterator[str]:
    """Names for an enum or a domain, best first."""
    natural = class_name(singular(words, options.irregular) if options.singularize else words)
    if not is_reserved_in_module(natural, options.style):
        yield natural
    if schema is not None:
        yield class_name(f"{schema}_{words}")
    yield f"{natural}Type"


def column_candidates(column: str, style: Style = "declarative") -> Iterator[str]:
    """Names for a column's attribute, best first: what the column is called, wherever Python allows it."""
    name = identifier(column, "column")
    if name.startswith("_") and style == "sqlmodel" and name.strip("_"):
        name = identifier(name.strip("_"), "column")
    elif name.startswith(("__", "_sa_")):
        name = identifier(name.strip("_").removeprefix("sa_"), "column")
    yield f"{name}_" if is_reserved_in_class(name, style) else name


def table_paths(table: Table, default_schema: str | None) -> Iterator[str]:
    """How rules may call a table: by its path, as it is written in SQL, and without the default schema."""
    yield table.path
    yield table.name if table.schema is None else f"{table.schema}.{table.name}"
    if table.schema == default_schema:
        yield path_part(table.name)
        yield table.name


def column_paths(table: Table, columns: Iterable[str], default_schema: str | None) -> Iterator[str]:
    """How rules may call a column, or the columns of a foreign key (with commas between)."""
    names = tuple(columns)
    spellings = (",".join(map(path_part, names)), ",".join(names))
    for path in table_paths(table, default_schema):
        for name in spellings:
            yield f"{path}.{name}"
