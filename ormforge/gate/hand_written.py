"""Telling hand-written pieces from generated ones: what stands in the baseline with the same meaning is generated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from ormforge.gate.evidence import Evidence
from ormforge.gate.imported_tables import imported_tables
from ormforge.gate.piece import Piece
from ormforge.gate.reading import Differing, pieces
from ormforge.gate.renamed import is_renamed_column, renamed_words, with_names

Fits = Callable[[Piece, Piece], bool]
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A piece that a person wrote, or edited: then `edited` is the generated piece it was."""

    piece: Piece
    edited: Piece | None = None


def hand_written(parts: Differing, evidence: Evidence) -> tuple[HandWritten, ...]:
    """The pieces of mine that no unchanged piece of the baseline accounts for, each baseline piece used once.

    A generated statement that only says the names which the user has given is as it was generated; a column is where it
    has gone, for as long as it is there its name has to be.
    """
    mine, base = list(pieces(parts.mine)), list(pieces(parts.base))
    mine, base = _match(mine, base, lambda piece, other: piece.stands_with(other))
    known = {scope.name for piece in base for scope in piece.scope}
    kept = {scope.name for piece in pieces(parts.mine) for scope in piece.scope}
    mine, base = _match(
        mine,
        base,
        lambda piece, other: (
            len(piece.scope) == len(other.scope)
            and all(scope.name not in known for scope in piece.scope)
            and all(scope.name not in kept for scope in other.scope)
        ),
    )
    words = renamed_words(evidence) if mine and base else _NO_WORDS
    for strings in (True, False) if words else ():
        exchange = partial(with_names, words=words, strings=strings)
        mine, base = _match(mine, base, lambda p, o: p.stands_with(o), exchange)
    mine, base = _without_followed(mine, base, evidence)
    index = _by_identity(base)
    there = {known for piece in pieces(parts.result) for known in _identities(piece)}
    mine = [piece for piece in mine if _column(piece) in there or not _is_renamed(piece, index)]
    return tuple(HandWritten(piece, _counterpart(piece, index)) for piece in mine)


def _match(
    mine: Iterable[Piece],
    base: Iterable[Piece],
    fits: Fits,
    exchange: Callable[[str], str] = str,
) -> tuple[list[Piece], list[Piece]]:
    """What is left on both sides when pieces of one meaning that fit are paired off, the baseline's names exchanged."""
    waiting: dict[str, list[Piece]] = defaultdict(list)
    for piece in base:
        waiting[exchange(piece.norm)].append(piece)
    left: list[Piece] = []
    for piece in mine:
        partner = next((other for other in waiting[piece.norm] if fits(piece, other)), None)
        if partner is None:
            left.append(piece)
        else:
            waiting[piece.norm].remove(partner)
    return left, [piece for group in waiting.values() for piece in group]


def _without_followed(
    mine: Sequence[Piece], base: Sequence[Piece], evidence: Evidence
) -> tuple[list[Piece], list[Piece]]:
    """What is left when imports of the same tables are paired off, whatever the tables' modules and classes are called."""
    if not any(piece.kind == "import" for piece in mine):
        return [*mine], [*base]
    generated = {path: made.text for path, made in evidence.base.items()}
    before, now = imported_tables(base, generated), imported_tables(mine, evidence.mine)
    waiting: dict[str, list[Piece]] = defaultdict(list)
    for piece in base:
        if piece in before:
            waiting[before[piece]].append(piece)
    left: list[Piece] = []
    for piece in mine:
        partners = waiting[now[piece]] if piece in now else []
        if partners:
            partners.pop()
        else:
            left.append(piece)
    paired = {id(piece) for piece in before} - {id(p) for group in waiting.values() for p in group}
    return left, [piece for piece in base if id(piece) not in paired]


def _by_identity(base: Iterable[Piece]) -> dict[str, list[Piece]]:
    index: dict[str, list[Piece]] = defaultdict(list)
    for piece in base:
        for identity in _identities(piece):
            index[identity].append(piece)
    return index


def _counterpart(piece: Piece, base: Mapping[str, list[Piece]]) -> Piece | None:
    """The generated piece that a piece was before it was edited: it binds the same name or is the same column."""
    candidates = (other for identity in _identities(piece) for other in base.get(identity, ()))
    return next(
        (other for other in candidates if piece.kind == other.kind and piece.stands_with(other)),
        None,
    )


def _is_renamed(piece: Piece, base: Mapping[str, list[Piece]]) -> bool:
    return any(is_renamed_column(piece, other) for other in base.get(_column(piece), ()))


def _column(piece: Piece) -> str:
    """What the column that a piece maps is known by."""
    return f"{piece.places[-1]}: {piece.column}"


def _identities(piece: Piece) -> Iterator[str]:
    """What a class head or a statement is known by, within its class."""
    if piece.kind == "head":
        names: tuple[str, ...] = ("class",)
    elif piece.kind == "statement":
        names = piece.names if piece.column is None else (*piece.names, piece.column)
    else:
        return
    for place in piece.places:
        yield from (f"{place}: {name}" for name in names)
