"""Types and functions that generated schemas bring along where a field needs them."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from ormforge.catalog.keys import helper_key
from ormforge.draft.model import Import, Imports
from ormforge.schemas.model import ApiHelper

OMITTABLE = "Omittable"
_ANNOTATED = Import("typing", "Annotated")
_FIELD = Import("pydantic", "Field")
_VALUE = ("Value", 'Value = TypeVar("Value")', frozenset({Import("typing", "TypeVar")}))
_REFUSE_NULL = """\
def refuse_null(value: Value) -> Value:
    if value is None:
        raise ValueError("may be left out, but not be null")
    return value"""
_REFUSE_NUL = """\
def refuse_nul(value: Value) -> Value:
    if isinstance(value, dict):
        refuse_nul([*value, *value.values()])
    elif isinstance(value, list):
        for item in value:
            refuse_nul(item)
    elif isinstance(value, str) and "\\0" in value:
        raise ValueError("may not hold the character NUL")
    return value"""
_IN_RANGE = """\
def in_timestamp_range(value: datetime.datetime) -> datetime.datetime:
    if not 1970 <= value.year <= 2037 or value.timetuple()[:3] == (1970, 1, 1):
        raise ValueError("is outside of what a TIMESTAMP holds")
    return value"""
_Part = tuple[str, str, Imports]
_PARTS: dict[str, tuple[_Part, ...]] = {
    "Text": (
        (
            "Text",
            'Text = Annotated[str, Field(pattern=r"^[^\\x00]*$")]',
            frozenset({_ANNOTATED, _FIELD}),
        ),
    ),
    "Inet": (
        (
            "Inet",
            "Inet = IPv4Address | IPv6Address | IPv4Interface | IPv6Interface",
            frozenset(
                Import("ipaddress", f"IPv{version}{kind}")
                for version in (4, 6)
                for kind in ("Address", "Interface")
            ),
        ),
    ),
    "Cidr": (
        (
            "Cidr",
            "Cidr = IPv4Network | IPv6Network",
            frozenset({Import("ipaddress", "IPv4Network"), Import("ipaddress", "IPv6Network")}),
        ),
    ),
    OMITTABLE: (
        _VALUE,
        ("refuse_null", _REFUSE_NULL, frozenset()),
        (
            OMITTABLE,
            f"{OMITTABLE} = Annotated[Value | SkipJsonSchema[None], BeforeValidator(refuse_null)]",
            frozenset(
                {
                    _ANNOTATED,
                    Import("pydantic", "BeforeValidator"),
                    Import("pydantic.json_schema", "SkipJsonSchema"),
                }
            ),
        ),
    ),
    "Jsonb": (
        _VALUE,
        ("refuse_nul", _REFUSE_NUL, frozenset()),
        (
            "Jsonb",
            "Jsonb = Annotated[JsonValue, AfterValidator(refuse_nul)]",
            frozenset(
                {_ANNOTATED, Import("pydantic", "AfterValidator"), Import("pydantic", "JsonValue")}
            ),
        ),
    ),
    "Timestamp": (
        ("in_timestamp_range", _IN_RANGE, frozenset({Import("datetime")})),
        (
            "Timestamp",
            "Timestamp = Annotated[datetime.datetime, AfterValidator(in_timestamp_range)]",
            frozenset({_ANNOTATED, Import("pydantic", "AfterValidator"), Import("datetime")}),
        ),
    ),
}
_INTEGERS = MappingProxyType(
    {
        f"{sign}Int{bits}": (
            (0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        )
        for bits in (8, 16, 24, 32, 64)
        for sign in ("", "U")
    }
)
HELPERS = (
    frozenset(_INTEGERS) | {name for parts in _PARTS.values() for name, *_ in parts} | {"Schema"}
)
"""Every name that a helper may have, and that of the common base class."""


def helpers_for(names: frozenset[str]) -> Iterator[ApiHelper]:
    """The definitions of the helpers of these names, in a fixed order."""
    for name, (low, high) in _INTEGERS.items():
        if name in names:
            source = f"{name} = Annotated[int, Field(ge={low}, le={high})]"
            yield _made((name, source, frozenset({_ANNOTATED, _FIELD})))
    parts = (part for name, found in _PARTS.items() if name in names for part in found)
    yield from map(_made, dict.fromkeys(parts))


def _made(part: _Part) -> ApiHelper:
    name, source, imports = part
    return ApiHelper(key=helper_key(name), name=name, source=source, imports=imports)
