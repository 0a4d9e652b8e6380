"""How far down every node stands: as near as its order allows to the nodes it is joined to."""

from __future__ import annotations

from collections.abc import Sequence

from ormforge.export.diagram.chains import Chains, Node

_SWEEPS = 10
BOX_GAP = 26
SLOT_GAP = 8


def place_nodes(chains: Chains, layers: Sequence[Sequence[int]]) -> list[int]:
    """The top of every node, from 0; the nodes of a layer stand in this order and leave gaps between them."""
    tops = [0.0] * len(chains.nodes)
    for layer in layers:
        at = 0.0
        for node, gap in zip(layer, _gaps(chains, layer), strict=True):
            tops[node] = at + gap
            at = tops[node] + chains.nodes[node].height
    for sweep in range(_SWEEPS):
        order = layers if sweep % 2 == 0 else layers[::-1]
        for layer in order:
            _settle(chains, layer, tops, both=sweep >= _SWEEPS - 2)
    top = min(tops, default=0.0)
    return [round(each - top) for each in tops]


def _settle(chains: Chains, layer: Sequence[int], tops: list[float], *, both: bool) -> None:
    """Move the nodes of a layer to where their neighbours are, keeping their order and their gaps."""
    gaps = _gaps(chains, layer)
    offsets, at = [], 0.0
    for node, gap in zip(layer, gaps, strict=True):
        at += gap
        offsets.append(at)
        at += chains.nodes[node].height
    wanted, weights = [], []
    for node, offset in zip(layer, offsets, strict=True):
        place, weight = _wish(chains.nodes[node], tops, tops[node], both=both)
        wanted.append(place - offset)
        weights.append(weight)
    for node, offset, place in zip(layer, offsets, _ascending(wanted, weights), strict=True):
        tops[node] = place + offset


def _wish(node: Node, tops: Sequence[float], top: float, *, both: bool) -> tuple[float, float]:
    """Where the node would be level with its neighbours, and how much that counts."""
    joined = node.left + node.right
    if not joined:
        return top, 0.1
    places = sorted(tops[other] + there - here for other, there, here in joined)
    middle = places[len(places) // 2] if len(places) % 2 else sum(_central(places)) / 2
    mean = sum(places) / len(places)
    weight = 4.0 if node.box is None else 1.0
    return (middle if both else mean), weight * len(joined)


def _central(places: Sequence[float]) -> Sequence[float]:
    half = len(places) // 2
    return places[half - 1 : half + 1]


def _gaps(chains: Chains, layer: Sequence[int]) -> list[int]:
    """The gap above every node of the layer: slots stand nearer to one another than boxes."""
    found = []
    for at, node in enumerate(layer):
        boxes = [chains.nodes[each].box is not None for each in layer[max(at - 1, 0) : at + 1]]
        del node
        found.append(0 if at == 0 else BOX_GAP if all(boxes) else 14 if any(boxes) else SLOT_GAP)
    return found


def _ascending(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The ascending values that are nearest to those wanted, by weighted least squares (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        pool = (value, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            before = pools.pop()
            total = before[1] + pool[1]
            mean = (before[0] * before[1] + pool[0] * pool[1]) / total
            pool = (mean, total, before[2] + pool[2])
        pools.append(pool)
    return [value for value, _, count in pools for _ in range(count)]
