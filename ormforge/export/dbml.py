"""The database in DBML, which dbdiagram.io and others draw.

The grammar: dbml.dbdiagram.io/docs. Strings and quoted names know the escapes of JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ormforge.catalog.model import Catalog, Column, EnumType, Index, Table
from ormforge.export.ends import Link, Place, links, missing_targets

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ACTIONS = ("cascade", "restrict", "set null", "set default", "no action")


def dbml(catalog: Catalog) -> str:
    """The enums, the tables with columns, indexes, checks and comments, and the foreign keys between them.

    A table that is pointed to from outside the catalog stands there with the columns that are known of it. What DBML
    has no words for is left out: tables without columns, and a second foreign key between the same columns.
    """
    enums = {(enum.schema, enum.name) for enum in catalog.enums if enum.labels}
    drawn = {(t.schema, t.name) for t in catalog.tables if t.columns}
    stubs = {place: names for place, names in missing_targets(catalog).items() if names}
    blocks = [
        *(_enum(enum) for enum in catalog.enums if enum.labels),
        *(_table(table, enums) for table in catalog.tables if table.columns),
        *(_stub(place, names) for place, names in stubs.items()),
        *_references(catalog, drawn | set(stubs)),
    ]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _enum(enum: EnumType) -> str:
    labels = "\n".join(f"  {_name(label)}" for label in enum.labels)
    return f"Enum {_place((enum.schema, enum.name))} {{\n{labels}\n}}"


def _table(table: Table, enums: set[Place]) -> str:
    lines = [f"  {_column(table, column, enums)}" for column in table.columns]
    lines += _block("indexes", _indexes(table))
    lines += _block("checks", (_check(check.expression, check.name) for check in table.checks))
    notes = [text for text in ("" if table.kind == "table" else table.kind, table.comment) if text]
    lines += [f"  Note: {_string(': '.join(notes))}"] if notes else []
    return "\n".join([f"Table {_place((table.schema, table.name))} {{", *lines, "}"])


def _stub(place: Place, names: Iterable[str]) -> str:
    lines = [f'  {_name(name)} "unknown"' for name in names]
    note = f"  Note: {_string('not part of this export')}"
    return "\n".join([f"Table {_place(place)} {{", *lines, note, "}"])


def _column(table: Table, column: Column, enums: set[Place]) -> str:
    key = table.primary_key
    default = column.default if column.generated is None else None
    settings = [
        "pk" if key is not None and key.columns == (column.name,) else "",
        "increment" if column.autoincrement or column.identity is not None else "",
        "" if column.nullable else "not null",
        "" if default is None else f"default: {_expression(default)}",
        "" if column.comment is None else f"note: {_string(column.comment)}",
    ]
    return f"{_name(column.name)} {_type(column, enums)}{_settings(settings)}"


def _type(column: Column, enums: set[Place]) -> str:
    user_type = column.type.user_type
    if user_type in enums and user_type is not None:
        return _place(user_type) + "[]" * column.type.dimensions
    return _name(column.type.sql)


def _indexes(table: Table) -> Iterator[str]:
    if table.primary_key is not None and len(table.primary_key.columns) > 1:
        yield f"{_names(table.primary_key.columns)} [pk]"
    for unique in table.uniques:
        named = "" if unique.name is None else f"name: {_string(unique.name)}"
        yield _names(unique.columns) + _settings(["unique", named])
    for index in table.indexes:
        elements = ", ".join(
            _name(e.column) if e.plain and e.column is not None else _expression(e.sql)
            for e in index.elements
        )
        yield f"({elements})" + _settings(_index_settings(index))


def _index_settings(index: Index) -> list[str]:
    return [
        "unique" if index.unique else "",
        f"name: {_string(index.name)}",
        f"type: {index.method}" if index.method in ("btree", "hash") else "",
        "" if index.where is None else f"note: {_string(f'where {index.where}')}",
    ]


def _check(expression: str, name: str | None) -> str:
    return _expression(expression) + _settings(["" if name is None else f"name: {_string(name)}"])


def _references(catalog: Catalog, drawn: set[Place]) -> Iterator[str]:
    told: set[frozenset[tuple[Place, tuple[str, ...]]]] = set()
    for link in links(catalog):
        near = ((link.table.schema, link.table.name), link.key.columns)
        far = (link.target, link.key.referred_columns)
        ends = frozenset((near, far))
        # A table cannot be told apart from itself, nor a reference from one between the same ends.
        if link.target not in drawn or not far[1] or len(ends) == 1 or ends in told:
            continue
        told.add(ends)
        yield _reference(link)


def _reference(link: Link) -> str:
    key = link.key
    name = "" if key.name is None else f" {_name(key.name)}"
    near = f"{_place((link.table.schema, link.table.name))}.{_names(key.columns)}"
    far = f"{_place(link.target)}.{_names(key.referred_columns)}"
    actions = (("delete", key.on_delete), ("update", key.on_update))
    settings = [
        f"{what}: {do.lower()}" for what, do in actions if (do or "").lower() in _ACTIONS and do
    ]
    return f"Ref{name}: {near} {'-' if link.single else '>'} {far}{_settings(settings)}"


def _block(word: str, lines: Iterable[str]) -> list[str]:
    found = [f"    {line}" for line in lines]
    return [f"\n  {word} {{", *found, "  }"] if found else []


def _settings(settings: Iterable[str]) -> str:
    given = [setting for setting in settings if setting]
    return f" [{', '.join(given)}]" if given else ""


def _place(place: Place) -> str:
    schema, name = place
    return _name(name) if schema is None else f"{_name(schema)}.{_name(name)}"


def _names(names: Iterable[str]) -> str:
    return f"({', '.join(map(_name, names))})"


def _name(text: str) -> str:
    return f'"{_escaped(text, chr(34))}"'


def _string(text: str) -> str:
    return f"'{_escaped(text, chr(39))}'"


def _expression(text: str) -> str:
    """SQL between backticks, which have no escape: a quoted name of MySQL's gets the quotes of the standard."""
    return f"`{text.replace('`', chr(34))}`"


def _escaped(text: str, mark: str) -> str:
    def escape(found: re.Match[str]) -> str:
        character = found[0]
        if character == mark:
            return f"\\{mark}"
        return _ESCAPES.get(character, f"\\u{ord(character):04x}")

    return re.sub(rf"[\\{mark}\x00-\x1f\x7f-\x9f\u2028\u2029]", escape, text)
