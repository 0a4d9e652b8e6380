"""Limits that simple CHECK constraints set: a bound on a number, a bound on a text's length.

An expression is split at its top-level ANDs; every part that is a plain comparison counts, every other is passed over.
What is not understood is left to the database: a limit never refuses what the database would take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>'(?:[^']|'')*')
      | (?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[^\W\d]\w*)
      | (?P<sign>::|<=|>=|<>|!=|[-+*/%<>=(),.~^|&])
    )""",
    re.VERBOSE,
)
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>", "!=": "<>"}
_HARMLESS_CASTS = frozenset({"text", "character varying", "numeric", "double precision"})
_LENGTHS = frozenset({"char_length", "character_length"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with a column, or with the length of its text: `price >= 0`, `length(name) <= 20`."""

    column: str
    of_length: bool
    operator: str
    value: Decimal


def bounds_of(expression: str, dialect: str) -> Iterator[Bound]:
    """The bounds that the expression sets on any column, in any number of ANDs."""
    tokens = _tokens(expression)
    if tokens is None:
        return
    lengths = _LENGTHS if dialect in ("mysql", "mariadb") else _LENGTHS | {"length"}
    for part in _conjuncts(_without_casts(tokens)):
        yield from _bounds(part, lengths)


def _tokens(expression: str) -> list[str] | None:
    """The tokens of the expression; None where there is something else in it."""
    tokens, position = [], 0
    text = expression.strip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            return None
        tokens.append(found[0].strip())
        position = found.end()
    return tokens


def _without_casts(tokens: list[str]) -> list[str]:
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
    while position < len(tokens) and (_is_name(tokens[position]) or tokens[position] == "."):
        if tokens[position].upper() in ("AND", "OR"):
            return position
        position += 1
    if tokens[position : position + 1] == ["("]:
        position = _closing(tokens, position) + 1
    return position


def _conjuncts(tokens: list[str]) -> Iterator[list[str]]:
    tokens = _unwrapped(tokens)
    parts: list[list[str]] = [[]]
    depth = between = 0
    for lexeme in tokens:
        depth += (lexeme == "(") - (lexeme == ")")
        word = lexeme.upper()
        if depth == 0 and word == "OR":
            return
        if depth == 0 and word == "AND" and not between:
            parts.append([])
            continue
        between += (depth == 0) * ((word == "BETWEEN") - (word == "AND"))
        parts[-1].append(lexeme)
    if len(parts) == 1:
        yield tokens
        return
    for part in parts:
        yield from _conjuncts(part)


def _bounds(tokens: list[str], lengths: Iterable[str]) -> Iterator[Bound]:
    """The bounds of one comparison: `a >= 0`, `0 <= a`, `a BETWEEN 0 AND 9`; none where it is anything else."""
    words = [token.upper() for token in tokens]
    if words.count("BETWEEN") == 1 and words.count("AND") == 1 and "NOT" not in words:
        first, second = words.index("BETWEEN"), words.index("AND")
        yield from _comparison(tokens[:first], ">=", tokens[first + 1 : second], lengths)
        yield from _comparison(tokens[:first], "<=", tokens[second + 1 :], lengths)
        return
    places = [place for place, token in enumerate(tokens) if token in _MIRRORED]
    if len(places) == 1:
        left, operator, right = tokens[: places[0]], tokens[places[0]], tokens[places[0] + 1 :]
        yield from _comparison(left, operator, right, lengths)
        yield from _comparison(right, _MIRRORED[operator], left, lengths)


def _comparison(
    measured: list[str], operator: str, limit: list[str], lengths: Iterable[str]
) -> Iterator[Bound]:
    measured, limit = _unwrapped(measured), _unwrapped(limit)
    of_length = len(measured) > 2 and measured[0].lower() in lengths
    column = _unwrapped(measured[1:]) if of_length else measured
    if len(column) != 1 or not _is_name(column[0]):
        return
    if limit == ["''"] and operator in ("<>", "!=") and not of_length:
        yield Bound(_unquoted(column[0]), True, ">=", Decimal(1))
    elif (value := _number(limit)) is not None and operator in ("<", "<=", ">", ">=", "="):
        yield Bound(_unquoted(column[0]), of_length, operator, value)


def _number(tokens: list[str]) -> Decimal | None:
    """The number that stands there, with its sign; PostgreSQL puts negative ones into quotes."""
    text = "".join(_unwrapped(tokens)).strip("'")
    return Decimal(text) if re.fullmatch(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)", text) else None


def _unwrapped(tokens: list[str]) -> list[str]:
    """The tokens without the brackets around all of them."""
    while tokens[:1] == ["("] and _closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _closing(tokens: list[str], opening: int) -> int:
    """Where the bracket that opens here closes; beyond the last token where it does not."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place] == "(") - (tokens[place] == ")")
        if depth == 0:
            return place
    return len(tokens)


def _is_name(token: str) -> bool:
    return token[0] in '"`[_' or token[0].isalpha()


def _unquoted(name: str) -> str:
    if name[0] in '"`':
        return name[1:-1].replace(name[0] * 2, name[0])
    return name[1:-1] if name[0] == "[" else name
