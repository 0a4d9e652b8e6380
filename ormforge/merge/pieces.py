"""Pieces of the result, each with where its lines come from, and the blank lines between them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ormforge.source.identity import column_name, is_relationship
from ormforge.source.joined import Joint, rejoined
from ormforge.source.lines import indent_of, reindent, split_lines, with_end
from ormforge.source.unit import Unit

SIMPLE = (
    ast.Expr,
    ast.Pass,
    ast.Assign,
    ast.AugAssign,
    ast.AnnAssign,
    ast.Delete,
    ast.Import,
    ast.ImportFrom,
)

_CLOSE = frozenset({"import", "attribute", "column", "relationship"})
"""Groups whose members stand together without blank lines."""


@dataclass(frozen=True)
class Piece:
    """Lines of the result.

    `mine` is the user's unit standing at this place, `new` the generated one. `gap` are the blank lines above; None
    where they are still to be worked out. `gone`: the unit leaves no lines, but its blank lines count.
    `detached` comments must not become those of the statement below. `hint` is how many blank lines an added piece has above it in the new text, where its neighbour is the same.
    """

    lines: tuple[str, ...]
    gap: tuple[str, ...] | None
    mine: Unit | None = None
    new: Unit | None = None
    gone: bool = False
    hint: int | None = None
    detached: bool = False

    @property
    def unit(self) -> Unit | None:
        """The unit that tells what the piece is."""
        return self.new or self.mine

    @property
    def text(self) -> str:
        """The lines joined."""
        return "".join(self.lines)


def generated_lines(unit: Unit, indent: str, end: str) -> tuple[str, ...]:
    """A generated unit's lines at another indent and with another line end."""
    own = indent_of(unit.code[0])
    return with_end(reindent(unit.lead, own, indent) + reindent(unit.code, own, indent), end)


def code_lines(bare: str, indent: str, end: str) -> tuple[str, ...]:
    """The lines of a statement that is given without indent."""
    return with_end(reindent(split_lines(bare), "", indent) if indent else split_lines(bare), end)


def group_of(unit: Unit | None) -> str:
    """What a unit stands together with: imports, attributes, columns, relationships, comments, or anything else."""
    if unit is None or unit.kind in ("comment", "notice", "marker"):
        return "comment"
    node = unit.node
    if unit.kind in ("import", "docstring", "class", "region"):
        return unit.kind
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        if unit.names and unit.names[0].startswith("__") and unit.names[0].endswith("__"):
            return "attribute"
        if is_relationship(node):
            return "relationship"
        return "column" if unit.identity.startswith("column:") or column_name(node) else "field"
    return "other" if isinstance(node, SIMPLE) else "block"


def join_pieces(pieces: Sequence[Piece], *, member: bool, end: str) -> tuple[str, ...]:
    """The lines of a suite: blank lines of untouched neighbours as they are, the others proposed.

    The proposals are rule 2 of the glue: the larger of two gaps around a deletion, none between members of one group,
    one in a class and two in a module otherwise.
    """
    lines: list[str] = []
    last: Piece | None = None
    dropped: list[tuple[str, ...]] = []
    for piece, joint in rejoined(_regrouped(pieces), _joint):
        if piece.gone:
            dropped.append(piece.gap or ())
            continue
        gap = _gap(last, piece, dropped, member=member, end=end)
        if lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += end
        own = piece.lines if joint is None else (*piece.lines[: -len(joint.parts[0])], *joint.lines)
        lines += [*gap, *own]
        last, dropped = piece, []
    return tuple(lines)


def _joint(piece: Piece) -> Joint | None:
    """The line that a piece was cut from, where nothing about the piece has changed."""
    mine = piece.mine
    if mine is None or mine.joint is None or piece.gone or piece.lines != mine.lines:
        return None
    return mine.joint if mine.joint.at == 0 or piece.gap == () else None


def _regrouped(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the blank lines above a group still above it where an added piece is its first now.

    An added piece that is the last of a group leaves the blank lines below the group as they are.
    """
    result = list(pieces)
    here = [index for index, piece in enumerate(result) if not piece.gone]
    for place in range(1, len(here) - 1):
        piece, after = result[here[place]], result[here[place + 1]]
        if not _fresh(piece) or _fresh(after) or after.gap is None:
            continue
        top = _top_of_added(result, here, place)
        before = result[here[top - 1]]
        first, own, last = (group_of(item.unit) for item in (before, piece, after))
        heads = own == last and (own != first or before.new is None)
        if heads and own in _CLOSE and after.new is not None and not after.new.gap:
            result[here[top]] = replace(result[here[top]], gap=after.gap)
            result[here[place + 1]] = replace(after, gap=None, hint=0)
        elif own == first != last and own in _CLOSE and not _fresh(before):
            result[here[place + 1]] = replace(after, hint=len(after.gap))
    return result


def _top_of_added(pieces: Sequence[Piece], here: Sequence[int], last: int) -> int:
    """The place of the first of the added pieces of one group that end at a place."""
    group = group_of(pieces[here[last]].unit)
    top = last
    while top > 1 and _fresh(above := pieces[here[top - 1]]) and group_of(above.unit) == group:
        top -= 1
    return top


def _gap(
    last: Piece | None, piece: Piece, dropped: Sequence[tuple[str, ...]], *, member: bool, end: str
) -> tuple[str, ...]:
    own = piece.gap or ()
    if piece.gap is not None and dropped and not (last is not None and _fresh(last)):
        own = (min if last is None else max)([*dropped, own], key=len)
    if last is None:
        return own
    is_notice = not member and piece.mine is not None and piece.mine.kind == "notice"
    if is_notice or (dropped and not member):
        own = _below_imports(last, piece, own)
    if last.detached and not own:
        return (end,)
    if piece.gap is None or last.gap is None or _fresh(last):
        wanted = piece.hint if piece.hint is not None else blank_lines(last, piece, member=member)
        if len(own) < wanted:
            own = (end,) * wanted
    return _below_imports(last, piece, own) if is_notice else own


def _below_imports(last: Piece, piece: Piece, gap: tuple[str, ...]) -> tuple[str, ...]:
    """The blank lines between the last import and what follows it now: no more than stand there in formatted code."""
    if group_of(last.unit) != "import" or group_of(piece.unit) == "import":
        return gap
    return gap[: blank_lines(last, piece, member=False)]


def _runs(piece: Piece) -> bool:
    """Whether a piece is an `if`, a `try` or a loop: two blank lines stand above definitions alone."""
    unit = piece.unit
    node = None if unit is None else unit.node
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return group_of(unit) == "block" and node is not None and not isinstance(node, kinds)


def _fresh(piece: Piece) -> bool:
    return piece.mine is None


def blank_lines(before: Piece, after: Piece, *, member: bool) -> int:
    """How many blank lines stand between two pieces that are new neighbours."""
    first, second = group_of(before.unit), group_of(after.unit)
    if not member and first == "comment" and (_fresh(before) != _fresh(after)):
        return 1 if second not in ("class", "block") else 2
    simple = second not in ("class", "block", "region")
    if first == "comment" and (simple or member):
        return 0
    if first == second and first in (
        "import",
        "attribute",
        "column",
        "relationship",
        "field",
        "comment",
    ):
        return 0 if member or first in ("import", "comment") else 1
    if member or (first == "import" and _runs(after)):
        return 1
    return 1 if simple and first not in ("class", "block", "region") else 2
