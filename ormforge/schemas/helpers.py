"""Types and functions that generated schemas bring along where a field needs them."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from ormforge.catalog.keys import helper_key
from ormforge.draft.model import Import, Imports
from ormforge.schemas.limits import WITHOUT_NUL
from ormforge.schemas.model import ApiHelper
from ormforge.schemas.texts import ALPHABETS

OMITTABLE = "Omittable"
_ANNOTATED = Import("typing", "Annotated")
_FIELD = Import("pydantic", "Field")
_AFTER = Import("pydantic", "AfterValidator")
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
_IN_ORDER = """\
def in_order(value: Value) -> Value:
    lower, upper = getattr(value, "lower", None), getattr(value, "upper", None)
    if lower is not None and upper is not None and lower > upper:
        raise ValueError("has its lower end above the upper one")
    return value"""
_ENDING_BEFORE = """\
def ending_before(last: int) -> AfterValidator:
    def check(value: Range[int]) -> Range[int]:
        is_beyond = value.upper == last and value.upper_inc
        if is_beyond or (value.lower == last and not value.lower_inc):
            raise ValueError("goes beyond what the column holds")
        return value

    return AfterValidator(check)"""
_OF_BYTES = """\
def of_bytes(most: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value.encode()) > most:
            raise ValueError(f"is longer than {most} bytes")
        return value

    return AfterValidator(check)"""
TEXTS_OF_BYTES = {255: "Text255B", 65535: "Text64KB", 16777215: "Text16MB"}
_AS_REAL = """\
def as_real(value: float) -> float:
    if 0 < abs(value) <= 2**-150 or 2**128 - 2**103 <= abs(value) < math.inf:
        raise ValueError("is outside of what a real holds")
    return value"""
_RANGE = Import("sqlalchemy.dialects.postgresql", "Range")
_Part = tuple[str, str, Imports]


def _integer_range(bits: int) -> tuple[_Part, ...]:
    """A range of integers, whose ends the database moves to the next ones outside."""
    checks = f"AfterValidator(in_order), ending_before(2**{bits - 1} - 1)"
    return (
        _VALUE,
        ("in_order", _IN_ORDER, frozenset()),
        ("ending_before", _ENDING_BEFORE, frozenset({_AFTER, _RANGE})),
        (
            f"Int{bits}Range",
            f"Int{bits}Range = Annotated[Range[Int{bits}], {checks}]",
            frozenset({_ANNOTATED, _AFTER, _RANGE}),
        ),
    )


def _text_of_bytes(most: int) -> tuple[_Part, ...]:
    """A text of UTF-8 with so many bytes at the most."""
    name = TEXTS_OF_BYTES[most]
    source = f"{name} = Annotated[str, Field(max_length={most}), of_bytes({most})]"
    return (
        ("of_bytes", _OF_BYTES, frozenset({_AFTER})),
        (name, source, frozenset({_ANNOTATED, _FIELD, _AFTER})),
    )


def _alphabet(name: str, pattern: str) -> tuple[_Part, ...]:
    """A text of the characters that a character set has."""
    source = f'{name} = Annotated[str, Field(pattern=r"{pattern}")]'
    return ((name, source, frozenset({_ANNOTATED, _FIELD})),)


_PARTS: dict[str, tuple[_Part, ...]] = {
    **{name: _text_of_bytes(most) for most, name in TEXTS_OF_BYTES.items()},
    **{name: _alphabet(name, pattern) for name, pattern in ALPHABETS.values()},
    "Text": (
        (
            "Text",
            f'Text = Annotated[str, Field(pattern=r"{WITHOUT_NUL}")]',
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
    "Real": (
        ("as_real", _AS_REAL, frozenset({Import("math")})),
        (
            "Real",
            "Real = Annotated[float, AfterValidator(as_real)]",
            frozenset({_ANNOTATED, _AFTER}),
        ),
    ),
    "Float32": (
        (
            "Float32",
            "Float32 = Annotated[float, Field(ge=-3.4028234663852886e38, le=3.4028234663852886e38)]",
            frozenset({_ANNOTATED, _FIELD}),
        ),
    ),
    "Ordered": (
        _VALUE,
        ("in_order", _IN_ORDER, frozenset()),
        (
            "Ordered",
            "Ordered = Annotated[Value, AfterValidator(in_order)]",
            frozenset({_ANNOTATED, _AFTER}),
        ),
    ),
    "Int32Range": _integer_range(32),
    "Int64Range": _integer_range(64),
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
