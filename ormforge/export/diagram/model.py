"""What a diagram is made of. All lengths are CSS pixels; y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of at least this width, and of this height."""

    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line from one box to another, both by number.

    The ports tell how far below the top of each box the line begins and ends.
    """

    source: int
    target: int
    source_port: int
    target_port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a box stands; all boxes of a layer are as wide as its widest."""

    x: int
    y: int
    width: int
    height: int


Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How a line runs: through its points, of which each pair is joined by a curve (first to second), then a
    straight (second to third), and so on in turn; a curve leaves and arrives horizontally.

    `forward` tells that the line leaves its source to the left, towards a target further left; a line from a box to
    itself and one against the direction of the layers leave it to the right.
    """

    points: tuple[Point, ...]
    forward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A diagram: its size, and boxes and lines in the order in which they were given."""

    width: int
    height: int
    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]
