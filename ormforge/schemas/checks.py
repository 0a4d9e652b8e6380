"""Limits that simple CHECK constraints set: a bound on a number, a bound on a text's length.

An expression is split at its top-level ANDs; every part that is a plain comparison counts, every other is passed over.
What is not understood is left to the database: a limit never refuses what the database would take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ormforge.schemas.check_tokens import (
    conditions,
    is_name,
    tokens_of,
    unquoted,
    unwrapped,
    without_casts,
)

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>", "!=": "<>"}
_LENGTHS = frozenset({"char_length", "character_length"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with a column, or with the length of its text: `price >= 0`, `length(name) <= 20`."""

    column: str
    of_length: bool
    operator: str
    value: Decimal


@lru_cache(maxsize=4096)
def bounds_of(expression: str, dialect: str) -> tuple[Bound, ...]:
    """The bounds that the expression sets on any column, in any number of ANDs."""
    tokens = tokens_of(expression, dialect)
    if tokens is None:
        return ()
    lengths = _LENGTHS if dialect in ("mysql", "mariadb") else _LENGTHS | {"length"}
    return tuple(
        bound
        for condition in conditions(without_casts(tokens))
        for bound in _bounds(condition.tokens, lengths)
        if condition.column in (None, bound.column)
    )


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
    measured, limit = unwrapped(measured), unwrapped(limit)
    of_length = len(measured) > 2 and measured[0].lower() in lengths
    column = unwrapped(measured[1:]) if of_length else measured
    if len(column) != 1 or not is_name(column[0]):
        return
    if limit == ["''"] and operator in ("<>", "!=") and not of_length:
        yield Bound(unquoted(column[0]), True, ">=", Decimal(1))
    elif (value := _number(limit)) is not None and operator in ("<", "<=", ">", ">=", "="):
        yield Bound(unquoted(column[0]), of_length, operator, value)


def _number(tokens: list[str]) -> Decimal | None:
    """The number that stands there, with its sign; PostgreSQL puts negative ones into quotes."""
    text = "".join(unwrapped(tokens)).strip("'")
    return Decimal(text) if re.fullmatch(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)", text) else None
