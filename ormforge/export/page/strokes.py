"""Lines of a diagram as SVG paths."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.export.diagram import Route

_FOOT, _SPREAD, _TICK = 11, 6, 8


def line_stroke(route: Route) -> str:
    """The path of a line: curves between the layers, straights across them."""
    first, *others = route.points
    return f"M{first[0]} {first[1]}" + "".join(_pieces(route, others))


def _pieces(route: Route, others: list[tuple[int, int]]) -> Iterator[str]:
    at = route.points[0]
    for number, point in enumerate(others):
        if number % 2:
            yield f"H{point[0]}"
        elif at[0] == point[0]:
            bow = at[0] + 2 * _FOOT + 6
            yield f"C{bow} {at[1]} {bow} {point[1]} {point[0]} {point[1]}"
        else:
            middle = (at[0] + point[0]) // 2
            yield f"C{middle} {at[1]} {middle} {point[1]} {point[0]} {point[1]}"
        at = point


def end_strokes(route: Route, single: bool) -> str:
    """The path of both ends: a bar where there is one, three toes where there may be many; a bar at the target."""
    (x, y), (far_x, far_y) = route.points[0], route.points[-1]
    loops = x == far_x
    out = -1 if route.forward else 1
    back = 1 if route.forward or loops else -1
    if single:
        near = f"M{x + out * _TICK} {y - _SPREAD}v{2 * _SPREAD}"
    else:
        tip = x + out * _FOOT
        near = f"M{x} {y - _SPREAD}L{tip} {y}L{x} {y + _SPREAD}"
    return f"{near}M{far_x + back * _TICK} {far_y - _SPREAD}v{2 * _SPREAD}"
