"""Integers and numbers: every integer is a number."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.rule import Pair, Rule
from ormforge.apidiff.shapes import Shape

_WORDS = {"integer": "an integer", "number": "a number"}


def _check(pair: Pair) -> Iterator[Difference]:
    old, new = pair.old, pair.new
    if {old.kind, new.kind} == {"integer", "number"}:
        message = f"is {_WORDS[new.kind]}, was {_WORDS[old.kind]}"
        yield pair.difference(
            "type",
            message,
            narrows=new.kind == "integer" and not _is_whole(old),
            widens=new.kind == "number" and not _is_whole(new),
        )


def _is_whole(shape: Shape) -> bool:
    """Whether the steps of a number make it an integer."""
    step = shape.keywords.get("multipleOf")
    return step is not None and float(step).is_integer()


KINDS = Rule(keywords=frozenset(), kinds=frozenset({"integer", "number"}), check=_check)
