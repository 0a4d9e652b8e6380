"""The expression of a CHECK as tokens, and its parts that all have to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PLAIN_TEXT = r"'(?:[^']|'')*'"
_ESCAPED_TEXT = r"'(?:[^'\\]|''|\\.)*'"
_LEXEME = r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>{text})
      | (?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[^\W\d]\w*)
      | (?P<sign>::|<=|>=|<>|!?~~?\*?|!=|-(?!-)|/(?!\*)|[+*%<>=(),.^|&])
    )"""
_PLAIN_LEXEME = re.compile(_LEXEME.format(text=_PLAIN_TEXT), re.VERBOSE)
_ESCAPED_LEXEME = re.compile(_LEXEME.format(text=_ESCAPED_TEXT), re.VERBOSE | re.DOTALL)
_MYSQL = ("mysql", "mariadb")
_MYSQL_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_HARMLESS_CASTS = frozenset({"text", "character varying", "numeric", "double precision"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of an expression that has to hold: at all, or for those values of one column alone."""

    tokens: list[str]
    column: str | None = None


def tokens_of(expression: str, dialect: str) -> list[str] | None:
    """The tokens of the expression; None where there is something else in it, such as a comment."""
    pattern = _ESCAPED_LEXEME if dialect in _MYSQL else _PLAIN_LEXEME
    found, position = [], 0
    text = expression.strip()
    while position < len(text):
        token = pattern.match(text, position)
        if token is None:
            return None
        found.append(token[0].strip())
        position = token.end()
    return found


def text_of(token: str, dialect: str) -> str | None:
    """The text that the token is a literal of; None where it is anything else."""
    if len(token) < 2 or token[0] != "'":
        return None
    inner = token[1:-1]
    if dialect not in _MYSQL:
        return inner.replace("''", "'")
    return re.sub(r"''|\\(.)", _unescaped, inner, flags=re.DOTALL)


def _unescaped(found: re.Match[str]) -> str:
    character = found[1]
    if character is None:
        return "'"
    return found[0] if character in "%_" else _MYSQL_ESCAPES.get(character, character)


def without_casts(tokens: list[str]) -> list[str]:
    """The tokens without PostgreSQL's `::type` where that says nothing about the value."""
    kept: list[str] = []
    position = 0
    while position < len(tokens):
        end = _after_type(tokens, position + 1) if tokens[position] == "::" else position
        named = " ".join(tokens[position + 1 : end]).lower()
        if end > position and (named in _HARMLESS_CASTS or _ends_in_literal(kept)):
            position = end
        else:
            kept.append(tokens[position])
            position += 1
    return kept


def _ends_in_literal(tokens: list[str]) -> bool:
    """Whether the tokens end in a number or a text, in brackets or not."""
    last = [part for part in tokens[-3:] if part not in ("(", ")")][-1:]
    return bool(last) and (last[0][0] in "'." or last[0][0].isdigit())


def _after_type(tokens: list[str], position: int) -> int:
    """Where the type that begins here ends: `character varying(20)`, `public.money_amount`."""
    while position < len(tokens) and (is_name(tokens[position]) or tokens[position] == "."):
        if tokens[position].upper() in ("AND", "OR"):
            return position
        position += 1
    if tokens[position : position + 1] == ["("]:
        position = closing(tokens, position) + 1
    return position


def conditions(tokens: list[str]) -> Iterator[Condition]:
    """The parts that all have to hold: of `a AND b` both, of `x IS NULL OR b` the second one for values of `x`."""
    tokens = unwrapped(tokens)
    alternatives = _split(tokens, "OR")
    if len(alternatives) > 1:
        yield from _of_alternatives(alternatives)
        return
    parts = _split(tokens, "AND")
    if len(parts) == 1:
        yield Condition(tokens)
        return
    for part in parts:
        yield from conditions(part)


def _of_alternatives(alternatives: list[list[str]]) -> Iterator[Condition]:
    for absent, present in (alternatives, reversed(alternatives)) if len(alternatives) == 2 else ():
        words = unwrapped(absent)
        if [word.upper() for word in words[1:]] == ["IS", "NULL"] and is_name(words[0]):
            column = unquoted(words[0])
            for found in conditions(present):
                if found.column in (None, column):
                    yield Condition(found.tokens, column)


def _split(tokens: list[str], word: str) -> list[list[str]]:
    """The tokens divided at a word outside of brackets; the AND of a BETWEEN is none."""
    parts: list[list[str]] = [[]]
    depth = between = 0
    for lexeme in tokens:
        depth += (lexeme == "(") - (lexeme == ")")
        upper = lexeme.upper() if depth == 0 else ""
        if upper == word and not between:
            parts.append([])
            continue
        between += (upper == "BETWEEN") - (upper == "AND" and between > 0)
        parts[-1].append(lexeme)
    return parts


def unwrapped(tokens: list[str]) -> list[str]:
    """The tokens without the brackets around all of them."""
    while tokens[:1] == ["("] and closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def closing(tokens: list[str], opening: int) -> int:
    """Where the bracket that opens here closes; beyond the last token where it does not."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place] == "(") - (tokens[place] == ")")
        if depth == 0:
            return place
    return len(tokens)


def is_name(token: str) -> bool:
    """Whether the token is a name or a word."""
    return token[0] in '"`[_' or token[0].isalpha()


def unquoted(name: str) -> str:
    """The name without quotes."""
    if name[0] in '"`':
        return name[1:-1].replace(name[0] * 2, name[0])
    return name[1:-1] if name[0] == "[" else name
