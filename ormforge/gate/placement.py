"""Check: a comment still stands with what it is about."""

from __future__ import annotations

import ast
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePosixPath

from ormforge.gate.chunks import lines_of
from ormforge.gate.comments import Comment, code_tokens, comments_of, looks_like_a_notice
from ormforge.gate.evidence import Violation
from ormforge.gate.piece import Piece
from ormforge.gate.reading import Differing, Side
from ormforge.gate.regions import is_marker

_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a comment is about: a piece, and of it one argument, or (`above`) the whole of it."""

    scope: tuple[str, ...]
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class _Placed:
    text: str
    anchor: Anchor
    path: PurePosixPath
    line: int
    also: frozenset[Anchor] = frozenset()


def check_placement(parts: Differing) -> Iterator[Violation]:
    """A violation for each comment that now stands with something else, though what it was about is still there.

    Judged are comments at the end of a line, and those directly above a statement; only such as occur once, since
    nobody can tell two equal ones apart. One above an import is about the imports that follow: a new one may come first.
    What looks like a notice of ormforge's is about a place, also where it was left behind by hand.
    """
    mine, result = _once(_placed(parts.mine)), _once(_placed(parts.result))
    there = {anchor for side in parts.result for piece in side.pieces for anchor in _anchors(piece)}
    for text, before in mine.items():
        after = result.get(text)
        if after is None or before.anchor in (after.anchor, *after.also):
            continue
        if before.anchor in there:
            yield Violation(
                check="placement",
                message=f"a comment has left {before.anchor.name}: {text[:80]}",
                path=before.path,
                line=before.line,
            )


def _once(placed: Iterable[_Placed]) -> dict[str, _Placed]:
    found = list(placed)
    counts = Counter(each.text for each in found)
    return {each.text: each for each in found if counts[each.text] == 1}


def _placed(sides: Iterable[Side]) -> Iterator[_Placed]:
    for side in sides:
        if side.python:
            yield from _trailing(side)
            yield from _above(side)


def _trailing(side: Side) -> Iterator[_Placed]:
    for piece in side.pieces:
        if piece.kind in ("statement", "head") and "#" in piece.text:
            for comment, part in _parts(piece.text):
                line = piece.line + comment.line - 1
                yield _Placed(comment.text, _anchor(piece, part), side.path, line)


def _above(side: Side) -> Iterator[_Placed]:
    starts = {piece.line: piece for piece in reversed(side.pieces)}
    for chunk in side.chunks:
        alone = [comment for comment in comments_of(chunk.text) if comment.alone]
        for comment in reversed(alone):
            if looks_like_a_notice(comment):
                continue
            line = chunk.line + comment.line - 1
            owner = starts.get(line + 1)
            if owner is not None and line not in starts and not is_marker(comment.text):
                starts[line] = owner
                also = _imports_from(owner, side.pieces)
                yield _Placed(comment.text, _anchor(owner, "above"), side.path, line, also)


def _imports_from(owner: Piece, pieces: Iterable[Piece]) -> frozenset[Anchor]:
    """The imports that begin with a piece, up to other code; none where it is no import."""
    following = (piece for piece in pieces if piece.line >= owner.line)
    run = takewhile(lambda piece: isinstance(piece.node, ast.Import | ast.ImportFrom), following)
    return frozenset(_anchor(piece, "above") for piece in run)


def _anchors(piece: Piece) -> Iterator[Anchor]:
    """Everything of a piece that a comment can be about."""
    yield _anchor(piece, "above")
    if piece.kind in ("statement", "head"):
        for part in _elements(piece.text):
            yield _anchor(piece, part)


def _anchor(piece: Piece, part: str) -> Anchor:
    name = piece.names[0] if piece.names else piece.norm
    if isinstance(piece.node, ast.ImportFrom):
        # A statement of several names: which of them is the first, a new name may change.
        name = f"from {'.' * piece.node.level}{piece.node.module or ''}"
    return Anchor(tuple(scope.name for scope in piece.scope), name, part)


def _parts(text: str) -> Iterator[tuple[Comment, str]]:
    """Each comment behind code, and the first name of the argument that it stands behind; empty: the statement."""
    lines = lines_of(text)
    heads: list[str | None] = [None]
    last = ""
    for token in code_tokens(text):
        if token.type == tokenize.COMMENT:
            row, column = token.start[0] - 2, token.start[1]
            if row < len(lines) and lines[row][:column].strip():
                part = "" if len(heads) == 1 else heads[-1] or last
                yield Comment(token.string, row + 1, alone=False), part
        elif token.type not in (tokenize.NL, tokenize.NEWLINE):
            last = _follow(token, heads) or last


def _follow(token: tokenize.TokenInfo, heads: list[str | None]) -> str:
    """Keep track of the argument that each open bracket is at; the last name that ended one."""
    if token.string in _OPENING:
        heads.append(None)
    elif token.string in _CLOSING and len(heads) > 1:
        heads.pop()
    elif token.string == ",":
        done, heads[-1] = heads[-1], None
        return done or ""
    elif token.type in (tokenize.NAME, tokenize.STRING, tokenize.NUMBER) and heads[-1] is None:
        heads[-1] = token.string
        return token.string
    return ""


def _elements(text: str) -> Iterator[str]:
    yield ""
    heads: list[str | None] = [None]
    for token in code_tokens(text):
        before = heads[-1]
        _follow(token, heads)
        if before is None and len(heads) > 1 and heads[-1] is not None:
            yield heads[-1]
