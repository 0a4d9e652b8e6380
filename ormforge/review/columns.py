"""Text columns that hold one of a few words, and nothing says which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ormforge.catalog.model import Catalog, Column, Table
from ormforge.review.access import accesses
from ormforge.review.finding import SchemaFinding, finding
from ormforge.review.sql import Sql
from ormforge.review.types import mentions, text_type

_WORDS = frozenset(
    [
        "status",
        "state",
        "kind",
        "type",
        "level",
        "role",
        "gender",
        "sex",
        "priority",
        "severity",
        "mode",
        "phase",
        "stage",
        "visibility",
    ]
)
_FREE = frozenset(["content", "mime", "media", "file", "data"])
"""Words before `type` that name a standard with more values than one would list."""
_ADDRESS = frozenset(
    ["city", "zip", "zipcode", "postcode", "postal", "country", "street", "county"]
)
_LONGEST = 255


def free_text_enums(catalog: Catalog, table: Table, sql: Sql) -> Iterator[SchemaFinding]:
    """Columns that are called like a choice, and take any text."""
    for column in table.columns:
        if not _is_choice(table, column) or not _takes_any_text(catalog, table, column):
            continue
        name = sql.quote(column.name)
        where = sql.table(table.schema, table.name)
        yield finding(
            "free-text-enum",
            table,
            (column.name,),
            "is named like a choice of a few values and takes any text",
            advice=f"Look which values {where} has there, and allow only those: CHECK ({name} IN (...)), or an enum type.",
        )


def _is_choice(table: Table, column: Column) -> bool:
    words = _words(column.name)
    if not words or words[-1] not in _WORDS or words[-1:] == words[-2:-1]:
        return False
    if words[-1] == "type" and _FREE.intersection(words):
        return False
    others = {word for other in table.columns for word in _words(other.name)}
    return words[-1] != "state" or not _ADDRESS.intersection(others)


def _takes_any_text(catalog: Catalog, table: Table, column: Column) -> bool:
    type_ = text_type(catalog, column)
    if type_ is None or (type_.limit or 0) > _LONGEST:
        return False
    if column.type.user_type is not None or column.generated is not None:
        return False
    # A CHECK that speaks of the column knows more of it than its name does.
    checked = any(mentions(check.expression, column.name) for check in table.checks)
    keyed = any(column.name in key.columns for key in table.foreign_keys)
    unique = any(access.unique and access.columns == (column.name,) for access in accesses(table))
    return not (checked or keyed or unique)


def _words(name: str) -> list[str]:
    """The words of a name in snake_case or camelCase."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word.lower() for word in re.split(r"[\W_]+", parted) if word]
