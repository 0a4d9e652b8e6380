"""Standing parts of a diagram beside and below one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Protocol, TypeVar

from ormforge.export.diagram.heights import BOX_GAP
from ormforge.export.diagram.model import Box, Placed

_PART_GAP = 64


class Sized(Protocol):
    """Something with a width and a height."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


PartType = TypeVar("PartType", bound=Sized)


def pack_shelves(parts: Sequence[PartType], aspect: float) -> list[tuple[PartType, int, int]]:
    """The parts with the place of each, the highest first, row below row, about `aspect` times as wide as high."""
    area = sum((part.width + _PART_GAP) * (part.height + _PART_GAP) for part in parts)
    limit = max([round(sqrt(area * aspect)), *(part.width for part in parts)], default=0)
    found = []
    x = y = shelf = 0
    for part in sorted(parts, key=lambda each: -each.height):
        if x and x + part.width > limit:
            x, y, shelf = 0, y + shelf + _PART_GAP, 0
        found.append((part, x, y))
        x += part.width + _PART_GAP
        shelf = max(shelf, part.height)
    return found


def pack_columns(
    boxes: Mapping[int, Box], width: int, top: int, aspect: float
) -> dict[int, Placed]:
    """The boxes in columns as wide as the widest of them, each at the end of the shortest column, below `top`."""
    if not boxes:
        return {}
    wide = max(box.width for box in boxes.values())
    step = wide + BOX_GAP
    area = sum(step * (box.height + BOX_GAP) for box in boxes.values())
    columns = max(1, (width + BOX_GAP) // step)
    while columns * step < aspect * (top + area / (columns * step)):
        columns += 1
    tops = [top] * min(columns, len(boxes))
    placed = {}
    for n, box in boxes.items():
        column = min(range(len(tops)), key=lambda each: (tops[each], each))
        placed[n] = Placed(x=column * step, y=tops[column], width=wide, height=box.height)
        tops[column] += box.height + BOX_GAP
    return placed
