"""Limits of a column's values, from its type and from simple CHECK constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ormforge.catalog.model import Catalog, Check, Column, ColumnType, Domain, Table
from ormforge.draft.literals import string_literal
from ormforge.schemas.checked_patterns import patterns_of
from ormforge.schemas.checks import Bound, bounds_of
from ormforge.schemas.texts import ALPHABETS, Storage, Texts, storage_of, texts_of

_TYPE = re.compile(
    r"(?P<name>[a-z][a-z0-9_ ]*?) *(?:\((?P<sizes>[-\d, ]+)\))?"
    r"(?P<modifiers>(?: *\b(?:signed|unsigned|zerofill))*)\Z"
)
_SIZED_TEXTS = frozenset(
    (
        *("character varying", "varchar", "character", "char", "nvarchar", "nchar", "varchar2"),
        *("nvarchar2", "varying character", "native character", "binary", "varbinary"),
    )
)
_BINARY = "^[01]*$"
WITHOUT_NUL = r"^[^\x00]*$"
"""What every text of PostgreSQL keeps to; it refuses even to look for another one."""
_EXACT_NUMBERS = frozenset(("numeric", "decimal", "number", "dec"))
_FLOATS = frozenset(("float", "double", "double precision", "real"))
FLOAT_MAX = Decimal("3.4028234663852886e38")
"""The greatest FLOAT of MariaDB."""
_BITS = {
    "tinyint": 8,
    "smallint": 16,
    "mediumint": 24,
    "int": 32,
    "integer": 32,
    "bigint": 64,
    "year": 16,
    "oid": 32,
    **dict.fromkeys(("int4range", "int4multirange"), 32),
    **dict.fromkeys(("int8range", "int8multirange"), 64),
}
_MYSQL = ("mysql", "mariadb")
_YEARS = (Decimal(1901), Decimal(2155))
_BYTES = {
    **dict.fromkeys(("tinytext", "tinyblob"), 2**8 - 1),
    **dict.fromkeys(("text", "blob"), 2**16 - 1),
    **dict.fromkeys(("mediumtext", "mediumblob"), 2**24 - 1),
}
"""How many bytes a value has at the most; so many characters it has in any case."""
_ROWID_BITS = 64
_UNENFORCED = frozenset({"sqlite"})
"""Dialects in which a declared length or precision limits nothing, and patterns only what stands before a NUL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a value must keep to; None where nothing is known. `bits` is the width of an integer."""

    bits: int | None = None
    unsigned: bool = False
    max_length: int | None = None
    min_length: int | None = None
    max_digits: int | None = None
    decimal_places: int | None = None
    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    lt: Decimal | None = None
    pattern: str | None = None
    storage: Storage = field(default_factory=Storage)

    @property
    def is_float(self) -> bool:
        """Whether the range of MariaDB's FLOAT is all that bounds the value."""
        return (self.ge, self.gt, self.le, self.lt) == (-FLOAT_MAX, None, FLOAT_MAX, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLimits:
    """The limits of new values, and those that every stored value is known to keep to."""

    new: Limits
    stored: Limits


def column_limits(column: Column, table: Table, catalog: Catalog) -> ColumnLimits:
    """The limits of one column; of an array, those of its elements."""
    domain = domain_of(column.type, catalog)
    declared = type_limits(domain.type if domain else column.type, catalog.dialect)
    declared = replace(declared, storage=storage_of(column, table, catalog.dialect))
    is_enforced = catalog.dialect not in _UNENFORCED
    of_column = () if is_array(column.type) else table.checks
    checks = [(check, column.name) for check in of_column]
    checks += [(check, "VALUE") for check in (domain.checks if domain else ())]
    valid = [(check, name) for check, name in checks if not check.not_valid]
    widths = Limits(bits=declared.bits, unsigned=declared.unsigned)
    texts = texts_of(column, domain, table, catalog.dialect)
    is_year = column.type.sql.lower().startswith("year") and catalog.dialect in _MYSQL
    written = replace(declared, ge=_YEARS[0], le=_YEARS[1]) if is_year else declared
    return ColumnLimits(
        new=_checked(written, checks, catalog.dialect, texts),
        stored=_checked(
            declared if is_enforced else widths,
            valid,
            catalog.dialect,
            texts if is_enforced else None,
        ),
    )


def type_limits(column_type: ColumnType, dialect: str) -> Limits:
    """The limits that the type itself sets."""
    sql = column_type.sql.lower().replace("[]", "")
    if dialect in _UNENFORCED and "int" in sql:
        return Limits(bits=_ROWID_BITS)
    found = _TYPE.match(sql)
    if found is None:
        return Limits()
    name, unsigned = found["name"], "unsigned" in found["modifiers"].split()
    if name in _BYTES and dialect in _MYSQL:
        return Limits(max_length=_BYTES[name])
    sizes = [int(size) for size in (found["sizes"] or "").replace(" ", "").split(",") if size]
    if name in _BITS:
        return Limits(bits=_BITS[name], unsigned=unsigned or name == "oid")
    if name == "bit" and dialect == "postgresql":
        size = sizes[0] if sizes else 1
        return Limits(min_length=size, max_length=size, pattern=_BINARY)
    if name in ("bit varying", "varbit"):
        return Limits(max_length=sizes[0] if sizes else None, pattern=_BINARY)
    if name in _SIZED_TEXTS and len(sizes) == 1:
        return Limits(max_length=sizes[0])
    if name in _EXACT_NUMBERS and sizes:
        return _exact(sizes[0], sizes[1] if len(sizes) > 1 else 0, unsigned=unsigned)
    if name in _FLOATS and dialect in _MYSQL:
        return _float(name, sizes, unsigned=unsigned)
    return Limits()


def _exact(digits: int, places: int, *, unsigned: bool = False) -> Limits:
    """The limits of so many digits, so many of them behind the point; PostgreSQL may have all of them far from it."""
    if 0 <= places <= digits:
        ge = Decimal(0) if unsigned else None
        return Limits(max_digits=digits, decimal_places=places, ge=ge)
    most = (Decimal(10) ** digits - 1).scaleb(-places)
    return Limits(decimal_places=max(places, 0), ge=-most, le=most)


def _float(name: str, sizes: list[int], *, unsigned: bool) -> Limits:
    """The limits of MariaDB's floats: their digits where those are said, else the width of a FLOAT."""
    most = FLOAT_MAX if name == "float" else None
    if len(sizes) == 2:
        most = (Decimal(10) ** sizes[0] - 1).scaleb(-sizes[1])
    least = -most if most is not None else None
    return Limits(ge=Decimal(0) if unsigned else least, le=most)


def is_array(column_type: ColumnType) -> bool:
    """Whether the column holds arrays."""
    return column_type.dimensions > 0 or column_type.sql.endswith("[]")


def domain_of(column_type: ColumnType, catalog: Catalog) -> Domain | None:
    """The domain that the type is, or is an array of."""
    named = [d for d in catalog.domains if (d.schema, d.name) == column_type.user_type]
    return named[0] if named else None


def _checked(
    limits: Limits, checks: list[tuple[Check, str]], dialect: str, texts: Texts | None
) -> Limits:
    """The limits with those of the checks; of several patterns, one can be said, and is the first."""
    for check, name in checks:
        for bound in bounds_of(check.expression, dialect):
            if _is_same(bound.column, name, dialect):
                limits = _narrowed(limits, bound)
        if texts is None:
            continue
        for found in patterns_of(check.expression, dialect, texts):
            if limits.pattern is None and _is_same(found.column, name, dialect):
                limits = replace(limits, pattern=found.pattern)
    return limits


def _is_same(written: str, name: str, dialect: str) -> bool:
    if dialect == "postgresql":
        return written == name or (name == "VALUE" and written.upper() == name)
    return written.lower() == name.lower()


def _narrowed(limits: Limits, bound: Bound) -> Limits:
    if bound.of_length:
        return _narrowed_length(limits, bound)
    value = bound.value
    if bound.operator in (">=", "="):
        limits = replace(limits, ge=value if limits.ge is None else max(limits.ge, value))
    if bound.operator in ("<=", "="):
        limits = replace(limits, le=value if limits.le is None else min(limits.le, value))
    if bound.operator == ">":
        limits = replace(limits, gt=value if limits.gt is None else max(limits.gt, value))
    if bound.operator == "<":
        limits = replace(limits, lt=value if limits.lt is None else min(limits.lt, value))
    return limits


def _narrowed_length(limits: Limits, bound: Bound) -> Limits:
    low, high = _lengths(bound)
    if low is not None:
        limits = replace(limits, min_length=max(low, limits.min_length or 0))
    if high is not None:
        known = limits.max_length
        limits = replace(limits, max_length=high if known is None else min(high, known))
    return limits


def _lengths(bound: Bound) -> tuple[int | None, int | None]:
    """The shortest and the longest length within the bound."""
    floor = int(bound.value.to_integral_value("ROUND_FLOOR"))
    is_whole = floor == bound.value
    ceiling = floor if is_whole else floor + 1
    if bound.operator in (">=", ">"):
        return (floor + 1 if bound.operator == ">" else ceiling), None
    if bound.operator in ("<=", "<"):
        return None, max(ceiling - 1 if bound.operator == "<" else floor, 0)
    return (ceiling, floor)


def integer_range(bits: int, *, unsigned: bool) -> tuple[int, int]:
    """The least and the greatest integer of that width."""
    return (0, 2**bits - 1) if unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def within_bits(limits: Limits) -> Limits:
    """The limits of an integer whose bounds are all said: those of its width with those from elsewhere, if there are any."""
    bounds = (limits.ge, limits.gt, limits.le, limits.lt)
    if limits.bits is None or all(bound is None for bound in bounds):
        return limits
    low, high = map(Decimal, integer_range(limits.bits, unsigned=limits.unsigned))
    ge = low if limits.ge is None else max(low, limits.ge)
    le = high if limits.le is None else min(high, limits.le)
    return replace(
        limits,
        bits=None,
        ge=None if limits.gt is not None and limits.gt >= ge else ge,
        le=None if limits.lt is not None and limits.lt <= le else le,
    )


def keywords(limits: Limits, python: str) -> Iterator[tuple[str, str]]:
    """The keyword arguments of pydantic's Field that say the limits of a value of this Python type."""
    if python in ("str", "bytes"):
        most = limits.max_length if limits.max_length != limits.storage.bytes else None
        yield from _given(("min_length", limits.min_length), ("max_length", most))
    if python == "str" and (pattern := _said_pattern(limits)) is not None:
        yield "pattern", _pattern_literal(pattern)
    if python in ("int", "float", "Decimal") and not limits.is_float:
        bounds = (("ge", limits.ge), ("gt", limits.gt), ("le", limits.le), ("lt", limits.lt))
        yield from _given(*bounds)
    if python == "Decimal":
        yield from _given(
            ("max_digits", limits.max_digits), ("decimal_places", limits.decimal_places)
        )


def _said_pattern(limits: Limits) -> str | None:
    """The pattern that stands beside a text's type: that of its character set where the type is about its bytes."""
    storage = limits.storage
    if limits.pattern is None and storage.alphabet and storage.bytes:
        return ALPHABETS[storage.alphabet][1]
    return limits.pattern


def _pattern_literal(pattern: str) -> str:
    """The pattern as a raw string where it can be one."""
    is_plain = pattern.isprintable() and '"' not in pattern and not pattern.endswith("\\")
    return f'r"{pattern}"' if "\\" in pattern and is_plain else string_literal(pattern)


def _given(*pairs: tuple[str, Decimal | int | None]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if value is not None:
            yield name, str(value)
