"""The order of the nodes within each layer: sweeps by barycentre, of which the one with the fewest crossings is kept.

The method: Sugiyama, Tagawa and Toda (IEEE Transactions on Systems, Man and Cybernetics 11, 1981); counting crossings
by a tree of sums: Barth, Mutzel and Jünger (Journal of Graph Algorithms and Applications 8, 2004).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ormforge.export.diagram.chains import Chains

_SWEEPS = 12


def order_layers(chains: Chains) -> list[list[int]]:
    """The nodes of every layer from top to bottom, so that few lines cross."""
    layers = [list(layer) for layer in chains.layers]
    best, fewest = [list(layer) for layer in layers], _crossings(chains, layers)
    for sweep in range(_SWEEPS):
        rightwards = sweep % 2 == 0
        _sweep(chains, layers, rightwards)
        found = _crossings(chains, layers)
        if found < fewest or sweep == 0:
            best, fewest = [list(layer) for layer in layers], found
    return best


def _sweep(chains: Chains, layers: list[list[int]], rightwards: bool) -> None:
    numbers = range(1, len(layers)) if rightwards else range(len(layers) - 2, -1, -1)
    for number in numbers:
        neighbours = layers[number - 1 if rightwards else number + 1]
        place = {node: float(at) for at, node in enumerate(neighbours)}
        layers[number] = _by_barycentre(chains, layers[number], place, rightwards)


def _by_barycentre(
    chains: Chains, layer: list[int], place: dict[int, float], rightwards: bool
) -> list[int]:
    """The layer sorted by the mean place of each node's neighbours; nodes without any keep their place."""
    wanted = {}
    for at, node in enumerate(layer):
        one = chains.nodes[node]
        joined = one.left if rightwards else one.right
        # The port orders what leads to the same box.
        near = [place[other] + port / 10_000 for other, port, _ in joined]
        wanted[node] = sum(near) / len(near) if near else at * len(place) / max(len(layer), 1)
    ordered = sorted(layer, key=lambda node: wanted[node])
    ties = itertools.groupby(ordered, key=lambda node: wanted[node])
    return [node for _, tied in ties for node in _slots_amid(chains, list(tied))]


def _slots_amid(chains: Chains, nodes: list[int]) -> list[int]:
    """The nodes with the slots in the middle: what lines lead on to should not drift to one side."""
    boxes = [node for node in nodes if chains.nodes[node].box is not None]
    slots = [node for node in nodes if chains.nodes[node].box is None]
    half = len(boxes) // 2
    return boxes[:half] + slots + boxes[half:]


def _crossings(chains: Chains, layers: Sequence[Sequence[int]]) -> int:
    return sum(
        _crossings_between(chains, left, right) for left, right in itertools.pairwise(layers)
    )


def _crossings_between(chains: Chains, left: Sequence[int], right: Sequence[int]) -> int:
    place = {node: at for at, node in enumerate(right)}
    ends = [
        end
        for node in left
        for end in sorted(place[other] for other, _, _ in chains.nodes[node].right)
    ]
    tree = [0] * (len(right) + 1)
    crossings = 0
    for seen, end in enumerate(ends):
        crossings += seen - _sum(tree, end + 1)
        _add(tree, end + 1)
    return crossings


def _add(tree: list[int], at: int) -> None:
    while at < len(tree):
        tree[at] += 1
        at += at & -at


def _sum(tree: list[int], at: int) -> int:
    total = 0
    while at:
        total += tree[at]
        at -= at & -at
    return total
