"""Which CHECK constraints list the values of one column, in the wording of every dialect."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ormforge.drafting.types_mysql import string_meaning

_STANDARD = r"""(?P<string>E'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*')"""
_ESCAPING = r"""(?P<string>'(?:[^'\\]|''|\\.)*')"""
_QUOTED = r"""(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`)"""
_BRACKETED = r"(?P<bracketed>\[[^\]]*\])"
_REST = r"(?P<word>[^\W\d]\w*)|(?P<mark>::|\S)"
_TOKENS = re.compile("|".join((_STANDARD, _QUOTED, _REST)), re.S)
_BACKSLASH_TOKENS = re.compile("|".join((_ESCAPING, _QUOTED, _REST)), re.S)
_BRACKET_TOKENS = re.compile("|".join((_STANDARD, _QUOTED, _BRACKETED, _REST)), re.S)
_BY_DIALECT = {
    "mysql": _BACKSLASH_TOKENS,
    "mariadb": _BACKSLASH_TOKENS,
    "sqlite": _BRACKET_TOKENS,
    "mssql": _BRACKET_TOKENS,
}
_TEXT_WORDS = frozenset(("text", "character", "varying", "bpchar", "varchar", "char", "name"))
_CASELESS = ("sqlite", "mysql", "mariadb", "oracle", "mssql")


class _Token(NamedTuple):
    """What it is (string, quoted, word, mark), and what it means: a string without its quotes."""

    kind: str
    text: str


def checked_labels(expression: str, column: str, dialect: str) -> tuple[str, ...] | None:
    """The labels, where the CHECK is exactly one `column IN (strings)`, else None.

    PostgreSQL says it as `(column)::text = ANY (ARRAY['a'::text, 'b'::text])`. Round brackets and casts between text
    types are looked through; any other token than the column, the operator, strings and commas is a refusal.
    """
    listed = _listed(expression, dialect)
    return listed[1] if listed is not None and _names(listed[0], column, dialect) else None


@lru_cache(maxsize=4096)
def _listed(expression: str, dialect: str) -> tuple[_Token, tuple[str, ...]] | None:
    """What stands before the operator, and the labels behind it, where the expression is nothing else."""
    tokens = _without_casts(_tokens(expression, dialect))
    operator, rest = _operator(tokens[1:])
    strings, commas = rest[::2], rest[1::2]
    well_formed = len(rest) % 2 == 1 and all(comma == ("mark", ",") for comma in commas)
    if operator is None or not well_formed or any(token.kind != "string" for token in strings):
        return None
    return tokens[0], tuple(dict.fromkeys(token.text for token in strings))


def _tokens(expression: str, dialect: str) -> list[_Token]:
    """The tokens but for round brackets, and for MySQL's introducers before strings (`_utf8mb4'a'`)."""
    pattern = _BY_DIALECT.get(dialect, _TOKENS)
    found: list[_Token] = []
    for match in pattern.finditer(expression):
        token = _token(str(match.lastgroup), match.group(), dialect)
        if token.kind == "string" and found and _is_introducer(found[-1], dialect):
            found.pop()
        if token.text not in ("(", ")") or token.kind != "mark":
            found.append(token)
    return found


def _is_introducer(token: _Token, dialect: str) -> bool:
    return dialect == "mysql" and token.kind == "word" and token.text.startswith("_")


def _token(kind: str, text: str, dialect: str) -> _Token:
    if kind == "string":
        return _Token(kind, _meaning(text, dialect))
    if kind == "quoted":
        return _Token(kind, text[1:-1].replace(text[0] * 2, text[0]))
    if kind == "bracketed":
        return _Token("quoted", text[1:-1])
    return _Token(kind, text)


def _meaning(string: str, dialect: str) -> str:
    body = string.removeprefix("E")[1:-1]
    if dialect in ("mysql", "mariadb"):
        return string_meaning(body)
    if string.startswith("E"):
        return re.sub(r"''|\\(.)", lambda found: found[1] or "'", body, flags=re.S)
    return body.replace("''", "'")


def _without_casts(tokens: list[_Token]) -> list[_Token]:
    """The tokens without casts to text types (`::character varying`, `::text[]`)."""
    kept: list[_Token] = []
    in_cast = False
    for token in tokens:
        if token == ("mark", "::"):
            in_cast = True
        elif in_cast and (token.text in _TEXT_WORDS or _is_array_mark(token, kept)):
            continue
        else:
            in_cast = False
            kept.append(token)
    return kept


def _is_array_mark(token: _Token, kept: list[_Token]) -> bool:
    """Whether the token is of the `[]` after a cast, not the end of the ARRAY that the cast stands in."""
    opened = kept.count(_Token("mark", "[")) > kept.count(_Token("mark", "]"))
    return token.text == "[" or (token.text == "]" and not opened)


def _names(token: _Token, column: str, dialect: str) -> bool:
    if token.kind not in ("word", "quoted"):
        return False
    return token.text == column or (
        dialect in _CASELESS and token.text.casefold() == column.casefold()
    )


def _operator(tokens: list[_Token]) -> tuple[str | None, list[_Token]]:
    """The word IN or ANY that stands first, and what it applies to."""
    words = [token.text.upper() for token in tokens[:4]]
    if words[:1] == ["IN"] and tokens[0].kind == "word":
        return "IN", tokens[1:]
    if words == ["=", "ANY", "ARRAY", "["] and tokens[-1] == ("mark", "]"):
        return "ANY", tokens[4:-1]
    return None, tokens
