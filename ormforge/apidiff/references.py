"""References of JSON Schema to schemas with a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def references(value: Any) -> Iterator[str]:
    """The names of the schemas that are referred to within."""
    if isinstance(value, Mapping):
        target = value.get("$ref")
        if isinstance(target, str):
            yield target.rpartition("/")[2]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)
