"""A component of a diagram as layers of nodes, in which every line joins neighbouring layers.

Where a line passes a layer, a slot is kept free for it. All lines to one box share their slots, so that they run
together and part only where they have to.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ormforge.export.diagram.model import Edge

SLOT = 10
"""The height of a slot."""


@dataclass(slots=True, kw_only=True)
class Node:
    """A box, or a slot where `box` is None. `left` and `right` are the nodes it is joined to, with the ports there
    and here: (node, port of that node, port of this one)."""

    box: int | None
    layer: int
    height: int
    left: list[tuple[int, int, int]] = field(default_factory=list)
    right: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Nodes by number, and for every edge the nodes it runs through, from its source to its target."""

    nodes: Sequence[Node]
    layers: Sequence[Sequence[int]]
    runs: Mapping[int, tuple[int, ...]]


def chain_edges(
    edges: Mapping[int, Edge], layers: Mapping[int, int], heights: Mapping[int, int]
) -> Chains:
    """The nodes of a component. The edges are by number; those of a box to itself are not among them."""
    nodes = [Node(box=box, layer=layers[box], height=heights[box]) for box in layers]
    number = {box: place for place, box in enumerate(layers)}
    slots: dict[tuple[int, bool, int], int] = {}
    joined: set[tuple[int, int, int, int]] = set()
    runs = {}
    for name, edge in edges.items():
        run = [number[edge.source]]
        start, end = layers[edge.source], layers[edge.target]
        step = -1 if start > end else 1
        for layer in range(start + step, end, step):
            slot = slots.setdefault((edge.target, step < 0, layer), len(nodes))
            if slot == len(nodes):
                nodes.append(Node(box=None, layer=layer, height=SLOT))
            run.append(slot)
        run.append(number[edge.target])
        runs[name] = tuple(run)
        _join(nodes, run, edge, joined)
    found: list[list[int]] = [[] for _ in range(max(layers.values()) + 1)]
    for place, node in enumerate(nodes):
        found[node.layer].append(place)
    return Chains(nodes=nodes, layers=found, runs=runs)


def _join(
    nodes: list[Node], run: Sequence[int], edge: Edge, joined: set[tuple[int, int, int, int]]
) -> None:
    for one, other in _pairs(run):
        here = edge.source_port if one == run[0] else SLOT // 2
        there = edge.target_port if other == run[-1] else SLOT // 2
        if (one, here, other, there) in joined:
            continue
        joined.add((one, here, other, there))
        if nodes[one].layer > nodes[other].layer:
            nodes[one].left.append((other, there, here))
            nodes[other].right.append((one, here, there))
        else:
            nodes[one].right.append((other, there, here))
            nodes[other].left.append((one, here, there))


def _pairs(run: Sequence[int]) -> Iterable[tuple[int, int]]:
    return itertools.pairwise(run)
