"""Taking an entry out of a changelog, with the heading that stood there for it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ormforge.changelog.outline import Head

_OURS: Final = ("added", "changed", "removed")
"""The headings that entries bring along."""


def without_line(lines: list[str], number: int, heads: Sequence[Head], end: int) -> list[str]:
    """The lines without this one; `heads` are those of its section, which ends before `end`.

    A heading of which it was all goes as well, unless there is another empty one: a person keeps them all ready.
    """
    left = _closed(lines[:number], lines[number + 1 :])
    own = _heading(number, heads)
    if own is None or not _is_blank(lines, heads, own, end, but=number):
        return left
    others = (n for n in range(len(heads)) if n != own and heads[n].level == heads[own].level)
    if any(_is_blank(lines, heads, n, end) for n in others):
        return left
    return _closed(lines[: heads[own].start], lines[_end(heads, own, end) :])


def _heading(number: int, heads: Sequence[Head]) -> int | None:
    """Which heading the line stands below, where it is one that entries bring along."""
    above = [n for n, head in enumerate(heads) if head.end <= number]
    if not above or heads[above[-1]].text.strip().lower() not in _OURS:
        return None
    return above[-1]


def _is_blank(
    lines: list[str], heads: Sequence[Head], at: int, end: int, but: int | None = None
) -> bool:
    """Whether nothing stands below a heading, a heading of a lower level neither."""
    if at + 1 < len(heads) and heads[at + 1].level > heads[at].level:
        return False
    below = range(heads[at].end, _end(heads, at, end))
    return not any(lines[n].strip() for n in below if n != but)


def _end(heads: Sequence[Head], at: int, end: int) -> int:
    return heads[at + 1].start if at + 1 < len(heads) else end


def _closed(above: list[str], below: list[str]) -> list[str]:
    """Both parts, with one blank line less where blank lines, or the end of the text, would stand on each other."""
    if above and not above[-1].strip() and not (below and below[0].strip()):
        return above[:-1] + below
    return above + below
