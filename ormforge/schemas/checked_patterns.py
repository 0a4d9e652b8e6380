"""Patterns that simple CHECK constraints hold a text to, as those of pydantic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ormforge.schemas.check_tokens import (
    conditions,
    is_name,
    text_of,
    tokens_of,
    unquoted,
    unwrapped,
    without_casts,
)
from ormforge.schemas.patterns import (
    MARIADB,
    POSTGRESQL,
    SQLITE,
    of_glob,
    of_like,
    of_regular,
    of_similar,
)
from ormforge.schemas.texts import Texts

_MARIADB = ("mysql", "mariadb")
"""MySQL says all of this in other words: `regexp_like(...)`, and texts as `_utf8mb4'...'`."""
_OPERATORS = {
    "postgresql": frozenset({"~", "~*", "!~", "~~"}),
    "sqlite": frozenset({"LIKE", "GLOB"}),
    **dict.fromkeys(_MARIADB, frozenset({"LIKE", "REGEXP"})),
}
_PADDED = re.compile(r"\bbpchar\b|\bcharacter *\(")
"""Casts that take blanks off a text."""


@dataclass(frozen=True, slots=True)
class CheckedPattern:
    """A pattern that the texts of a column keep to."""

    column: str
    pattern: str


@lru_cache(maxsize=4096)
def patterns_of(expression: str, dialect: str, texts: Texts) -> tuple[CheckedPattern, ...]:
    """The patterns that the expression sets on any column; nothing for those that pydantic's would not say exactly."""
    tokens = tokens_of(expression, dialect) if dialect in _OPERATORS else None
    if tokens is None or _PADDED.search(expression):
        return ()
    return tuple(
        CheckedPattern(found.column, pattern)
        for condition in conditions(without_casts(tokens))
        if (found := _compared(condition.tokens, dialect)) is not None
        and condition.column in (None, found.column)
        and (pattern := _pattern(found, dialect, texts)) is not None
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """`column operator text`; `rest` are the tokens behind it, in brackets or not."""

    column: str
    operator: str
    text: str
    rest: tuple[str, ...]


def _compared(tokens: list[str], dialect: str) -> _Comparison | None:
    """The comparison that the tokens are; None where they are anything else."""
    operators = _OPERATORS[dialect]
    places = [place for place, token in enumerate(tokens) if token.upper() in operators]
    if len(places) != 1:
        return None
    operator, left = tokens[places[0]].upper(), unwrapped(tokens[: places[0]])
    if left[-1:] and left[-1].upper() == "NOT":
        operator, left = f"NOT {operator}", unwrapped(left[:-1])
    right = unwrapped(tokens[places[0] + 1 :])
    if right[:1] == ["similar_to_escape"]:
        operator, right = f"SIMILAR {operator}", unwrapped(right[1:])
    text = text_of(right[0], dialect) if right else None
    if text is None or len(left) != 1 or not is_name(left[0]):
        return None
    return _Comparison(unquoted(left[0]), operator, text, tuple(right[1:]))


def _pattern(found: _Comparison, dialect: str, texts: Texts) -> str | None:
    match (dialect, found.operator, found.rest):
        case ("postgresql", "~" | "~*" | "!~" as operator, ()):
            folded, negated = operator == "~*", operator == "!~"
            return of_regular(found.text, POSTGRESQL, folded=folded, negated=negated)
        case ("postgresql", "~~", ()):
            return of_like(found.text, POSTGRESQL, "\\")
        case ("postgresql", "SIMILAR ~", ()):
            return of_similar(found.text)
        case ("sqlite", "GLOB" | "NOT GLOB" as operator, ()):
            return of_glob(found.text, negated=operator == "NOT GLOB")
        case ("sqlite", "LIKE", rest) if (escape := _escape(rest, "", dialect)) is not None:
            return of_like(found.text, SQLITE, escape, folded=True)
        case ("mysql" | "mariadb", "REGEXP", ()):
            return of_regular(found.text, MARIADB, folded=not texts.case_counts)
        case ("mysql" | "mariadb", "LIKE", rest) if (
            escape := _escape(rest, "\\", dialect)
        ) is not None:
            return of_like(found.text, MARIADB, escape) if texts.by_code else None
    return None


def _escape(rest: tuple[str, ...], default: str, dialect: str) -> str | None:
    """The character that `ESCAPE` names; None where something else stands there."""
    if not rest:
        return default
    if len(rest) == 2 and rest[0].upper() == "ESCAPE":
        character = text_of(rest[1], dialect)
        return character if character is not None and len(character) == 1 else None
    return None
