"""Columns that an API does not show."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Catalog, Table
from ormforge.draft.model import DraftColumn
from ormforge.schemas.model import ApiOptions
from ormforge.schemas.relations import member_paths

_OBVIOUS = ("*password*", "*passwd*", "*_hash", "*token*", "*secret*")
_HARMLESS = ("int", "bool", "float", "Decimal", "datetime.")


def is_hidden(column: DraftColumn, table: Table, catalog: Catalog, options: ApiOptions) -> bool:
    """Whether Read leaves the column out."""
    if is_asked(options.exclude, column, table, catalog):
        return True
    return looks_secret(column) and not is_asked(options.show, column, table, catalog)


def is_asked(globs: Iterable[str], column: DraftColumn, table: Table, catalog: Catalog) -> bool:
    """Whether any of the globs matches the column."""
    return any(matches(glob, column, table, catalog) for glob in globs)


def looks_secret(column: DraftColumn) -> bool:
    """Whether the column's name says that it holds a secret.

    A number, a flag or a moment (`token_count`, `password_changed_at`) is none, and neither is what identifies a row.
    """
    if column.primary_key or column.foreign_key or column.python_type.text.startswith(_HARMLESS):
        return False
    return any(fnmatchcase(column.column.name.lower(), pattern) for pattern in _OBVIOUS)


def matches(glob: str, column: DraftColumn, table: Table, catalog: Catalog) -> bool:
    """Whether the glob matches the column's path; the default schema may be left out of it."""
    paths = member_paths(table, path_part(column.column.name), catalog)
    return any(fnmatchcase(path, glob) for path in paths)
