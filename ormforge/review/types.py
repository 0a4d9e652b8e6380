"""What the review has to know of a column's type: whether it is text, how long, and which other types equal it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ormforge.catalog.model import Catalog, Column, ColumnType, Domain, Table

_LENGTH = re.compile(r"\(\s*(\d+)\s*\)")
_TEXT_TYPES = ("char", "character", "text", "clob", "varying", "string", "citext", "varchar2")
# sqlite.org/datatype3.html, "Determination Of Column Affinity"; the order is part of the rule.
_AFFINITIES = (
    ("INTEGER", ("INT",)),
    ("TEXT", ("CHAR", "CLOB", "TEXT")),
    ("BLOB", ("BLOB",)),
    ("REAL", ("REAL", "FLOA", "DOUB")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextType:
    """A text type; `limit` is how many characters it holds at most, None where it does not say."""

    limit: int | None


def base_type(catalog: Catalog, type_: ColumnType) -> ColumnType:
    """The type itself, or what a domain is made of, however many domains lie between."""
    domain = _domain(catalog, type_)
    return type_ if domain is None else base_type(catalog, domain.type)


def text_type(catalog: Catalog, column: Column) -> TextType | None:
    """What the column's type says of text; None where it is no text."""
    type_ = base_type(catalog, column.type)
    words = re.sub(r"\(.*?\)", " ", type_.sql.lower()).split()
    plain = type_.dimensions == 0 and type_.user_type is None and "[]" not in type_.sql
    if not plain or not any(word.endswith(_TEXT_TYPES) for word in words):
        return None
    found = _LENGTH.search(type_.sql)
    if found is None and words[0] in ("char", "character") and "varying" not in words:
        return TextType(limit=1)
    return TextType(limit=None if found is None else int(found[1]))


def is_bounded(catalog: Catalog, table: Table, column: Column) -> bool:
    """Whether a CHECK of the table or of the column's domain speaks of the length of this text."""
    domain = _domain(catalog, column.type)
    if domain is not None and any("length" in check.expression.lower() for check in domain.checks):
        return True
    return any(
        "length" in check.expression.lower() and mentions(check.expression, column.name)
        for check in table.checks
    )


def mentions(expression: str, column: str) -> bool:
    """Whether an expression speaks of a column: bare, or in quotes of any dialect."""
    spellings = (column, *(column.replace(mark, mark * 2) for mark in ('"', "`", "]")))
    return any(
        re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", expression, re.I)
        for spelling in dict.fromkeys(spellings)
    )


def comparable_type(catalog: Catalog, column: Column) -> str:
    """What two columns must have in common to be compared as they are; without lengths."""
    type_ = base_type(catalog, column.type)
    if catalog.dialect == "sqlite":
        return _affinity(type_.sql.upper())
    return " ".join(re.sub(r"\([\d\s,]*\)", " ", type_.sql.lower()).split())


def _domain(catalog: Catalog, type_: ColumnType) -> Domain | None:
    if type_.user_type is None or type_.dimensions:
        return None
    domains = (d for d in catalog.domains if (d.schema, d.name) == type_.user_type)
    return next(domains, None)


def _affinity(sql: str) -> str:
    for affinity, words in _AFFINITIES:
        if any(word in sql for word in words):
            return affinity
    return "NUMERIC" if sql else "BLOB"
