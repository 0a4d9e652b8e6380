"""Sizes: of texts, of lists, of objects."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.rule import Pair, Rule

_SIZES = (
    ("string", "minLength", "maxLength", "character"),
    ("array", "minItems", "maxItems", "item"),
    ("object", "minProperties", "maxProperties", "field"),
)


def _check(pair: Pair) -> Iterator[Difference]:
    for _, least, most, unit in _SIZES:
        old, new = (value or 0 for value in pair.keyword(least))
        if old != new:
            message = f"has at least {_count(new, unit)}, had {_count(old, unit)}"
            yield pair.difference(_rule(least), message, narrows=new > old, widens=new < old)
        old, new = pair.keyword(most)
        if old != new:
            message = f"has {_at_most(new, unit)}, had {_at_most(old, unit)}"
            narrows = old is None or (new is not None and new < old)
            yield pair.difference(_rule(most), message, narrows=narrows, widens=not narrows)


def _rule(keyword: str) -> str:
    return {
        "minL": "min-length",
        "maxL": "max-length",
        "minI": "min-items",
        "maxI": "max-items",
    }.get(keyword[:4], f"{keyword[:3]}-properties")


def _at_most(count: int | None, unit: str) -> str:
    return f"any number of {unit}s" if count is None else f"at most {_count(count, unit)}"


def _count(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


SIZES = Rule(
    keywords=frozenset(name for _, least, most, _ in _SIZES for name in (least, most)),
    kinds=frozenset(kind for kind, *_ in _SIZES),
    check=_check,
)
