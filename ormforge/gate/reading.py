"""Reading what the conservation checks compare: only where the files differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.gate.chunks import Chunk, cut, shared, without
from ormforge.gate.evidence import Evidence, is_python
from ormforge.gate.piece import Piece, line_pieces, python_pieces
from ormforge.gate.schema_names import as_named_now, renamed_schemas


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a file, as chunks and as pieces."""

    path: PurePosixPath
    chunks: tuple[Chunk, ...]
    pieces: tuple[Piece, ...]
    python: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """The parts of base, mine and the result that are not the same text in mine and the result.

    Over all files together: a unit may move from one to another.
    """

    base: tuple[Side, ...]
    mine: tuple[Side, ...]
    result: tuple[Side, ...]


def differing(evidence: Evidence) -> Differing:
    """What has to be accounted for in Python files; others have a check of their own."""
    read = [_sides(path, *texts) for path, *texts in _texts(evidence)]
    names = renamed_schemas(evidence)
    return Differing(
        base=tuple(_renamed(base, names) for base, _, _ in read),
        mine=tuple(_renamed(mine, names) for _, mine, _ in read),
        result=tuple(result for _, _, result in read),
    )


def _renamed(side: Side, names: Mapping[str, str]) -> Side:
    if not names:
        return side
    return replace(side, pieces=tuple(as_named_now(piece, names) for piece in side.pieces))


def pieces(sides: tuple[Side, ...]) -> Iterator[Piece]:
    """The pieces of all files."""
    return (piece for side in sides for piece in side.pieces)


def _texts(evidence: Evidence) -> Iterator[tuple[PurePosixPath, str, str, str]]:
    paths = {*evidence.base, *evidence.mine, *evidence.result}
    for path in sorted(path for path in paths if is_python(path)):
        base = evidence.base[path].text if path in evidence.base else ""
        yield path, base, evidence.mine.get(path, ""), evidence.result.get(path, "")


def _sides(path: PurePosixPath, base: str, mine: str, result: str) -> tuple[Side, Side, Side]:
    """All three in the same manner: in chunks if each of them can be read so, whole, or line by line."""
    for attempt in _attempts(base, mine, result):
        try:
            first, second, third = (
                Side(path, chunks, python_pieces(path, chunks), True) for chunks in attempt
            )
        except SyntaxError:
            continue
        return first, second, third
    first, second, third = (_by_line(path, text) for text in (base, mine, result))
    return first, second, third


def _attempts(base: str, mine: str, result: str) -> Iterator[list[tuple[Chunk, ...]]]:
    yield _trimmed(base, mine, result)
    yield [(Chunk(line=1, text=text),) for text in (base, mine, result)]
    # A statement newer than the running Python's grammar stands for itself, where all else can be told from it.
    yield _trimmed(base, mine, result, comments=True)


def _trimmed(
    base: str, mine: str, result: str, *, comments: bool = False
) -> list[tuple[Chunk, ...]]:
    sides = [cut(text, comments=comments) for text in (base, mine, result)]
    common = shared(sides[1], sides[2])
    return [without(chunks, common) for chunks in sides]


def _by_line(path: PurePosixPath, text: str) -> Side:
    return Side(path, (Chunk(line=1, text=text),), line_pieces(path, text), False)
