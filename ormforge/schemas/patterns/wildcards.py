"""LIKE, and SQLite's GLOB."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ormforge.schemas.patterns.characters import (
    CharacterSet,
    Inexact,
    Span,
    in_both_cases,
    written_set,
)
from ormforge.schemas.patterns.dialects import SQLITE, Dialect

_Part = str | CharacterSet
"""`*` for any characters, `?` for one, or the characters of a set."""


def of_like(text: str, dialect: Dialect, escape: str, *, folded: bool = False) -> str | None:
    """The pattern of `LIKE text`; `escape` may be empty, `folded` tells that the case of A to Z does not count."""
    try:
        return _whole(tuple(_parts_of_like(text, escape)), dialect, folded=folded)
    except Inexact:
        return None


def of_glob(text: str, *, negated: bool = False) -> str | None:
    """The pattern of `GLOB text`, or of `NOT GLOB text` where that says which characters a text has none of."""
    try:
        parts = tuple(_parts_of_glob(text))
        if not negated:
            return _whole(parts, SQLITE, folded=False)
    except Inexact:
        return None
    match parts:
        case ("*", CharacterSet() as found, "*"):
            return f"^{written_set(found.complement(), SQLITE)}*$"
    return None


def _whole(parts: tuple[_Part, ...], dialect: Dialect, *, folded: bool) -> str:
    source = ""
    for part, repeated in groupby(parts):
        times = len(list(repeated))
        if isinstance(part, CharacterSet):
            source += _written(part, dialect, folded=folded) * times
        elif part == "*":
            source += f"{dialect.any}*"
        else:
            source += dialect.any + (f"{{{times}}}" if times > 1 else "")
    return f"^{source}$"


def _written(part: CharacterSet, dialect: Dialect, *, folded: bool) -> str:
    """The set, or one character, of which SQLite compares A to Z alone in both cases."""
    if folded and part.spans[0][1] < 128:
        part = CharacterSet(in_both_cases(part.spans, dialect), part.negated)
    return written_set(part, dialect)


def _one(character: str) -> CharacterSet:
    return CharacterSet(((ord(character), ord(character)),))


def _parts_of_like(text: str, escape: str) -> Iterator[_Part]:
    characters = iter(text)
    for character in characters:
        if escape and character == escape:
            following = next(characters, None)
            if following is None:
                raise Inexact
            yield _one(following)
        else:
            yield {"%": "*", "_": "?"}.get(character) or _one(character)


def _parts_of_glob(text: str) -> Iterator[_Part]:
    place = 0
    while place < len(text):
        if text[place] == "[":
            found, place = _set(text, place + 1)
            yield found
        else:
            yield text[place] if text[place] in "*?" else _one(text[place])
            place += 1


def _set(text: str, place: int) -> tuple[CharacterSet, int]:
    """The set whose opening bracket ends here, and where it ends."""
    negated = text[place : place + 1] == "^"
    place += negated
    end = text.find("]", place + 1)
    if end < 0:
        raise Inexact
    inner = text[place:end]
    spans: list[Span] = []
    position = 0
    while position < len(inner):
        first = last = inner[position]
        if inner[position + 1 : position + 2] == "-" and position + 2 < len(inner):
            last = inner[position + 2]
            position += 2
        position += 1
        if first > last or (first == "-" and 1 < position < len(inner)):
            raise Inexact
        spans.append((ord(first), ord(last)))
    return CharacterSet(tuple(spans), negated), end + 1
