"""A diagram of boxes and lines, drawn component by component."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt

from ormforge.export.diagram.chains import SLOT, Chains, chain_edges
from ormforge.export.diagram.heights import BOX_GAP, place_nodes
from ormforge.export.diagram.layers import layer_boxes
from ormforge.export.diagram.model import Box, Drawing, Edge, Placed, Point, Route
from ormforge.export.diagram.order import order_layers
from ormforge.export.diagram.pack import pack_columns, pack_shelves

_ASPECT = 1.6
"""How much wider than high a diagram should be."""
_LAYER_GAP = 72
_LOOP = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A component drawn at the origin: boxes and routes by number."""

    width: int
    height: int
    boxes: Mapping[int, Placed]
    routes: Mapping[int, Route]


def draw(boxes: Sequence[Box], edges: Sequence[Edge]) -> Drawing:
    """The boxes in layers, each to the right of those its lines lead to, and the lines between them.

    The same boxes and edges give the same drawing. Boxes without a line to another stand below, in columns.
    """
    groups = _components(len(boxes), edges)
    joined = [_draw_component(group, boxes, edges) for group in groups if len(group) > 1]
    parts = pack_shelves(joined, _ASPECT)
    loose = [group[0] for group in groups if len(group) == 1]
    width = max((part.width + x for part, x, _ in parts), default=0)
    top = max((part.height + y + 2 * BOX_GAP for part, _, y in parts), default=0)
    placed, routes = _moved(parts)
    placed.update(pack_columns({n: boxes[n] for n in loose}, width, top, _ASPECT))
    routes.update(
        (n, _loop(edge, placed[edge.source]))
        for n, edge in enumerate(edges)
        if edge.source == edge.target
    )
    return Drawing(
        width=max((box.x + box.width for box in placed.values()), default=0) + _LOOP,
        height=max((box.y + box.height for box in placed.values()), default=0),
        boxes=tuple(placed[n] for n in range(len(boxes))),
        routes=tuple(routes[n] for n in range(len(edges))),
    )


def _components(count: int, edges: Iterable[Edge]) -> list[list[int]]:
    """The boxes that lines join, each group in order, the groups by their first box."""
    root = list(range(count))

    def find(box: int) -> int:
        while root[box] != box:
            root[box] = root[root[box]]
            box = root[box]
        return box

    for edge in edges:
        one, other = sorted((find(edge.source), find(edge.target)))
        root[other] = one
    groups: dict[int, list[int]] = {}
    for box in range(count):
        groups.setdefault(find(box), []).append(box)
    return list(groups.values())


def _draw_component(group: Sequence[int], boxes: Sequence[Box], edges: Sequence[Edge]) -> Part:
    members = set(group)
    own = {
        n: edge
        for n, edge in enumerate(edges)
        if edge.source in members and edge.source != edge.target
    }
    parents = {box: dict[int, None]() for box in group}
    children = {box: dict[int, None]() for box in group}
    for edge in own.values():
        parents[edge.source][edge.target] = None
        children[edge.target][edge.source] = None
    heights = {box: boxes[box].height for box in group}
    layers = layer_boxes(
        {box: list(each) for box, each in parents.items()},
        {box: list(each) for box, each in children.items()},
        {box: height + BOX_GAP for box, height in heights.items()},
        _room([boxes[box] for box in group]),
    )
    chains = chain_edges(own, layers, heights)
    order = order_layers(chains)
    return _assemble(chains, order, place_nodes(chains, order), boxes, own)


def _room(boxes: Sequence[Box]) -> int:
    """How high the layers may become so that the whole has the aspect it should have."""
    area = sum((box.width + _LAYER_GAP) * (box.height + BOX_GAP) for box in boxes)
    return max(isqrt(round(area / _ASPECT)), max(box.height for box in boxes) + BOX_GAP)


def _assemble(
    chains: Chains,
    order: Sequence[Sequence[int]],
    tops: Sequence[int],
    boxes: Sequence[Box],
    edges: Mapping[int, Edge],
) -> Part:
    lefts, widths = _columns(chains, order, boxes)
    placed = {
        node.box: Placed(
            x=lefts[node.layer], y=tops[at], width=widths[node.layer], height=node.height
        )
        for at, node in enumerate(chains.nodes)
        if node.box is not None
    }
    routes = {
        n: _route(chains, run, edges[n], tops, lefts, widths) for n, run in chains.runs.items()
    }
    return Part(
        width=lefts[-1] + widths[-1],
        height=max(top + node.height for top, node in zip(tops, chains.nodes, strict=True)),
        boxes=placed,
        routes=routes,
    )


def _columns(
    chains: Chains, order: Sequence[Sequence[int]], boxes: Sequence[Box]
) -> tuple[list[int], list[int]]:
    """The left edge and the width of every layer; the gaps grow with the lines that have to cross them."""
    lefts, widths, left = [], [], 0
    for layer in order:
        nodes = [chains.nodes[each] for each in layer]
        widths.append(max((boxes[n.box].width for n in nodes if n.box is not None), default=SLOT))
        lefts.append(left)
        lines = sum(len(node.right) for node in nodes)
        left += widths[-1] + _LAYER_GAP + min(4 * lines, 110)
    return lefts, widths


def _route(
    chains: Chains,
    run: Sequence[int],
    edge: Edge,
    tops: Sequence[int],
    lefts: Sequence[int],
    widths: Sequence[int],
) -> Route:
    forward = chains.nodes[run[0]].layer > chains.nodes[run[-1]].layer
    points: list[Point] = []
    for node in run:
        layer = chains.nodes[node].layer
        sides = [lefts[layer], lefts[layer] + widths[layer]]
        if node == run[0]:
            points.append((sides[0] if forward else sides[1], tops[node] + edge.source_port))
        elif node == run[-1]:
            points.append((sides[1] if forward else sides[0], tops[node] + edge.target_port))
        else:
            near, far = reversed(sides) if forward else sides
            points += [(near, tops[node] + SLOT // 2), (far, tops[node] + SLOT // 2)]
    return Route(points=tuple(points), forward=forward)


def _loop(edge: Edge, box: Placed) -> Route:
    right = box.x + box.width
    return Route(
        points=((right, box.y + edge.source_port), (right, box.y + edge.target_port)), forward=False
    )


def _moved(
    parts: Iterable[tuple[Part, int, int]],
) -> tuple[dict[int, Placed], dict[int, Route]]:
    """All parts where they stand."""
    boxes: dict[int, Placed] = {}
    routes: dict[int, Route] = {}
    for part, x, y in parts:
        for n, box in part.boxes.items():
            boxes[n] = Placed(x=box.x + x, y=box.y + y, width=box.width, height=box.height)
        for n, route in part.routes.items():
            points = tuple((left + x, top + y) for left, top in route.points)
            routes[n] = Route(points=points, forward=route.forward)
    return boxes, routes
