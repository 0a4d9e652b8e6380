"""Every other keyword that limits values, known or not: a new one takes values away, and without it there are more."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.rule import Pair, Rule


def other_assertions(known: frozenset[str]) -> Rule:
    """The rule for all keywords but those that other rules know."""

    def check(pair: Pair) -> Iterator[Difference]:
        names = {*pair.old.keywords, *pair.new.keywords} - known
        for name in sorted(names):
            old, new = pair.keyword(name)
            if old != new:
                said = (
                    "no longer has" if new is None else "has another" if old is not None else "has"
                )
                yield pair.difference(
                    "keyword", f"{said} `{name}`", narrows=new is not None, widens=old is not None
                )

    return Rule(keywords=frozenset({"*"}), kinds=frozenset(), check=check)
