"""What a rule is: keywords of JSON Schema, the types they limit, and what a change of them means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ormforge.apidiff.model import Difference
from ormforge.apidiff.shapes import ANY, Shape

Compare = Callable[[Any, Any, str], Iterator[Difference]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An old shape and the new one that stands in its place; `compare` compares schemas within them."""

    old: Shape
    new: Shape
    place: str
    compare: Compare

    def keyword(self, name: str) -> tuple[Any, Any]:
        """What both sides say under a keyword, None where they say nothing."""
        return self.old.keywords.get(name), self.new.keywords.get(name)

    def difference(
        self, rule: str, message: str, *, narrows: bool = False, widens: bool = False
    ) -> Difference:
        """A difference of this pair."""
        return Difference(
            rule=rule, place=self.place, message=message, narrows=narrows, widens=widens
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a change of these keywords means for values of these types; of none named, for every type."""

    keywords: frozenset[str]
    kinds: frozenset[str]
    check: Callable[[Pair], Iterator[Difference]]

    def concerns(self, pair: Pair) -> bool:
        """Whether the rule has something to say of the pair: where values are listed, the list says all."""
        if pair.old.values is not None or pair.new.values is not None:
            return not self.keywords and not self.kinds
        return not self.kinds or bool({pair.old.kind, pair.new.kind} & {*self.kinds, ANY})
