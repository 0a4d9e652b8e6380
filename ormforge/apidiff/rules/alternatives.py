"""Types that a value may have: one that is new, one that is gone, null among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ormforge.apidiff.model import Difference
from ormforge.apidiff.shapes import Shape

_Judged = tuple[tuple[Shape, bool], ...]
"""Shapes, each with whether the other side has all of its values."""


def alternative_differences(
    gone: _Judged, come: _Judged, sides: tuple[tuple[Shape, ...], tuple[Shape, ...]], place: str
) -> Iterator[Difference]:
    """What it means that the old side has the shapes that are gone, and the new side those that have come."""
    for shape, covered in gone:
        if shape.kind == "null":
            yield Difference(
                rule="null", place=place, message="may not be null", narrows=not covered
            )
    for shape, covered in come:
        if shape.kind == "null":
            yield Difference(rule="null", place=place, message="may be null", widens=not covered)
    lost = [(shape, covered) for shape, covered in gone if shape.kind != "null"]
    found = [(shape, covered) for shape, covered in come if shape.kind != "null"]
    if lost or found:
        old, new = (_listed(shape for shape in side if shape.kind != "null") for side in sides)
        yield Difference(
            rule="type",
            place=place,
            message=f"is another {new}" if new == old else f"is {new}, was {old}",
            narrows=not all(covered for _, covered in lost),
            widens=not all(covered for _, covered in found),
        )


def _listed(found: Iterable[Shape]) -> str:
    """The types in words; more than one shape of a type is one type."""
    names = dict.fromkeys(shape.reference or shape.kind for shape in found)
    return " or ".join(names) or "nothing"
