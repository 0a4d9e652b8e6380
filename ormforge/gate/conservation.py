"""Check: every hand-written statement is in the result or in the archive, byte for byte."""

from __future__ import annotations

import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from ormforge.gate.chunks import lines_of
from ormforge.gate.comments import code_tokens
from ormforge.gate.evidence import Evidence, Violation
from ormforge.gate.hand_written import HandWritten
from ormforge.gate.implied import implied_words
from ormforge.gate.moved_imports import is_followed
from ormforge.gate.piece import Piece
from ormforge.gate.reading import Differing, pieces
from ormforge.plan import Archived

_WORD = re.compile(r"\w+")
_LAYOUT_WORDS = frozenset({"None", "Optional", "Union", "pass"})
"""Words of the same meaning in another spelling: `Optional[X]`, `X | None`."""
_KEYWORDS = re.compile(r", kw_only=True|\n[ \t]*kw_only=True,")


def check_conservation(
    evidence: Evidence, parts: Differing, hand: Iterable[HandWritten]
) -> Iterator[Violation]:
    """A violation for each hand-written piece that is lost, and for each that has changed places with another.

    A statement that a person has edited and the database too may be merged: then every word the person added has to be
    in the merged one, but for those that only spell out what the generated annotation implies.
    """
    supply = _Supply(pieces(parts.result), evidence.archived)
    last: dict[object, Piece] = {}
    for found in hand:
        piece = found.piece
        place = supply.take(piece)
        if place is None:
            kept = supply.archived(piece) or supply.merged(found)
            if not (kept or is_followed(piece, evidence)):
                yield _lost(piece)
            continue
        suite = (piece.path, piece.scope, place.path)
        before = last.get(suite)
        if before is not None and before.line > place.line and piece.kind != "import":
            yield Violation(
                check="order",
                message=f"hand-written code has changed places: {_first_line(piece)}",
                path=piece.path,
                line=piece.line,
            )
        last[suite] = place


class _Supply:
    """The pieces of the result and the texts of the archive, each to be counted once."""

    def __init__(self, result: Iterable[Piece], archive: Iterable[Archived]) -> None:
        self._by_text: dict[str, list[Piece]] = defaultdict(list)
        self._by_name: dict[str, list[Piece]] = defaultdict(list)
        self._by_norm: dict[str, list[Piece]] = defaultdict(list)
        for piece in result:
            self._by_norm[piece.norm].append(piece)
            self._by_text[_content(piece)].append(piece)
            for name in _places(piece):
                self._by_name[name].append(piece)
        self._archive = [lines_of(entry.text) for entry in archive]
        self._used: Counter[str] = Counter()

    def take(self, piece: Piece) -> Piece | None:
        """The piece of the result that is this one, used up by it."""
        waiting = self._by_text[_content(piece)]
        found = next((other for other in waiting if piece.stands_with(other)), None)
        if found is None:
            waiting = self._by_norm[piece.norm]
            found = next((other for other in waiting if _is_respaced(piece, other)), None)
        if found is not None and piece.kind != "import":
            waiting.remove(found)
        return found

    def archived(self, piece: Piece) -> bool:
        """Whether the archive has the piece's lines, once more than it was asked for them."""
        if piece.core is not None:
            return any(piece.core in "".join(lines) for lines in self._archive)
        wanted = lines_of(piece.text)
        self._used[piece.body] += 1
        total = sum(_occurrences(wanted, lines) for lines in self._archive)
        return total >= self._used[piece.body]

    def merged(self, found: HandWritten) -> bool:
        """Whether an edited statement stands in the result with every word that the person added.

        The elements of a `__table_args__` are statements of their own kind: the generator's are put beside them.
        """
        candidates = [other for name in _places(found.piece) for other in self._by_name[name]]
        if found.edited is None and "__table_args__" not in found.piece.names:
            return any(_takes_keywords(found.piece, other) for other in candidates)
        added = _words(found.piece.text) - _words(found.edited.text if found.edited else "")
        if found.edited is not None:
            added -= implied_words(found.piece, found.edited)
        return any(
            other.kind == found.piece.kind
            and other.stands_with(found.piece)
            and not added - _words(other.text)
            for other in candidates
        )


def _takes_keywords(piece: Piece, other: Piece) -> bool:
    """Whether a class is the same but for `kw_only=True`, without which its fields would stand in no working order."""
    same_class = piece.kind == other.kind == "head" and piece.stands_with(other)
    return same_class and _KEYWORDS.sub("", other.text, count=1) == piece.text != other.text


def _is_respaced(piece: Piece, other: Piece) -> bool:
    """Whether both are one statement, byte for byte, that shares its line with others in one of them only."""
    cores = [part.core for part in (piece, other) if part.core is not None]
    texts = (piece.text, other.text)
    return bool(cores) and piece.stands_with(other) and all(cores[0] in text for text in texts)


def _places(piece: Piece) -> Iterator[str]:
    return (f"{place}: {name}" for place in piece.places for name in piece.names)


def _content(piece: Piece) -> str:
    return piece.norm if piece.kind == "import" else piece.body


def _words(text: str) -> Counter[str]:
    """The words of a statement, those inside strings too; comments are counted by a check of their own."""
    words: Counter[str] = Counter()
    for token in code_tokens(text):
        if token.type != tokenize.COMMENT:
            words.update(word for word in _WORD.findall(token.string) if word not in _LAYOUT_WORDS)
    return words


def _occurrences(wanted: list[str], lines: list[str]) -> int:
    """How often the lines hold the wanted ones. The last one's end may differ: a text may end without one."""
    size = len(wanted)
    last = wanted[-1].rstrip("\r\n")
    return sum(
        lines[at : at + size - 1] == wanted[:-1] and lines[at + size - 1].rstrip("\r\n") == last
        for at in range(len(lines) - size + 1)
    )


def _lost(piece: Piece) -> Violation:
    return Violation(
        check="conservation",
        message=f"hand-written code is lost or changed: {_first_line(piece)}",
        path=piece.path,
        line=piece.line,
    )


def _first_line(piece: Piece) -> str:
    return piece.text.strip().splitlines()[0][:80]
