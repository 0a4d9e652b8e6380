"""Characters and sets of them, as Rust's patterns and those of JSON Schema both write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ormforge.schemas.patterns.dialects import Dialect

_SYNTAX = frozenset("^$\\.*+?()[]{}|")
_IN_SETS = frozenset("^\\[]-")
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\f": r"\f", "\v": r"\v"}
_CASES = 32
"""How far the lower case of A to Z is from the upper one."""

Span = tuple[int, int]
"""The first and the last of characters in a row."""


class Inexact(Exception):
    """A pattern that Rust's would not say exactly; caught where the pattern is translated."""


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """Some characters, or all but them."""

    spans: tuple[Span, ...]
    negated: bool = False

    def complement(self) -> CharacterSet:
        """All other characters."""
        return CharacterSet(self.spans, not self.negated)


def written(character: str) -> str:
    """A character that stands for itself."""
    return f"\\{character}" if character in _SYNTAX else _plain(character)


def written_set(found: CharacterSet, dialect: Dialect) -> str:
    """A set of characters; without NUL where texts have none."""
    spans = list(_without_contained(found.spans))
    if not found.negated and len(spans) == 1 and spans[0][0] == spans[0][1]:
        return written(chr(spans[0][0]))
    inner = "".join(map(_written_span, spans))
    if not found.negated:
        return f"[{inner}]"
    return f"[^{inner}]" if dialect.has_nul else f"[^{inner}\\x00]"


def in_both_cases(spans: Iterable[Span], dialect: Dialect) -> tuple[Span, ...]:
    """The characters, and those that the database does not tell from them where case does not count."""
    spans = tuple(spans)
    if any(last > 127 for _, last in spans):
        raise Inexact
    return (*spans, *(span for first, last in spans for span in _other_cases(first, last, dialect)))


def _other_cases(first: int, last: int, dialect: Dialect) -> Iterator[Span]:
    for start, shift in ((ord("A"), _CASES), (ord("a"), -_CASES)):
        low, high = max(first, start), min(last, start + 25)
        if low <= high:
            yield low + shift, high + shift
    for letter, other in dialect.more_cases:
        if any(first <= ord(case) <= last for case in (letter, letter.upper())):
            yield ord(other), ord(other)


def _without_contained(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans but for those within another one, which could make an operator of Rust's sets (`&&`, `--`, `~~`)."""
    every = tuple(dict.fromkeys(spans))
    for span in every:
        if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in every):
            yield span


def _written_span(span: Span) -> str:
    first, last = map(_in_set, map(chr, span))
    return first if span[0] == span[1] else f"{first}-{last}"


def _in_set(character: str) -> str:
    return f"\\{character}" if character in _IN_SETS else _plain(character)


def _plain(character: str) -> str:
    code = ord(character)
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() and code not in (0x017F, 0x212A):
        return character
    if code == 0 or code > 0xFFFF or 0xD800 <= code <= 0xDFFF:
        raise Inexact
    return f"\\u{code:04x}"
