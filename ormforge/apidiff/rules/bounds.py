"""Limits of numbers: the least and the greatest, with or without themselves, and steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor
from typing import Any

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.rule import Pair, Rule

_Bound = tuple[float, bool]
"""A limit, and whether it is excluded itself."""


def _check(pair: Pair) -> Iterator[Difference]:
    whole = pair.old.kind == pair.new.kind == "integer"
    low, high = _low(pair.old.keywords, whole), _low(pair.new.keywords, whole)
    if low != high:
        yield pair.difference(
            "minimum",
            _said("at least", low, high),
            narrows=_tighter(high, low),
            widens=_tighter(low, high),
        )
    low, high = _high(pair.old.keywords, whole), _high(pair.new.keywords, whole)
    if low != high:
        told = _said("at most", _mirrored(low), _mirrored(high))
        yield pair.difference(
            "maximum", told, narrows=_tighter(high, low), widens=_tighter(low, high)
        )
    old, new = pair.keyword("multipleOf")
    if old != new:
        is_finer = bool(new is None or (old and (old / new).is_integer()))
        is_coarser = bool(old is None or (new and (new / old).is_integer()))
        said = "any step" if new is None else f"a multiple of {_number(new)}"
        yield pair.difference(
            "multiple-of", f"is {said}", narrows=not is_finer, widens=not is_coarser
        )


def in_bounds(limits: Mapping[str, Any], value: float) -> bool:
    """Whether a number keeps to the limits."""
    low, high = _low(limits, whole=False), _high(limits, whole=False)
    above = low is None or value > low[0] or (value == low[0] and not low[1])
    below = high is None or -value > high[0] or (-value == high[0] and not high[1])
    step = limits.get("multipleOf")
    return above and below and (step is None or (value / step).is_integer())


def _low(limits: Mapping[str, Any], whole: bool) -> _Bound | None:
    """The lower limit that counts; where values go by whole steps, the least one itself."""
    given = [
        (limits[name], name != "minimum")
        for name in ("minimum", "exclusiveMinimum")
        if name in limits
    ]
    if not given:
        return None
    value, excluded = max(given)
    step = limits.get("multipleOf", 1 if whole else None)
    if step is not None and float(step).is_integer():
        steps = floor(value / step) + 1 if excluded else ceil(value / step)
        return steps * step, False
    return value, excluded


def _high(limits: Mapping[str, Any], whole: bool) -> _Bound | None:
    """The upper limit, negated, so that the greater one is the tighter one as well."""
    names = {"maximum": "minimum", "exclusiveMaximum": "exclusiveMinimum"}
    mirrored = {names[name]: -limits[name] for name in names if name in limits}
    step = {name: limits[name] for name in ("multipleOf",) if name in limits}
    return _low({**mirrored, **step}, whole)


def _tighter(one: _Bound | None, other: _Bound | None) -> bool:
    return one is not None and (other is None or one > other)


def _mirrored(bound: _Bound | None) -> _Bound | None:
    return None if bound is None else (-bound[0], bound[1])


def _said(words: str, old: _Bound | None, new: _Bound | None) -> str:
    return f"is {_limit(words, new)}, was {_limit(words, old)}"


def _limit(words: str, bound: _Bound | None) -> str:
    if bound is None:
        return "without such a limit" if words else ""
    more = {"at least": "more than", "at most": "less than"}[words]
    return f"{more if bound[1] else words} {_number(bound[0])}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


BOUNDS = Rule(
    keywords=frozenset(
        {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    ),
    kinds=frozenset({"integer", "number"}),
    check=_check,
)
