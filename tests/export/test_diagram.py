"""The layout of diagrams: what makes any of them readable, for graphs of every kind."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ormforge.export.diagram import Box, Drawing, Edge, Placed, draw


@st.composite
def graphs(source: st.DrawFn) -> tuple[list[Box], list[Edge]]:
    """Boxes and lines between any two of them: cycles, loops, several between the same, hubs, none."""
    sizes = st.builds(Box, width=st.integers(60, 290), height=st.integers(40, 300))
    boxes = source(st.lists(sizes, max_size=14))
    if not boxes:
        return [], []
    box = st.integers(0, len(boxes) - 1)
    ends = source(st.lists(st.tuples(box, box | st.just(0)), max_size=24))
    port = st.integers(5, 35)
    return boxes, [
        Edge(source=one, target=other, source_port=source(port), target_port=17)
        for one, other in ends
    ]


def overlap(one: Placed, other: Placed) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_nothing_covers_anything(graph: tuple[list[Box], list[Edge]]) -> None:
    check(*graph)


@pytest.mark.parametrize(("count", "lines"), [(40, 60), (60, 300), (90, 1000)])
def test_nothing_covers_anything_in_a_thicket(count: int, lines: int) -> None:
    source = random.Random(count)
    boxes = [Box(width=200, height=source.randint(60, 300)) for _ in range(count)]
    ends = [(source.randrange(count), source.randrange(count)) for _ in range(lines)]
    check(boxes, [edge(one, other) for one, other in ends])


def check(boxes: list[Box], edges: list[Edge]) -> None:
    """Boxes and straights are apart, and every line begins and ends where it should."""
    drawing = draw(boxes, edges)
    assert len(drawing.boxes) == len(boxes)
    for box, placed in zip(boxes, drawing.boxes, strict=True):
        assert (placed.height, placed.width >= box.width) == (box.height, True)
        assert 0 <= placed.x <= placed.x + placed.width <= drawing.width
        assert 0 <= placed.y <= placed.y + placed.height <= drawing.height
    assert not [pair for pair in combinations(drawing.boxes, 2) if overlap(*pair)]
    for line, route in zip(edges, drawing.routes, strict=True):
        check_ends(line, drawing, route.points)
        for number, (one, other) in enumerate(pairwise(route.points)):
            if number % 2:
                assert one[1] == other[1]
                assert not crossed(drawing, one, other)


def check_ends(edge: Edge, drawing: Drawing, points: tuple[tuple[int, int], ...]) -> None:
    """The line begins and ends at the sides of its boxes, at the ports."""
    source, target = drawing.boxes[edge.source], drawing.boxes[edge.target]
    assert points[0][0] in (source.x, source.x + source.width)
    assert points[-1][0] in (target.x, target.x + target.width)
    assert points[0][1] == source.y + edge.source_port
    assert points[-1][1] == target.y + edge.target_port


def crossed(drawing: Drawing, one: tuple[int, int], other: tuple[int, int]) -> list[Placed]:
    """The boxes that a straight runs through."""
    left, right = sorted((one[0], other[0]))
    return [
        box
        for box in drawing.boxes
        if left < box.x + box.width and box.x < right and box.y <= one[1] <= box.y + box.height
    ]


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_the_same_graph_is_drawn_the_same(graph: tuple[list[Box], list[Edge]]) -> None:
    assert draw(*graph) == draw(*graph)


def edge(source: int, target: int) -> Edge:
    return Edge(source=source, target=target, source_port=20, target_port=10)


def test_what_is_pointed_to_stands_left() -> None:
    boxes = [Box(width=100, height=80)] * 5
    drawing = draw(boxes, [edge(1, 0), edge(2, 1), edge(2, 0), edge(3, 2)])
    assert [box.x for box in drawing.boxes[:4]] == sorted({box.x for box in drawing.boxes[:4]})
    assert drawing.boxes[4].y > max(box.y for box in drawing.boxes[:4])


def test_a_hub_does_not_become_a_tower() -> None:
    boxes = [Box(width=200, height=120)] * 101
    drawing = draw(boxes, [edge(n, 0) for n in range(1, 101)])
    assert 0.8 < drawing.width / drawing.height < 3


def test_lines_to_one_box_run_together() -> None:
    boxes = [Box(width=200, height=120)] * 101
    drawing = draw(boxes, [edge(n, 0) for n in range(1, 101)])
    slots = {point for route in drawing.routes for point in route.points[1:-1]}
    layers = {box.x for box in drawing.boxes}
    assert len(slots) <= 2 * len(layers)


def test_nothing_at_all() -> None:
    assert draw([], []).boxes == ()
