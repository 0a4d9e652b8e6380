"""Lists of values: `enum` and `const`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.bounds import BOUNDS, in_bounds
from ormforge.apidiff.rules.rule import Pair, Rule
from ormforge.apidiff.shapes import Shape

_UNDERSTOOD = frozenset({"minLength", "maxLength", "pattern", *BOUNDS.keywords})


def _check(pair: Pair) -> Iterator[Difference]:
    old, new = pair.old, pair.new
    if old.values is None and new.values is None:
        return
    gone, come = _not_admitted(old.values, new), _not_admitted(new.values, old)
    if new.values is None:
        yield pair.difference(
            "enum", "may be any value, not one of a list", narrows=bool(gone), widens=True
        )
    elif old.values is None:
        said = f"is one of {_listed(new.values)}"
        yield pair.difference("enum", said, narrows=True, widens=bool(come))
    else:
        if gone:
            yield pair.difference("enum-removed", f"is never {_listed(gone)}", narrows=True)
        if come:
            yield pair.difference("enum-added", f"may be {_listed(come)}", widens=True)


def _not_admitted(values: Iterable[str] | None, shape: Shape) -> list[str]:
    return [value for value in values or () if not _admits(shape, value)]


def _admits(shape: Shape, text: str) -> bool:
    """Whether the shape has the value, told by its list, its size and its pattern; not where it has other limits."""
    if shape.values is not None:
        return text in shape.values
    value, limits = json.loads(text), shape.keywords
    if not limits.keys() <= _UNDERSTOOD:
        return False
    if shape.kind == "integer" and isinstance(value, float):
        return False
    if isinstance(value, str):
        return _admits_text(limits, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return in_bounds(limits, value)
    return True


def _admits_text(limits: dict[str, Any], value: str) -> bool:
    if not limits.get("minLength", 0) <= len(value) <= limits.get("maxLength", len(value)):
        return False
    try:
        return re.search(limits.get("pattern", ""), value) is not None
    except re.error:  # ECMA 262 knows patterns that Python does not
        return False


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


VALUES = Rule(keywords=frozenset(), kinds=frozenset(), check=_check)
