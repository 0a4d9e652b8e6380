"""Where a new unit goes: beside the neighbour that it has in the new text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ormforge.merge.pieces import Piece, group_of
from ormforge.source.unit import Unit

_HEADER_KINDS = frozenset({"comment", "notice", "marker"})


def insert(
    piece: Piece, pieces: Sequence[Piece], order: Sequence[Unit], position: int, *, member: bool
) -> list[Piece]:
    """The pieces with a new one put in.

    It goes after its nearest preceding sibling of the same group in the new text that is present, else before the
    nearest following one; without any of its group, after whatever precedes it. `order` are the units of the new text,
    `position` is the new one's place among them.
    """
    new = order[position]
    present = {
        id(item.new): index
        for index, item in enumerate(pieces)
        if item.new is not None and not item.gone
    }
    if new.kind in _HEADER_KINDS or new.kind == "docstring":
        index = _beside_header(pieces, present, order, position)
    else:
        index = _beside_sibling(pieces, present, order, position, member=member)
    hint = (
        len(new.gap)
        if position and present.get(id(order[position - 1])) == index - 1 and index
        else None
    )
    rest = _with_distance(pieces[index:], order[position + 1 :])
    return [*pieces[:index], replace(piece, hint=hint), *rest]


def _with_distance(rest: Sequence[Piece], order: Sequence[Unit]) -> list[Piece]:
    """The pieces behind a new one; the first keeps the distance that the new text has between the two."""
    place = next((index for index, item in enumerate(rest) if not item.gone), None)
    if place is None or not order or rest[place].new is not order[0]:
        return [*rest]
    return [*rest[:place], replace(rest[place], hint=len(order[0].gap)), *rest[place + 1 :]]


def _beside_header(
    pieces: Sequence[Piece], present: dict[int, int], order: Sequence[Unit], position: int
) -> int:
    """Below the comments that open the file, and below its docstring."""
    before = [present[id(unit)] for unit in order[:position] if id(unit) in present]
    if before:
        return before[-1] + 1
    if order[position].kind == "docstring":
        return next(
            (i for i, item in enumerate(pieces) if item.mine and item.mine.nodes), len(pieces)
        )
    for index, item in enumerate(pieces):
        if item.unit is None or item.unit.kind not in ("comment", "notice", "docstring"):
            return index
    return len(pieces)


def _beside_sibling(
    pieces: Sequence[Piece],
    present: dict[int, int],
    order: Sequence[Unit],
    position: int,
    *,
    member: bool,
) -> int:
    group = _loose_group(order[position])
    earlier = [unit for unit in reversed(order[:position]) if id(unit) in present]
    later = [unit for unit in order[position + 1 :] if id(unit) in present]
    same_before = next((unit for unit in earlier if _loose_group(unit) == group), None)
    if same_before is not None:
        return _after(pieces, present[id(same_before)])
    same_after = next((unit for unit in later if _loose_group(unit) == group), None)
    if same_after is not None:
        return present[id(same_after)]
    if earlier:
        last = max(present[id(unit)] for unit in earlier)
        return _after(pieces, last if group == "import" else max(last, _last_import(pieces)))
    if later:
        return min(present[id(unit)] for unit in later)
    return _without_siblings(pieces, member=member)


def _last_import(pieces: Sequence[Piece]) -> int:
    """The place of the last of the imports that open the file; -1 where there are none."""
    found = -1
    for index, item in enumerate(pieces):
        kind = item.unit.kind if item.unit is not None else "comment"
        if kind == "import":
            found = index
        elif kind not in (*_HEADER_KINDS, "docstring"):
            break
    return found


def _loose_group(unit: Unit) -> str:
    group = group_of(unit)
    return "definition" if group in ("class", "block", "field", "other") else group


def _after(pieces: Sequence[Piece], index: int) -> int:
    """Below a piece, the comments that hang directly on it, and a span that must not be formatted."""
    following = index + 1
    while following < len(pieces) and _hangs_on(pieces[following]):
        following += 1
    return _outside_unformatted(pieces, following)


def _hangs_on(piece: Piece) -> bool:
    unit = piece.mine
    return (
        unit is not None
        and unit.kind == "comment"
        and not unit.gap
        and piece.new is None
        and not piece.gone
    )


def _outside_unformatted(pieces: Sequence[Piece], index: int) -> int:
    off = False
    for item in pieces[:index]:
        text = _comment_text(item)
        off = ("# fmt: off" in text or off) and "# fmt: on" not in text
    if off:
        ends = (
            place + 1
            for place in range(index, len(pieces))
            if "# fmt: on" in _comment_text(pieces[place])
        )
        return next(ends, index)
    return index


def _comment_text(piece: Piece) -> str:
    unit = piece.mine
    return "" if unit is None else piece.text if unit.kind == "comment" else "\n".join(unit.lead)


def _without_siblings(pieces: Sequence[Piece], *, member: bool) -> int:
    """Ahead of hand-written code in a class, below everything but a `__main__` guard in a module."""
    if member:
        for index, item in enumerate(pieces):
            if item.unit is not None and item.unit.kind != "docstring":
                return index
        return len(pieces)
    for index, item in enumerate(pieces):
        if "__main__" in item.text and item.text.startswith("if "):
            return index
    return len(pieces)
