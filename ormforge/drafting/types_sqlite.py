"""SQLite: which SQLAlchemy types a declared type may be.

A declared type is kept word for word but for case and blanks; its affinity (https://www.sqlite.org/datatype3.html,
section 3.1) tells the Python type where SQLAlchemy has no class for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ormforge.draft.model import PythonType
from ormforge.drafting import python_types as python
from ormforge.drafting.type_calls import Candidate, TypeCall, given, numbers

_PARTS = re.compile(r"(?P<name>[^(]+?) ?\((?P<arguments>[^()]*)\)\Z")


def shape(sql: str) -> str:
    """The declared type in the one form that all its spellings have."""
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.split())).upper()


def candidates(sql: str, collation: str | None) -> Iterator[Candidate]:
    """The SQLAlchemy types worth trying, the most general one first."""
    declared = shape(sql)
    parts = _PARTS.match(declared)
    name, sizes = (parts["name"], numbers(parts["arguments"])) if parts else (declared, ())
    for type_name, value in _NAMES.get(name, ()):
        words = given(collation=collation) if value is python.STR else ()
        if not sizes or type_name in _SIZED:
            yield Candidate(TypeCall(type_name, sizes, words), value)


def is_integer(sql: str) -> bool:
    """Whether this is the one declared type whose primary key is the rowid."""
    return shape(sql) == "INTEGER"


def python_type_of_raw(sql: str) -> PythonType:
    """What SQLite makes of values in a column of this declared type."""
    declared = shape(sql)
    if "INT" in declared:
        return python.INT
    if any(word in declared for word in ("CHAR", "CLOB", "TEXT")):
        return python.STR
    if "BLOB" in declared:
        return python.BYTES
    if any(word in declared for word in ("REAL", "FLOA", "DOUB")):
        return python.FLOAT
    return python.ANY


def read_as(sql: str) -> str | None:
    """The name under which SQLAlchemy's reflection returns a declared type, where alembic would take that for another.

    None where it knows the name, or where there is nothing to compare. The rules are those of `_resolve_type_affinity`
    in `sqlalchemy.dialects.sqlite.base`; NUMERIC and DECIMAL are one type to alembic.
    """
    name = (_NAME.match(sql.replace('"', "").upper()) or [""])[0].rstrip()
    if not name or name in _REFLECTED:
        return None
    taken = _ALIASES.get(name) or next(
        (affinity for part, affinity in _AFFINITIES if part in name), "NUMERIC"
    )
    same = {"DECIMAL", "NUMERIC"} if taken == "NUMERIC" else {taken}
    return None if taken == "BLOB" or name.split()[0] in same else taken


_SIZED = frozenset(
    ("String", "CHAR", "NCHAR", "NVARCHAR", "Numeric", "DECIMAL", "VARBINARY", "BINARY")
)

_NAMES: dict[str, tuple[tuple[str, PythonType], ...]] = {
    "INTEGER": (("Integer", python.INT),),
    "SMALLINT": (("SmallInteger", python.INT),),
    "BIGINT": (("BigInteger", python.INT),),
    "BOOLEAN": (("Boolean", python.BOOL),),
    "VARCHAR": (("String", python.STR),),
    "CHAR": (("CHAR", python.STR),),
    "NCHAR": (("NCHAR", python.STR),),
    "NVARCHAR": (("NVARCHAR", python.STR),),
    "TEXT": (("Text", python.STR),),
    "CLOB": (("CLOB", python.STR),),
    "BLOB": (("LargeBinary", python.BYTES),),
    "BINARY": (("BINARY", python.BYTES),),
    "VARBINARY": (("VARBINARY", python.BYTES),),
    "DATE": (("Date", python.DATE),),
    "DATETIME": (("DateTime", python.DATETIME),),
    "TIME": (("Time", python.TIME),),
    "TIMESTAMP": (("TIMESTAMP", python.DATETIME),),
    "NUMERIC": (("Numeric", python.DECIMAL),),
    "DECIMAL": (("DECIMAL", python.DECIMAL),),
    "FLOAT": (("Float", python.FLOAT),),
    "DOUBLE": (("Double", python.FLOAT), ("DOUBLE", python.FLOAT)),
    "DOUBLE PRECISION": (("Double", python.FLOAT), ("DOUBLE_PRECISION", python.FLOAT)),
    "REAL": (("REAL", python.FLOAT),),
    "JSON": (("JSON", python.JSON),),
}

_NAME = re.compile(r"[\w ]+")
_REFLECTED = _NAMES.keys() - {"CLOB", "BINARY", "VARBINARY", "DOUBLE PRECISION"}
_ALIASES = {
    "BOOL": "BOOLEAN",
    "DATE_CHAR": "DATE",
    "DATETIME_CHAR": "DATETIME",
    "TIME_CHAR": "TIME",
}
_AFFINITIES = (
    *(("INT", "INTEGER"), ("CHAR", "TEXT"), ("CLOB", "TEXT"), ("TEXT", "TEXT"), ("BLOB", "BLOB")),
    *(("REAL", "REAL"), ("FLOA", "REAL"), ("DOUB", "REAL")),
)
