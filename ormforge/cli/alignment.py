"""Which lines of two texts are the same ones, in a time that long texts do not take away.

difflib compares every line with all its equals, so that 100,000 lines of JSON, of which many are equal, take it half a
minute. In long texts the lines that stand once in both are matched first, as in Bram Cohen's patience diff, and difflib
sees what is left between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from typing import Final

_LONG: Final = 3_000


def aligned(before: Sequence[str], after: Sequence[str]) -> SequenceMatcher[str]:
    """A matcher of the lines, whose opcodes are those of difflib where the texts are short."""
    if len(before) + len(after) < _LONG:
        return SequenceMatcher(None, before, after, autojunk=False)
    return _Patient(before, after)


class _Patient(SequenceMatcher[str]):
    """Matches lines that stand once in both texts first."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__(None, before, after, autojunk=False)
        self._texts = before, after

    def get_matching_blocks(self) -> list[Match]:
        before, after = self._texts
        pairs = _pairs(before, after, 0, len(before), 0, len(after))
        blocks: list[Match] = []
        for i, j in pairs:
            last = blocks[-1] if blocks else None
            if last is not None and (last.a + last.size, last.b + last.size) == (i, j):
                blocks[-1] = Match(last.a, last.b, last.size + 1)
            else:
                blocks.append(Match(i, j, 1))
        return [*blocks, Match(len(before), len(after), 0)]


def _pairs(
    a: Sequence[str], b: Sequence[str], low_a: int, high_a: int, low_b: int, high_b: int
) -> Iterator[tuple[int, int]]:
    """The places of the same lines between these bounds, in their order."""
    while low_a < high_a and low_b < high_b and a[low_a] == b[low_b]:
        yield low_a, low_b
        low_a, low_b = low_a + 1, low_b + 1
    tail = 0
    while (
        low_a < high_a - tail
        and low_b < high_b - tail
        and a[high_a - tail - 1] == b[high_b - tail - 1]
    ):
        tail += 1
    high_a, high_b = high_a - tail, high_b - tail
    if low_a < high_a and low_b < high_b:
        yield from _inner(a, b, low_a, high_a, low_b, high_b)
    yield from ((high_a + n, high_b + n) for n in range(tail))


def _inner(
    a: Sequence[str], b: Sequence[str], low_a: int, high_a: int, low_b: int, high_b: int
) -> Iterator[tuple[int, int]]:
    anchors = _anchors(a[low_a:high_a], b[low_b:high_b])
    if not anchors:
        found = SequenceMatcher(None, a[low_a:high_a], b[low_b:high_b], autojunk=True)
        for block in found.get_matching_blocks():
            yield from ((low_a + block.a + n, low_b + block.b + n) for n in range(block.size))
        return
    at_a, at_b = low_a, low_b
    for i, j in anchors:
        if low_a + i >= at_a and low_b + j >= at_b:
            yield from _pairs(a, b, at_a, low_a + i + 1, at_b, low_b + j + 1)
            at_a, at_b = low_a + i + 1, low_b + j + 1
    yield from _pairs(a, b, at_a, high_a, at_b, high_b)


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The places of lines that stand once in both, as many as keep their order in both."""
    once_a, once_b = ({x for x, count in Counter(side).items() if count == 1} for side in (a, b))
    there = {line: place for place, line in enumerate(b) if line in once_b}
    common = [(i, there[line]) for i, line in enumerate(a) if line in once_a and line in there]
    return _rising(common)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs whose second numbers rise."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        before.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1], tops[pile : pile + 1] = [j], [number]
    found: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
