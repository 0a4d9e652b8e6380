"""What tells of a value and limits none: titles, descriptions, defaults, examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ormforge.apidiff.model import Difference
from ormforge.apidiff.shapes import ANNOTATIONS

_SHOWN = 60


def annotation_differences(old: Any, new: Any, place: str) -> Iterator[Difference]:
    """What two schemas say differently that limits no value."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return
    names = {name for name in (*old, *new) if name in ANNOTATIONS or name.startswith("x-")}
    for name in sorted(names):
        if old.get(name, ...) != new.get(name, ...):
            yield Difference(rule="annotation", place=place, message=_message(name, old, new))


def _message(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if name not in new:
        return f"no longer has a {name}" if name not in ("examples",) else "no longer has examples"
    if name == "default":
        before = f", was {_text(old[name])}" if name in old else ""
        return f"has the default {_text(new[name])}{before}"
    return f"has another {name}" if name in old else f"has a {name}"


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
