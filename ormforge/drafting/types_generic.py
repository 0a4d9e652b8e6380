"""Every other dialect: which SQLAlchemy types a type may be, by the dialect's own table of names."""

from __future__ import annotations

import datetime
import decimal
import re
import uuid
from collections.abc import Iterator
from importlib import import_module

from sqlalchemy import Numeric
from sqlalchemy.exc import ArgumentError

from ormforge.draft.model import PythonType
from ormforge.drafting import python_types as python
from ormforge.drafting.expressions import SQLALCHEMY
from ormforge.drafting.type_calls import Candidate, TypeCall, dialect_named, given, numbers

_PARTS = re.compile(r"(?P<head>[^(]+?) ?\((?P<arguments>[^()]*)\)(?P<rest>[^()]*)\Z")
_GENERAL: tuple[tuple[str, PythonType], ...] = (
    ("Integer", python.INT),
    ("SmallInteger", python.INT),
    ("BigInteger", python.INT),
    ("String", python.STR),
    ("Unicode", python.STR),
    ("Text", python.STR),
    ("UnicodeText", python.STR),
    ("Boolean", python.BOOL),
    ("DateTime", python.DATETIME),  # before Date: Oracle's DATE is both, and holds a time
    ("Date", python.DATE),
    ("Time", python.TIME),
    ("Numeric", python.DECIMAL),
    ("Float", python.FLOAT),
    ("Double", python.FLOAT),
    ("LargeBinary", python.BYTES),
    ("JSON", python.JSON),
)
_PYTHON = {
    bool: python.BOOL,
    bytes: python.BYTES,
    datetime.date: python.DATE,
    datetime.datetime: python.DATETIME,
    datetime.time: python.TIME,
    datetime.timedelta: python.TIMEDELTA,
    decimal.Decimal: python.DECIMAL,
    dict: python.JSON,
    float: python.FLOAT,
    int: python.INT,
    str: python.STR,
    uuid.UUID: python.UUID,
}


_NAMED = {
    **dict.fromkeys(("MONEY", "SMALLMONEY", "NUMBER", "NUMERIC", "DECIMAL"), python.DECIMAL),
    **dict.fromkeys(("FLOAT", "BINARY_FLOAT", "BINARY_DOUBLE"), python.FLOAT),
    **dict.fromkeys(("ROWID", "UROWID", "XMLTYPE", "NATIONAL"), python.STR),
    **dict.fromkeys(("CHAR", "NCHAR", "VARCHAR", "NVARCHAR", "VARCHAR2", "NVARCHAR2"), python.STR),
    **dict.fromkeys(("TIMESTAMP", "DATETIME2", "DATETIMEOFFSET"), python.DATETIME),
    "ROWVERSION": python.BYTES,
}
"""Types whose classes do not tell their Python type, and such as have no class."""


def shape(sql: str) -> str:
    """The type's text in the one form that all its spellings have."""
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.split())).upper()


def candidates(sql: str, collation: str | None, dialect: str) -> Iterator[Candidate]:
    """The SQLAlchemy types worth trying, the most general one first."""
    name, sizes = _taken_apart(sql)
    words = given(collation=collation)
    for type_name, value in _GENERAL:
        if value is python.STR:
            yield Candidate(TypeCall(type_name, sizes, words), value)
        elif not sizes or type_name in ("Numeric", "Float"):
            yield Candidate(TypeCall(type_name, sizes), value)
    own = _own_type(name, dialect)
    if own is not None:
        for extra in (words, (), given(timezone=True), given(local_timezone=True)):
            made = TypeCall(own.type_name, sizes, extra, own.module)
            yield Candidate(made, _python_type(made))


def _taken_apart(sql: str) -> tuple[str, tuple[int, ...]]:
    parts = _PARTS.match(sql)
    if parts is None:
        return shape(sql), ()
    return shape(f"{parts['head']} {parts['rest']}"), numbers(parts["arguments"])


def _own_type(name: str, dialect: str) -> TypeCall | None:
    """The type that the dialect's reflection makes of this name, where generated code can import it."""
    known: dict[str, type] = getattr(dialect_named(dialect), "ischema_names", {})
    spelling = next((word for word in (name, name.lower()) if word in known), None)
    if spelling is None:
        return None
    found = known[spelling]
    for module in (f"sqlalchemy.dialects.{dialect}", SQLALCHEMY):
        if getattr(import_module(module), found.__name__, None) is found:
            return TypeCall(found.__name__, module=module)
    return None


def python_type_of_raw(sql: str) -> PythonType:
    """What drivers make of a type that SQLAlchemy has no class for, as far as its name tells."""
    words = shape(sql).replace("(", " ").split()
    return _NAMED.get(words[0], python.ANY) if words else python.ANY


def _python_type(type_call: TypeCall) -> PythonType:
    try:
        instance = type_call.instance()
        if isinstance(instance, Numeric) and instance.scale == 0 and not instance.asdecimal:
            return python.INT  # Oracle's NUMBER(10, 0)
        known = _PYTHON.get(instance.python_type)
    except (
        ArgumentError,
        NotImplementedError,
        TypeError,
    ):  # no such arguments, or no one Python type
        known = None
    return known or python_type_of_raw(type_call.type_name)
