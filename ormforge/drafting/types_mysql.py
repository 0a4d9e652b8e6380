"""MySQL and MariaDB: which SQLAlchemy types a type of the database may be.

Names are those of information_schema.columns.column_type (https://mariadb.com/kb/en/data-types/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.draft.model import PythonType
from ormforge.drafting import python_types as python
from ormforge.drafting.type_calls import Argument, Candidate, TypeCall, given, numbers

_MODULE = "sqlalchemy.dialects.mysql"
_PARTS = re.compile(
    r"(?P<name>\w+(?: precision)?) ?(?:\((?P<arguments>.*)\))?(?P<rest>[^()']*)\Z", re.S
)
_ORIGIN = re.compile(r" (?P<word>CHARACTER SET|COLLATE) (?P<name>\w+)")
_LABEL = re.compile(r"'((?:[^'\\]|''|\\.)*)'", re.S)
_ALIASES = {
    "integer": "int",
    "numeric": "decimal",
    "bool": "tinyint",
    "double precision": "double",
    "real": "double",
}
_WIDTHS = {
    "tinyint": ("4", "3"),
    "smallint": ("6", "5"),
    "mediumint": ("9", "8"),
    "int": ("11", "10"),
    "bigint": ("20", "20"),
}
"""What the server shows for an integer without a width: signed, unsigned."""
_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_DEFAULT_ARGUMENTS = {"year": "4", "bit": "1", "decimal": "10,0", "char": "1", "binary": "1"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A type's text taken apart: `int(10) unsigned` is `int` of `10`, with the word `unsigned`."""

    name: str
    arguments: str
    words: tuple[str, ...] = ()
    origin: tuple[tuple[str, str], ...] = ()


def shape(sql: str) -> Shape:
    """The type's text in the one form that all its spellings have."""
    origin = tuple(sorted((found["word"], found["name"]) for found in _ORIGIN.finditer(sql)))
    parts = _PARTS.match(_ORIGIN.sub("", sql))
    if parts is None:
        return Shape(sql, "")
    spelled = parts["name"].lower()
    name = _ALIASES.get(spelled, spelled)
    words = set((parts["rest"] or "").lower().split())
    words |= {"unsigned"} if "zerofill" in words else set()
    arguments = parts["arguments"] or ("1" if spelled == "bool" else "")
    arguments = _normal(name, arguments)
    return Shape(name, arguments or _default(name, words), tuple(sorted(words)), origin)


def _normal(name: str, arguments: str) -> str:
    """The arguments in the one form that all their spellings have."""
    if name in ("enum", "set"):
        return repr(_labels(arguments))
    plain = arguments.replace(" ", "")
    return f"{plain},0" if name == "decimal" and plain.isdigit() else plain


def _default(name: str, words: set[str]) -> str:
    if name in _WIDTHS:
        return _WIDTHS[name]["unsigned" in words]
    return _DEFAULT_ARGUMENTS.get(name, "")


def labels(sql: str) -> tuple[str, ...]:
    """The labels of an ENUM or SET."""
    parts = _PARTS.match(_ORIGIN.sub("", sql))
    return _labels(parts["arguments"] or "") if parts else ()


def _labels(arguments: str) -> tuple[str, ...]:
    return tuple(string_meaning(label) for label in _LABEL.findall(arguments))


def string_meaning(body: str) -> str:
    """What stands between the quotes of a string literal (https://mariadb.com/kb/en/string-literals/)."""

    def meaning(found: re.Match[str]) -> str:
        escaped = found[1]
        return "'" if escaped is None else _ESCAPES.get(escaped, escaped)

    return re.sub(r"''|\\(.)", meaning, body, flags=re.S)


def candidates(sql: str, collation: str | None, charset: str | None) -> Iterator[Candidate]:
    """The SQLAlchemy types worth trying, the most general one first."""
    parts = shape(sql)
    sizes = numbers(parts.arguments)
    if set(parts.words) - {"unsigned", "zerofill"}:
        return
    if parts.name in _PLAIN:
        type_name, value = _PLAIN[parts.name]
        yield Candidate(TypeCall(type_name), value)
    if parts.name in ("varchar", "char", "tinytext", "text", "mediumtext", "longtext"):
        yield from _strings(parts, sizes, collation, charset)
    elif parts.name in _WIDTHS:
        yield from _integers(parts, sizes)
    elif parts.name in ("decimal", "double", "float"):
        yield from _fractions(parts, sizes)
    elif parts.name in ("enum", "set"):
        yield from _labelled(parts.name, labels(sql), collation, charset)
    elif parts.name in _SIZED:
        yield from _sized(parts, sizes)


def read_as(sql: str) -> str | None:
    """The name that SQLAlchemy gives a type in the server's words, where the two differ; None where they do not."""
    return "INTEGER" if re.match(r"int\b", sql) else None


def python_type_of_raw(sql: str) -> PythonType:
    """What drivers make of a type that SQLAlchemy has no class for."""
    national = sql.lower().startswith("national ")
    return python.STR if national else _RAW_PYTHON.get(shape(sql).name, python.ANY)


def _own(type_name: str, value: PythonType, *arguments: Argument, **words: Argument) -> Candidate:
    return Candidate(TypeCall(type_name, arguments, given(**words), _MODULE), value)


def _strings(
    parts: Shape, sizes: tuple[int, ...], collation: str | None, charset: str | None
) -> Iterator[Candidate]:
    general = {"varchar": "String", "text": "Text"}.get(parts.name)
    if general and charset is None:
        yield Candidate(TypeCall(general, sizes, given(collation=collation)), python.STR)
    yield _own(parts.name.upper(), python.STR, *sizes, charset=charset, collation=collation)


def _integers(parts: Shape, sizes: tuple[int, ...]) -> Iterator[Candidate]:
    if parts.name == "tinyint" and sizes == (1,):
        yield Candidate(TypeCall("Boolean"), python.BOOL)
    unsigned, zerofill = "unsigned" in parts.words, "zerofill" in parts.words
    name = {"int": "INTEGER"}.get(parts.name, parts.name.upper())
    shown = () if parts.arguments == _WIDTHS[parts.name][unsigned] else sizes
    yield _own(name, python.INT, *shown, unsigned=unsigned, zerofill=zerofill)


def _fractions(parts: Shape, sizes: tuple[int, ...]) -> Iterator[Candidate]:
    value = python.DECIMAL if parts.name == "decimal" else python.FLOAT
    if parts.name == "decimal" and not parts.words:
        yield Candidate(TypeCall("Numeric", sizes), value)
    unsigned, zerofill = "unsigned" in parts.words, "zerofill" in parts.words
    words = given(unsigned=unsigned, zerofill=zerofill)
    if parts.name == "double":
        words = (("asdecimal", False), *words)
    yield Candidate(TypeCall(parts.name.upper(), sizes, words, _MODULE), value)


def _labelled(
    name: str, known: tuple[str, ...], collation: str | None, charset: str | None
) -> Iterator[Candidate]:
    """An ENUM or SET; not all of SQLAlchemy 2.0 escapes the backslashes of labels."""
    if any("\\" in label for label in known):
        return
    if name == "set":
        bitwise = "" in known
        words = given(charset=charset, collation=collation, retrieve_as_bitwise=bitwise)
        yield Candidate(TypeCall("SET", known, words, _MODULE), python.STRINGS)
        return
    if collation is None and charset is None:
        yield Candidate(TypeCall("Enum", known), python.STR)
    yield _own("ENUM", python.STR, *known, charset=charset, collation=collation)


def _sized(parts: Shape, sizes: tuple[int, ...]) -> Iterator[Candidate]:
    value, keyword = _SIZED[parts.name]
    if keyword is None:
        shown = () if parts.arguments == _DEFAULT_ARGUMENTS.get(parts.name) else sizes
        yield _own(parts.name.upper(), value, *shown)
    else:
        yield _own(parts.name.upper(), value, **dict.fromkeys([keyword], (*sizes, None)[0]))


_PLAIN = {
    "int": ("Integer", python.INT),
    "smallint": ("SmallInteger", python.INT),
    "bigint": ("BigInteger", python.INT),
    "float": ("Float", python.FLOAT),
    "double": ("Double", python.FLOAT),
    "date": ("Date", python.DATE),
    "datetime": ("DateTime", python.DATETIME),
    "time": ("Time", python.TIME),
    "blob": ("LargeBinary", python.BYTES),
    "json": ("JSON", python.JSON),
    "uuid": ("UUID", python.UUID),
}

_SIZED: dict[str, tuple[PythonType, str | None]] = {
    "datetime": (python.DATETIME, "fsp"),
    "timestamp": (python.DATETIME, "fsp"),
    "time": (python.TIME, "fsp"),
    "year": (python.INT, None),
    "bit": (python.INT, None),
    "binary": (python.BYTES, None),
    "varbinary": (python.BYTES, None),
    "tinyblob": (python.BYTES, None),
    "mediumblob": (python.BYTES, None),
    "longblob": (python.BYTES, None),
}

_RAW_PYTHON = {
    **dict.fromkeys(("inet4", "inet6", "uuid"), python.STR),
    **dict.fromkeys(
        ("enum", "char", "varchar", "tinytext", "text", "mediumtext", "longtext"), python.STR
    ),
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint"), python.INT),
    **dict.fromkeys(("float", "double"), python.FLOAT),
    **dict.fromkeys(("datetime", "timestamp"), python.DATETIME),
    **dict.fromkeys(("tinyblob", "blob", "mediumblob", "longblob", "binary"), python.BYTES),
    "varbinary": python.BYTES,
    "decimal": python.DECIMAL,
    "date": python.DATE,
}
