"""How a column's texts are stored and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ormforge.catalog.model import Column, Domain, Table

_MYSQL = ("mysql", "mariadb")
_COMPARED = {
    "postgresql": re.compile(r"(?:text|character varying|varchar)\b(?!.*\[\])"),
    **dict.fromkeys(_MYSQL, re.compile(r"varchar|(?:tiny|medium|long)?text")),
    "sqlite": re.compile(""),
}
"""Types whose texts are compared as they are: no blanks are added or taken off, and `citext` is not among them."""

ALPHABETS = {
    "ascii": ("Ascii", r"^[\x00-\x7f]*$"),
    "latin1": (
        "Latin1",
        r"^[\x00-\x7f\x81\x8d\x8f\x90\x9d\xa0-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
        r"\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]*$",
    ),
    **dict.fromkeys(("utf8", "utf8mb3"), ("Utf8mb3", r"^[\u0000-\uffff]*$")),
}
"""What MariaDB's character sets hold, each with its name among the types of the schemas; its latin1 is Windows' 1252."""
BYTES = {"tinytext": 2**8 - 1, "text": 2**16 - 1, "mediumtext": 2**24 - 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """What MariaDB has room for: the name of a character set that does not hold all, and how many bytes in UTF-8."""

    alphabet: str | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """How texts are compared: whether upper case differs from lower case, and whether all characters differ."""

    case_counts: bool = True
    by_code: bool = True


def texts_of(column: Column, domain: Domain | None, table: Table, dialect: str) -> Texts | None:
    """How the column's texts are compared with patterns; None where that is not known exactly.

    PostgreSQL's own collations may have letters of their own in them, and are left to the database.
    """
    sql = (domain.type if domain else column.type).sql.lower()
    known = _COMPARED.get(dialect)
    if known is None or not known.match(sql):
        return None
    collation = (domain.collation if domain else None) or column.collation
    if dialect == "postgresql":
        return None if collation or " collate " in sql else Texts()
    if dialect in _MYSQL:
        return _of_collation(collation or dict(table.options).get("mysql_collate", ""))
    return Texts()


def _of_collation(collation: str) -> Texts | None:
    if not collation.startswith("utf8"):
        return None
    by_code = collation.endswith("_bin")
    return Texts(case_counts=by_code or collation.endswith("_cs"), by_code=by_code)


def storage_of(column: Column, table: Table, dialect: str) -> Storage:
    """What the column has room for; in character sets with one byte to a character, these are limited alone."""
    if dialect not in _MYSQL:
        return Storage()
    options = dict(table.options)
    collation = column.collation or options.get("mysql_collate", "")
    charset = column.charset or collation.partition("_")[0]
    is_utf8 = charset.startswith("utf8")
    return Storage(
        alphabet=charset if charset in ALPHABETS else None,
        bytes=BYTES.get(column.type.sql.lower()) if is_utf8 else None,
    )
