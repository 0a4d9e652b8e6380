"""Keys: the database identity of everything that is generated.

A key is one line of text, `KIND PATH`: `table public.books`, `column public.books.title`,
`relationship public.books(author_id) -> public.authors`. A part of a path that holds a dot, a blank, a bracket or a
double quote stands in double quotes, doubled inside, so that two different objects never share a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NewType

Key = NewType("Key", str)

_PLAIN = re.compile(r"[^\s.\"(),<>]+\Z")


def path_part(name: str) -> str:
    """The name as one part of a path, quoted where it has to be."""
    if _PLAIN.match(name):
        return name
    escaped = (
        name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace('"', '""')
    )
    return f'"{escaped}"'


def table_path(schema: str | None, table: str) -> str:
    """`schema.table`, or `table` where the dialect has no schema to name."""
    return path_part(table) if schema is None else f"{path_part(schema)}.{path_part(table)}"


def table_key(schema: str | None, table: str) -> Key:
    """The key of a table or view."""
    return Key(f"table {table_path(schema, table)}")


def column_key(schema: str | None, table: str, column: str) -> Key:
    """The key of a column."""
    return Key(f"column {table_path(schema, table)}.{path_part(column)}")


def attribute_key(schema: str | None, table: str, name: str) -> Key:
    """The key of something a class says about its table as a whole, such as `__tablename__`."""
    return Key(f"attribute {table_path(schema, table)}.{path_part(name)}")


def type_key(schema: str | None, name: str) -> Key:
    """The key of a type of the database's own, such as an enum."""
    return Key(f"type {table_path(schema, name)}")


def enum_key(schema: str | None, table: str, column: str) -> Key:
    """The key of an enum that one column's CHECK constraint describes."""
    return Key(f"enum {table_path(schema, table)}.{path_part(column)}")


def helper_key(name: str) -> Key:
    """The key of something every module may need, such as `Base`."""
    return Key(f"helper {name}")


def forward_key(local: str, columns: Iterable[str], remote: str) -> Key:
    """The key of the relationship from the table (a path) that holds the foreign key."""
    return Key(f"relationship {local}({_columns(columns)}) -> {remote}")


def reverse_key(remote: str, local: str, columns: Iterable[str]) -> Key:
    """The key of the relationship back, from the table that a foreign key points to."""
    return Key(f"relationship {remote} <- {local}({_columns(columns)})")


def link_key(source: str, link: str, near: Iterable[str], far: Iterable[str], target: str) -> Key:
    """The key of one side of a many-to-many: `near` and `far` are the link table's columns to the two sides."""
    return Key(f"relationship {source} <- {link}({_columns(near)})({_columns(far)}) -> {target}")


def _columns(names: Iterable[str]) -> str:
    return ",".join(path_part(name) for name in names)
