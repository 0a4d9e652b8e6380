"""Which layer each box stands in: what is pointed to left of what points to it.

Cycles are broken by the greedy order of Eades, Lin and Smyth (Information Processing Letters 47, 1993). The layers are
filled as Coffman and Graham do (Acta Informatica 1, 1972), so that none becomes higher than the diagram should be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Links = Mapping[int, Sequence[int]]
"""For every box the boxes it is linked to, each once, in order."""


def layer_boxes(
    parents: Links, children: Links, heights: Mapping[int, int], room: int
) -> dict[int, int]:
    """The layer of every box, from 0: right of all its parents, but left of those that only a cycle makes its parents.

    The boxes of a layer are together no higher than `room`, unless a single one is. No two that are linked share one.
    """
    before = {box: place for place, box in enumerate(_greedy_order(parents, children))}
    near = {box: dict.fromkeys([*parents[box], *children[box]]) for box in parents}
    above = {box: [each for each in near[box] if before[each] < before[box]] for box in near}
    below = {box: [each for each in near[box] if before[each] > before[box]] for box in near}
    layers = _fill(above, below, heights, room)
    _pull(layers, above, below, heights, room)
    return layers


def _greedy_order(parents: Links, children: Links) -> list[int]:
    """The boxes in an order in which few of them come before their parents."""
    waiting = dict.fromkeys(parents)
    incoming = {box: len(parents[box]) for box in parents}
    outgoing = {box: len(children[box]) for box in children}
    first: list[int] = []
    last: list[int] = []
    while waiting:
        sink = next((box for box in waiting if outgoing[box] == 0), None)
        source = next((box for box in waiting if incoming[box] == 0), None)
        if source is not None:
            box = source
        elif sink is not None:
            box = sink
        else:
            box = max(waiting, key=lambda each: (outgoing[each] - incoming[each], -each))
        (last if source is None and sink is not None else first).append(box)
        del waiting[box]
        for child in children[box]:
            incoming[child] -= 1
        for parent in parents[box]:
            outgoing[parent] -= 1
    return first + last[::-1]


def _fill(above: Links, below: Links, heights: Mapping[int, int], room: int) -> dict[int, int]:
    """Layer after layer, of the boxes that may stand in it those first that most must follow."""
    depth = _depths(below)
    layers: dict[int, int] = {}
    missing = {box: len(above[box]) for box in above}
    ready = [box for box in above if not missing[box]]
    layer = 0
    while ready:
        near = {box: max((layers[p] for p in above[box]), default=-1) for box in ready}
        ready.sort(key=lambda box: (-depth[box], -near[box], *sorted(above[box])[:1], box))
        chosen: list[int] = []
        free = room
        for box in ready:
            if not chosen or heights[box] <= free:
                chosen.append(box)
                free -= heights[box]
        layers.update(dict.fromkeys(chosen, layer))
        ready = [box for box in ready if box not in layers]
        for box in chosen:
            for child in below[box]:
                missing[child] -= 1
                if not missing[child]:
                    ready.append(child)
        layer += 1
    return layers


def _depths(below: Links) -> dict[int, int]:
    """How many layers must follow each box."""
    depth: dict[int, int] = {}
    for root in below:
        stack = [root]
        while stack:
            box = stack[-1]
            open_children = [child for child in below[box] if child not in depth]
            if open_children:
                stack.extend(open_children)
            else:
                depth[box] = max((depth[child] + 1 for child in below[box]), default=0)
                stack.pop()
    return depth


def _pull(
    layers: dict[int, int], above: Links, below: Links, heights: Mapping[int, int], room: int
) -> None:
    """Move boxes right, to their children, where that makes lines shorter and there is room."""
    filled: dict[int, int] = {}
    for box, layer in layers.items():
        filled[layer] = filled.get(layer, 0) + heights[box]
    for box in sorted(layers, key=lambda each: (-layers[each], each)):
        if len(below[box]) <= len(above[box]):
            continue
        wanted = min(layers[child] for child in below[box]) - 1
        for layer in range(wanted, layers[box], -1):
            if filled[layer] + heights[box] <= room:
                filled[layers[box]] -= heights[box]
                filled[layer] += heights[box]
                layers[box] = layer
                break
