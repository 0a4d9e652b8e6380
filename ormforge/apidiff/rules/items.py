"""What stands in lists."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.rule import Pair, Rule


def _check(pair: Pair) -> Iterator[Difference]:
    old, new = ({} if value in (None, True) else value for value in pair.keyword("items"))
    yield from pair.compare(old, new, f"{pair.place}[]")
    was, has = (bool(value) for value in pair.keyword("uniqueItems"))
    if was != has:
        said = "has no item twice" if has else "may have an item twice"
        yield pair.difference("unique-items", said, narrows=has, widens=was)


ITEMS = Rule(keywords=frozenset({"items", "uniqueItems"}), kinds=frozenset({"array"}), check=_check)
