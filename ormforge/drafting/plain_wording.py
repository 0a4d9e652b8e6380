"""PostgreSQL's expressions without the casts that the server adds by itself.

The server stores `state IN ('a', 'b')` of a varchar column as `(state)::text = ANY ((ARRAY['a'::character varying,
'b'::character varying])::text[])`. That text read again is stored as yet another; the plain words are stored as before.
Only what a column's own type decides is put back (https://www.postgresql.org/docs/current/typeconv-oper.html): an
untyped string beside a column takes the column's type, and varchar is compared as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ormforge.catalog.model import Table
from ormforge.drafting.types_postgresql import bare_name, cast_name

_COLUMN = r'(?:[^\W\d][\w$]*|"(?:[^"]|"")*")'
_STRING = r"'(?:[^']|'')*'"
_TYPE = r'(?:"[^"]*"|[\w.]+(?: varying| precision| with(?:out)? time zone)?)'
_OPERATOR = r"(?:=|<>|<=|>=|<|>|!?~~?\*?)"
_START = r"(?<![\w$\".:'\])])"
_VARCHAR_ITEMS = rf"{_STRING}::character varying(?:, {_STRING}::character varying)+"
_ITEMS = rf"{_STRING}::{_TYPE}(?:, {_STRING}::{_TYPE})+"

_ARGUMENTS = {"function": "argument", "bare_function": "bare_argument"}

_PATTERN = re.compile(
    "|".join(
        (
            rf"{_START}\((?P<in_varchar>{_COLUMN})\)::text (?P<in_varchar_op>= ANY|<> ALL)"
            rf" \(\(ARRAY\[(?P<in_varchar_items>{_VARCHAR_ITEMS})\]\)::text\[\]\)",
            rf"{_START}(?P<in_own>{_COLUMN}) (?P<in_own_op>= ANY|<> ALL)"
            rf" \(ARRAY\[(?P<in_own_items>{_ITEMS})\]\)",
            rf"{_START}\((?P<varchar>{_COLUMN})\)::text (?P<varchar_op>{_OPERATOR})"
            rf" (?P<varchar_string>{_STRING})::text(?![\w\[])",
            rf"{_START}(?P<own>{_COLUMN}) (?P<own_op>{_OPERATOR})"
            rf" (?P<own_string>{_STRING})::(?P<own_type>{_TYPE})(?![\w(\[])",
            rf"{_START}(?P<number>{_COLUMN}) (?P<number_op>{_OPERATOR})"
            r" \((?P<number_text>\d+)\)::(?P<number_type>numeric|double precision)(?![\w(])",
            rf"(?<![\w$\".])(?P<function>lower|upper)\(\((?P<argument>{_COLUMN})\)::text\)",
            rf"(?<![\w$\".])(?P<bare_function>lower|upper)\((?P<bare_argument>{_COLUMN})::text\)",
            rf"(?<![\w$\".])to_tsvector\((?P<config>{_STRING})::regconfig, ",
            r"(?P<string>E?'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*')",
        )
    ),
    re.S,
)


_ARRAY_PART = rf"""{_STRING}|"(?:[^"]|"")*"|[^'"\[\]]"""
_CAST_ARRAY = re.compile(
    rf"(?P<string>{_STRING})|(?P<word>ANY|ALL) "
    rf"\(\((?P<array>ARRAY\[(?:{_ARRAY_PART}|\[(?:{_ARRAY_PART})*\])*\])\)::{_TYPE}\[\]\)",
    re.S,
)


def plain_wording(sql: str, table: Table, dialect: str) -> str:
    """The expression in plain words that the server stores as the very same expression."""
    if dialect != "postgresql" or "::" not in sql:
        return sql
    return plain_words(sql, {column.name: column.type.sql for column in table.columns})


def plain_words(sql: str, types: Mapping[str, str]) -> str:
    """PostgreSQL's expression in plain words; `types` are those of the names in it."""
    names = {name: cast_name(type_) for name, type_ in types.items()}

    def replace(match: re.Match[str]) -> str:
        return _plain(match, names) or match.group()

    return _CAST_ARRAY.sub(_without_cast, _PATTERN.sub(replace, sql))


def _without_cast(match: re.Match[str]) -> str:
    """ANY of an array that the operator itself casts. Said again, the cast would be stored in each of its elements
    (transformTypeCast in parse_expr.c)."""
    return match.group() if match["string"] else f"{match['word']} ({match['array']})"


def _plain(match: re.Match[str], types: Mapping[str, str]) -> str | None:
    kind = next(word for word, text in match.groupdict().items() if text is not None)
    type_of = types.get(_unquoted(match[kind]), "")
    if kind == "config":
        return f"to_tsvector({match['config']}, "
    if kind in ("in_varchar", "varchar", "function", "bare_function"):
        return _of_varchar(kind, match, types)
    if kind == "in_own":
        items = _items(match["in_own_items"], type_of)
        return None if items is None else _in(match["in_own"], match["in_own_op"], items)
    if kind == "own" and _same_type(match["own_type"], type_of):
        return f"{match['own']} {match['own_op']} {match['own_string']}"
    if kind == "number" and match["number_type"] == type_of:
        return f"{match['number']} {match['number_op']} {match['number_text']}"
    return None


def _of_varchar(kind: str, match: re.Match[str], types: Mapping[str, str]) -> str | None:
    column = match[_ARGUMENTS.get(kind, kind)]
    if types.get(_unquoted(column)) != "character varying":
        return None
    if kind in _ARGUMENTS:
        return f"{match[kind]}({column})"
    if kind == "varchar":
        return f"{column} {match['varchar_op']} {match['varchar_string']}"
    items = _items(match["in_varchar_items"], "character varying") or []
    return _in(column, match["in_varchar_op"], items)


def _in(column: str, operator: str, items: list[str]) -> str:
    word = "IN" if operator == "= ANY" else "NOT IN"
    return f"{column} {word} ({', '.join(items)})"


def _items(text: str, wanted: str) -> list[str] | None:
    """The strings of the list, if all of them are cast to the wanted type."""
    found = re.findall(rf"({_STRING})::({_TYPE})", text)
    return [item for item, _ in found] if all(_same_type(t, wanted) for _, t in found) else None


def _same_type(cast: str, type_of: str) -> bool:
    return cast in (type_of, bare_name(type_of))


def _unquoted(column: str) -> str:
    return column[1:-1].replace('""', '"') if column.startswith('"') else column
