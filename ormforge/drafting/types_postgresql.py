"""PostgreSQL: which SQLAlchemy types a type of the database may be.

Names are those of `format_type()` (https://www.postgresql.org/docs/current/datatype.html, table 8.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ormforge.draft.model import PythonType
from ormforge.drafting import python_types as python
from ormforge.drafting.type_calls import Candidate, TypeCall, given, numbers

_MODULE = "sqlalchemy.dialects.postgresql"
_PARTS = re.compile(r"(?P<head>[^(]*?) ?(?:\((?P<arguments>[^()]*)\))?(?P<rest>[^()]*)\Z")
_COLLATE = re.compile(r" COLLATE (?P<name>.+)\Z")
_ALIASES = {
    "varchar": "character varying",
    "char": "character",
    "decimal": "numeric",
    "float": "double precision",
    "timestamp": "timestamp without time zone",
    "time": "time without time zone",
}
_DEFAULT_ARGUMENTS = {"character": "1", "bit": "1"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A type's text taken apart: `timestamp(3) with time zone` is `timestamp with time zone` of `3`."""

    name: str
    arguments: str
    collation: str = ""


@lru_cache(maxsize=4096)
def shape(sql: str) -> Shape:
    """The type's text in the one form that all its spellings have."""
    collate = _COLLATE.search(sql)
    parts = _PARTS.match(sql[: collate.start()] if collate else sql)
    collation = _quoted(collate["name"]) if collate else ""
    if parts is None or '"' in sql[: parts.end()].split("(", maxsplit=1)[0]:
        return Shape(sql, "", collation)
    name = " ".join(f"{parts['head']} {parts['rest']}".lower().split())
    arguments = (parts["arguments"] or "").replace(" ", "")
    name = _ALIASES.get(name, name)
    if name == "numeric" and arguments.isdigit():
        arguments += ",0"
    return Shape(name, arguments or _DEFAULT_ARGUMENTS.get(name, ""), collation)


@lru_cache(maxsize=4096)
def cast_name(sql: str) -> str:
    """The type as casts in the server's expressions name it: without its size, `character` by its inner name."""
    name = shape(_COLLATE.sub("", sql)).name
    return "bpchar" if name == "character" else name


def bare_name(type_name: str) -> str:
    """The type's name without its schema, which casts leave out for a type on the search path."""
    found = re.search(r'(?:\A|\.)("(?:[^"]|"")*"|[^".]*)\Z', type_name)
    return found[1] if found else type_name


def _quoted(collation: str) -> str:
    parts = re.findall(r'"(?:[^"]|"")*"|[^".]+', collation)
    return ".".join(part if part.startswith('"') else f'"{part}"' for part in parts)


def candidates(sql: str, collation: str | None) -> Iterator[Candidate]:
    """The SQLAlchemy types worth trying, the most general one first."""
    parts = shape(sql)
    sizes = numbers(parts.arguments)
    if parts.name in _PLAIN:
        type_name, value = _PLAIN[parts.name]
        yield Candidate(TypeCall(type_name), value)
    elif parts.name in _OWN:
        type_name, value = _OWN[parts.name]
        yield Candidate(TypeCall(type_name, module=_MODULE), value)
    elif parts.name in _SIZED:
        yield from _SIZED[parts.name](parts, sizes, collation)
    elif parts.name.startswith("interval"):
        if parts.name == "interval":
            yield Candidate(TypeCall("Interval"), python.TIMEDELTA)
        fields = parts.name.removeprefix("interval").strip().upper() or None
        words = given(fields=fields, precision=sizes[0] if sizes else None)
        yield Candidate(TypeCall("INTERVAL", keywords=words, module=_MODULE), python.TIMEDELTA)


def read_as(sql: str) -> str | None:
    """The name under which SQLAlchemy's reflection returns a type that it has no class for; None where it has one, or
    returns none at all."""
    return "VARCHAR" if sql in ("name", '"char"') else None


def python_type_of_raw(sql: str) -> PythonType:
    """What drivers make of a type that SQLAlchemy has no class for."""
    return _RAW_PYTHON.get(shape(sql).name.rpartition(".")[2], python.ANY)


Sized = Callable[[Shape, tuple[int, ...], str | None], Iterator[Candidate]]


def _string(type_name: str) -> Sized:
    def strings(_: Shape, sizes: tuple[int, ...], collation: str | None) -> Iterator[Candidate]:
        words = given(collation=collation)
        yield Candidate(TypeCall(type_name, sizes, words), python.STR)

    return strings


def _moment(type_name: str, own_name: str, value: PythonType) -> Sized:
    def moments(parts: Shape, sizes: tuple[int, ...], _: str | None) -> Iterator[Candidate]:
        zone = parts.name.endswith("with time zone")
        if not sizes:
            yield Candidate(TypeCall(type_name, (), given(timezone=zone)), value)
        words = given(timezone=zone, precision=sizes[0] if sizes else None)
        yield Candidate(TypeCall(own_name, (), words, _MODULE), value)

    return moments


def _numeric(_: Shape, sizes: tuple[int, ...], __: str | None) -> Iterator[Candidate]:
    yield Candidate(TypeCall("Numeric", sizes), python.DECIMAL)


def _bits(parts: Shape, sizes: tuple[int, ...], _: str | None) -> Iterator[Candidate]:
    varying = given(varying=parts.name == "bit varying")
    shown = () if sizes == (1,) and not varying else sizes
    yield Candidate(TypeCall("BIT", shown, varying, _MODULE), python.STR)


_SIZED: dict[str, Sized] = {
    "character varying": _string("String"),
    "character": _string("CHAR"),
    "text": _string("Text"),
    "numeric": _numeric,
    "bit": _bits,
    "bit varying": _bits,
    "timestamp without time zone": _moment("DateTime", "TIMESTAMP", python.DATETIME),
    "timestamp with time zone": _moment("DateTime", "TIMESTAMP", python.DATETIME),
    "time without time zone": _moment("Time", "TIME", python.TIME),
    "time with time zone": _moment("Time", "TIME", python.TIME),
}

_PLAIN = {
    "integer": ("Integer", python.INT),
    "smallint": ("SmallInteger", python.INT),
    "bigint": ("BigInteger", python.INT),
    "real": ("REAL", python.FLOAT),
    "double precision": ("Double", python.FLOAT),
    "boolean": ("Boolean", python.BOOL),
    "date": ("Date", python.DATE),
    "bytea": ("LargeBinary", python.BYTES),
    "uuid": ("Uuid", python.UUID),
    "json": ("JSON", python.JSON),
}

_OWN = {
    "jsonb": ("JSONB", python.JSON),
    "hstore": ("HSTORE", python.HSTORE),
    "citext": ("CITEXT", python.STR),
    "inet": ("INET", python.ANY),
    "cidr": ("CIDR", python.ANY),
    "macaddr": ("MACADDR", python.STR),
    "macaddr8": ("MACADDR8", python.STR),
    "money": ("MONEY", python.STR),
    "oid": ("OID", python.INT),
    "regclass": ("REGCLASS", python.STR),
    "regconfig": ("REGCONFIG", python.STR),
    "tsvector": ("TSVECTOR", python.STR),
    "tsquery": ("TSQUERY", python.STR),
    "int4range": ("INT4RANGE", python.range_of(python.INT)),
    "int8range": ("INT8RANGE", python.range_of(python.INT)),
    "numrange": ("NUMRANGE", python.range_of(python.DECIMAL)),
    "daterange": ("DATERANGE", python.range_of(python.DATE)),
    "tsrange": ("TSRANGE", python.range_of(python.DATETIME)),
    "tstzrange": ("TSTZRANGE", python.range_of(python.DATETIME)),
    "int4multirange": ("INT4MULTIRANGE", python.ranges_of(python.INT)),
    "int8multirange": ("INT8MULTIRANGE", python.ranges_of(python.INT)),
    "nummultirange": ("NUMMULTIRANGE", python.ranges_of(python.DECIMAL)),
    "datemultirange": ("DATEMULTIRANGE", python.ranges_of(python.DATE)),
    "tsmultirange": ("TSMULTIRANGE", python.ranges_of(python.DATETIME)),
    "tstzmultirange": ("TSTZMULTIRANGE", python.ranges_of(python.DATETIME)),
}

_RAW_PYTHON = {
    **dict.fromkeys(("name", '"char"', "xml", "citext", "ltree", "lquery", "bpchar"), python.STR),
    # SQLAlchemy's JSONPATH is for operands of its operators: it makes a text of None.
    **dict.fromkeys(("jsonpath", "pg_lsn", "character", "text", "character varying"), python.STR),
    "hstore": python.ANY,
}
