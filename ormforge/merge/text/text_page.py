"""Reading text of any language: its generated lines, and the regions between marker comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ormforge.source.lines import is_blank, split_lines
from ormforge.source.regions import Marker, MarkerProblem

_COMMENT = re.compile(
    r"\s*(?://+|--+|<!--|#+|/\*+|\{#-?|\(\*|;+|%+|\*|')\s*(?P<said>.*?)\s*(?:-->|\*+/|-?#\}|\*\))?\s*\Z",
    re.DOTALL,
)
_REGION = re.compile(r"(region|endregion)\s+ormforge:custom(?:\s+(\S+))?\Z", re.IGNORECASE)
_CUSTOM = re.compile(r"ormforge:\s*(begin|end)\s+custom(?:\s+(\S+))?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line outside regions that is not blank; `gap` are the blank ones above it, `number` counts from 1."""

    text: str
    gap: tuple[str, ...]
    number: int

    @property
    def said(self) -> str:
        """The line as it is compared: blanks at its end are no edit, blanks at its beginning are one."""
        return self.text.rstrip()


@dataclass(frozen=True)
class TextRegion:
    """A region with its markers, byte for byte; `after` is the line outside regions above it, empty at the top.

    `copy` counts the regions of one name in a text.
    """

    name: str
    copy: int
    lines: tuple[str, ...]
    gap: tuple[str, ...]
    number: int
    after: str

    @property
    def text(self) -> str:
        """The region's own text."""
        return "".join(self.lines)


Item = Line | TextRegion


@dataclass(frozen=True)
class Page:
    """A text in its parts: lines and regions in order, and the blank lines at the end. Joined they are the text."""

    items: tuple[Item, ...]
    tail: tuple[str, ...]
    problems: tuple[MarkerProblem, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines outside regions."""
        return tuple(item for item in self.items if isinstance(item, Line))

    @property
    def regions(self) -> tuple[TextRegion, ...]:
        """The regions."""
        return tuple(item for item in self.items if isinstance(item, TextRegion))


def read_text_marker(line: str) -> Marker | None:
    """The marker that a line is, in the comment syntax of any common language; it has to be alone on its line."""
    if "ormforge" not in line.lower():
        return None
    comment = _COMMENT.match(line)
    said = comment["said"] if comment else ""
    found = _REGION.match(said) or _CUSTOM.match(said)
    if found is None:
        return None
    begins = found[1].lower() in ("region", "begin")
    return Marker("begin" if begins else "end", found[2] or "")


def read_page(text: str) -> Page:
    """The parts of a text. A marker without a partner is a line like any other, and a problem."""
    lines = split_lines(text)
    markers = {
        index: marker for index, line in enumerate(lines) if (marker := read_text_marker(line))
    }
    spans = dict(_spans(markers))
    inside = {index for start, end in spans.items() for index in range(start, end + 1)}
    problems = tuple(
        MarkerProblem(index + 1, f"{lines[index].strip()!r} has no partner")
        for index in markers
        if index not in inside
    )
    items: list[Item] = []
    gap: list[str] = []
    index = 0
    while index < len(lines):
        end = spans.get(index, index)
        if is_blank(lines[index]):
            gap.append(lines[index])
        else:
            marker = markers[index] if index in spans else None
            items.append(_item(lines[index : end + 1], marker, gap, index + 1, items))
            gap = []
        index = end + 1
    return Page(tuple(items), tuple(gap), problems)


def _spans(markers: dict[int, Marker]) -> Iterator[tuple[int, int]]:
    """First and last line of each region: a begin and the next marker, which has to be its end."""
    for here, following in pairwise(sorted(markers)):
        begin, end = markers[here], markers[following]
        if begin.side == "begin" and end.side == "end" and end.name in ("", begin.name):
            yield here, following


def _item(
    lines: Sequence[str],
    marker: Marker | None,
    gap: Sequence[str],
    number: int,
    items: Sequence[Item],
) -> Item:
    if marker is None:
        return Line(lines[0], tuple(gap), number)
    above = next((item.said for item in reversed(items) if isinstance(item, Line)), "")
    copy = sum(isinstance(item, TextRegion) and item.name == marker.name for item in items)
    return TextRegion(marker.name, copy, tuple(lines), tuple(gap), number, above)
