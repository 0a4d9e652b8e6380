"""Which tables refer to each other in a circle."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def circles(edges: Mapping[Node, Iterable[Node]]) -> Mapping[Node, int]:
    """A number for each node: nodes that can reach each other share theirs.

    Tarjan's strongly connected components (SIAM Journal on Computing 1, 1972), with a stack of its own, so that long
    chains do not end in a recursion error.
    """
    index: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    component: dict[Node, int] = {}
    open_nodes: list[Node] = []
    for root in edges:
        work = [] if root in index else [(root, iter(tuple(edges[root])))]
        if work:
            index[root] = lowest[root] = len(index)
            open_nodes.append(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = lowest[target] = len(index)
                    open_nodes.append(target)
                    work.append((target, iter(tuple(edges.get(target, ())))))
                    break
                if target not in component:
                    lowest[node] = min(lowest[node], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                if lowest[node] == index[node]:
                    _close(node, open_nodes, component, lowest[node])
    return component


def _close(root: Node, open_nodes: list[Node], component: dict[Node, int], number: int) -> None:
    while True:
        node = open_nodes.pop()
        component[node] = number
        if node == root:
            return
