"""Comparing two schemas: their shapes are matched, and the rules say what differs within each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ormforge.apidiff.model import Difference, Json
from ormforge.apidiff.rules import RULES
from ormforge.apidiff.rules.alternatives import alternative_differences
from ormforge.apidiff.rules.annotations import annotation_differences
from ormforge.apidiff.rules.rule import Pair
from ormforge.apidiff.shapes import ANY, Shape, shapes

_MISSING: Json = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The named schemas of both documents. `followed` are the pairs of references that are being looked into."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    followed: frozenset[tuple[str, ...]] = frozenset()

    def differences(self, old: Any, new: Any, place: str) -> Iterator[Difference]:
        """What differs between two schemas at a place; something, wherever they are not equal."""
        if old == new:
            return
        found = [*annotation_differences(old, new, place), *self._limits(old, new, place)]
        yield from found
        if not found:
            yield Difference(
                rule="wording", place=place, message="is written differently, and means the same"
            )

    def _limits(self, old: Any, new: Any, place: str) -> Iterator[Difference]:
        before, after = shapes(old), shapes(new)
        gone = tuple(shape for shape in before if shape not in after)
        come = tuple(shape for shape in after if shape not in before)
        inner, gone, come = self._looked_into(gone, come)
        if inner is None:
            return
        pairs, gone, come = _matched(gone, come)
        yield from alternative_differences(
            tuple((one, inner._taken(one, after)) for one in gone),
            tuple((one, inner._promised(one, before)) for one in come),
            (before, after),
            place,
        )
        for one, other in pairs:
            yield from inner.pair(one, other, place)

    def pair(self, old: Shape, new: Shape, place: str) -> Iterator[Difference]:
        """What differs between two shapes that stand for each other."""
        pair = Pair(old=old, new=new, place=place, compare=self.differences)
        for rule in RULES:
            if rule.concerns(pair):
                yield from rule.check(pair)

    def _looked_into(
        self, gone: tuple[Shape, ...], come: tuple[Shape, ...]
    ) -> tuple[Comparison | None, tuple[Shape, ...], tuple[Shape, ...]]:
        """The shapes with those in place of references; None where they are the ones being compared already."""
        names = tuple(one.kind for one in (*gone, *come) if one.reference is not None)
        if not names:
            return self, gone, come
        if names in self.followed:
            return None, (), ()
        inner = replace(self, followed=self.followed | {names})
        before, after = _expanded(gone, self.old), _expanded(come, self.new)
        return (
            inner,
            tuple(shape for shape in before if shape not in after),
            tuple(shape for shape in after if shape not in before),
        )

    def _taken(self, shape: Shape, after: tuple[Shape, ...]) -> bool:
        """Whether all values of an old shape are those of some new one."""
        return any(
            _is_anything(other) or not any(one.narrows for one in self.pair(shape, other, ""))
            for other in _expanded(after, self.new)
            if _is_within(shape, other)
        )

    def _promised(self, shape: Shape, before: tuple[Shape, ...]) -> bool:
        """Whether all values of a new shape are those of some old one."""
        return any(
            _is_anything(other) or not any(one.widens for one in self.pair(other, shape, ""))
            for other in _expanded(before, self.old)
            if _is_within(shape, other)
        )


def _expanded(found: tuple[Shape, ...], components: Mapping[str, Any]) -> tuple[Shape, ...]:
    """The shapes, with those of the schema that is referred to in place of each reference."""
    whole: list[Shape] = []
    for shape in found:
        if shape.reference is None:
            whole.append(shape)
            continue
        for inner in shapes(components.get(shape.reference, _MISSING)):
            whole.append(replace(inner, keywords={**inner.keywords, **shape.keywords}))
    return tuple(whole)


def _is_anything(shape: Shape) -> bool:
    return shape.kind == ANY and not shape.keywords and shape.values is None


def _is_within(shape: Shape, other: Shape) -> bool:
    """Whether the types allow that all values of the shape are those of the other."""
    return other.kind in (shape.kind, ANY) or (shape.kind, other.kind) == ("integer", "number")


def _matched(
    gone: tuple[Shape, ...], come: tuple[Shape, ...]
) -> tuple[list[tuple[Shape, Shape]], tuple[Shape, ...], tuple[Shape, ...]]:
    """Pairs of one type, then of an integer and a number; and what is left on both sides."""
    pairs: list[tuple[Shape, Shape]] = []
    left, free = list(gone), list(come)
    for same in (
        lambda a, b: a.kind == b.kind,
        lambda a, b: {a.kind, b.kind} == {"integer", "number"},
    ):
        for shape in list(left):
            other = next((each for each in free if same(shape, each)), None)
            if other is not None:
                pairs.append((shape, other))
                left.remove(shape)
                free.remove(other)
    return pairs, tuple(left), tuple(free)
