"""Enums as SQLAlchemy types."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ormforge.catalog.keys import Key
from ormforge.catalog.model import EnumType
from ormforge.drafting.expressions import (
    SQLALCHEMY,
    Expression,
    Keywords,
    call,
    helper,
    literal,
    name,
)

_STRING = re.compile(r"String\((?P<length>\d+)\)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEnum:
    """The enum that one column takes its values from: by its own type (`native`, MySQL), or by a CHECK."""

    key: Key
    labels: tuple[str, ...]
    native: bool = False
    collation: str | None = None
    charset: str | None = None


def native_enum(
    enum: EnumType,
    schema: str | None,
    python_class: Expression | None,
    metadata: Expression | None = None,
) -> Expression:
    """An enum type of PostgreSQL; without a Python class its labels stand as strings.

    With `metadata` the type is created whether a column is of it or not.
    """
    named = {"name": literal(enum.name)}
    if schema is not None:
        named["schema"] = literal(schema)
    if metadata is not None:
        named["metadata"] = metadata
    if not enum.labels:
        return call(name("sqlalchemy.dialects.postgresql", "ENUM"), (), named)
    if python_class is None:
        return call(name(SQLALCHEMY, "Enum"), map(literal, enum.labels), named)
    return _enum_of(name(SQLALCHEMY, "Enum"), python_class, named)


def enum_type(column_enum: ColumnEnum, python_class: Expression, plain: Expression) -> Expression:
    """The type of a column that takes its values from a Python enum; it prints the same DDL as the `plain` type."""
    if column_enum.native and plain.helpers == frozenset():
        return _mysql_enum(column_enum, python_class)
    string = _STRING.match(plain.text)
    longest = max(map(len, column_enum.labels))
    if string is None or int(string["length"]) < longest:
        # SQLAlchemy refuses labels that are longer than the type; SQLite, whose lengths mean nothing, takes them.
        return call(helper("EnumValue"), [python_class, plain])
    named = {"native_enum": literal(False), "length": literal(int(string["length"]))}
    return _enum_of(name(SQLALCHEMY, "Enum"), python_class, named)


def _mysql_enum(column_enum: ColumnEnum, python_class: Expression) -> Expression:
    origin = {"charset": column_enum.charset, "collation": column_enum.collation}
    given = {word: literal(value) for word, value in origin.items() if value is not None}
    own = name("sqlalchemy.dialects.mysql", "ENUM") if given else name(SQLALCHEMY, "Enum")
    return _enum_of(own, python_class, given)


def _enum_of(function: Expression, python_class: Expression, keywords: Keywords) -> Expression:
    """The enum class as a type whose values, not their Python names, are what the database holds."""
    return call(function, [python_class], {**keywords, "values_callable": helper("enum_values")})
