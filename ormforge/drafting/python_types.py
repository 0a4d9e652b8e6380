"""The Python types of columns, as annotations say them."""

from __future__ import annotations

from ormforge.draft.model import Import, PythonType

_POSTGRESQL = "sqlalchemy.dialects.postgresql"

ANY = PythonType(text="Any", imports=frozenset({Import("typing", "Any")}))
STR = PythonType(text="str")
INT = PythonType(text="int")
BOOL = PythonType(text="bool")
FLOAT = PythonType(text="float")
BYTES = PythonType(text="bytes")
DECIMAL = PythonType(text="Decimal", imports=frozenset({Import("decimal", "Decimal")}))
DATE = PythonType(text="datetime.date", imports=frozenset({Import("datetime")}))
TIME = PythonType(text="datetime.time", imports=frozenset({Import("datetime")}))
DATETIME = PythonType(text="datetime.datetime", imports=frozenset({Import("datetime")}))
TIMEDELTA = PythonType(text="datetime.timedelta", imports=frozenset({Import("datetime")}))
UUID = PythonType(text="uuid.UUID", imports=frozenset({Import("uuid")}))
JSON = PythonType(text="dict[str, Any]", imports=ANY.imports)
HSTORE = PythonType(text="dict[str, str | None]")
STRINGS = PythonType(text="set[str]")

DEFAULT_TYPES = {
    BOOL: ("Boolean",),
    BYTES: ("LargeBinary",),
    DATE: ("Date",),
    DATETIME: ("DateTime",),
    DECIMAL: ("Numeric",),
    FLOAT: ("Float", "Double"),
    INT: ("Integer",),
    STR: ("String",),
    TIME: ("Time",),
    TIMEDELTA: ("Interval",),
    UUID: ("Uuid",),
}
"""What SQLAlchemy makes of an annotation alone ("Customizing the Type Map", its ORM documentation): 2.1 makes a Double
of a float, 2.0 a Float."""


def list_of(item: PythonType) -> PythonType:
    """A list of the items; one of anything stays a list of anything."""
    return PythonType(text=f"list[{item.text}]", imports=item.imports)


def range_of(item: PythonType) -> PythonType:
    """SQLAlchemy's own value of PostgreSQL's range types."""
    needed = item.imports | {Import(_POSTGRESQL, "Range")}
    return PythonType(text=f"Range[{item.text}]", imports=needed)


def ranges_of(item: PythonType) -> PythonType:
    """What a column of a multirange type holds; both SQLAlchemy's MultiRange and a plain list are one."""
    return list_of(range_of(item))
