"""The tokens of one statement in the compact form that generated code is printed in.

Compact: one line, spaced as black spaces it, strings in the quotes that black prefers, no trailing comma but in a tuple
of one. Anything else is not understood, and left to black.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<space>[ ]?)(?:
        (?P<name>[^\W\d]\w*)
      | (?P<text>"(?:[^"\\\n]|\\.)*"(?!")|'[^'"\\\n]*"[^'\\\n]*')
      | (?P<number>(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e-?[0-9]+)?(?![\w.]))
      | (?P<open>[(\[{])
      | (?P<close>[)\]}])
      | (?P<sign>[,=:.|-])
    )""",
    re.VERBOSE,
)
_PLAIN = frozenset({"True", "False", "None"})
_KEYWORDS = frozenset(
    (
        *("and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del"),
        *("elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in"),
        *("is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while"),
        *("with", "yield"),
    )
)
_UNEVEN = re.compile(r"\\'|\\N|\\[xuU][0-9a-f]*[A-F]")
_WIDE = re.compile("[^\x00-\u02ff]")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_UNFINISHED = frozenset({",", "=", ":", ".", "|", "-"})
_BEFORE_OPERAND = frozenset({"(", "[", "{", ",", "=", ":", "|", "-", "."})


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a statement: where each begins and ends, which bracket belongs to which."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    partners: dict[int, int]

    def slice(self, first: int, end: int) -> str:
        """The text of the tokens from `first` up to, but not with, `end`."""
        return self.text[self.starts[first] : self.ends[end - 1]] if first < end else ""


def tokens_of(text: str) -> Tokens | None:
    """The tokens of a statement; None where it is not in the compact form."""
    if _WIDE.search(text):
        return None
    reader = _Reader(text)
    while reader.position < len(text):
        found = _TOKEN.match(text, reader.position)
        if found is None or not reader.read(found):
            return None
    return reader.tokens()


class _Reader:
    """The tokens read so far."""

    def __init__(self, text: str) -> None:
        self.position = 0
        self._text = text
        self._words: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._partners: dict[int, int] = {}
        self._opened: list[int] = []

    def read(self, found: re.Match[str]) -> bool:
        """Take one more token; False where it cannot stand here, or not in this way."""
        start, self.position = found.end("space"), found.end()
        kind, word = str(found.lastgroup), self._text[start : self.position]
        inside = self._words[self._opened[-1]] if self._opened else ""
        last = self._words[-1] if self._words else ""
        if not _is_known(kind, word) or found["space"] != _space(last, word, kind, inside):
            return False
        if kind == "close" and not self._close(word, inside):
            return False
        if kind == "open":
            self._opened.append(len(self._words))
        self._words.append(word)
        self._starts.append(start)
        self._ends.append(self.position)
        return True

    def tokens(self) -> Tokens | None:
        """All tokens; None where the statement is not at its end."""
        if self._opened or not self._words or self._words[-1] in _UNFINISHED:
            return None
        words, starts, ends = tuple(self._words), tuple(self._starts), tuple(self._ends)
        return Tokens(self._text, words, starts, ends, self._partners)

    def _close(self, word: str, inside: str) -> bool:
        """Close the innermost bracket; False where it is another, or a comma stands before it without need."""
        if not inside or _PAIRS[inside] != word:
            return False
        opening = self._opened.pop()
        self._partners[opening] = len(self._words)
        self._partners[len(self._words)] = opening
        return self._words[-1] != "," or self._holds_one(opening)

    def _holds_one(self, opening: int) -> bool:
        """Whether the bracket is a tuple's, with one comma at its end."""
        is_tuple = opening > 0 and self._words[opening - 1] in _BEFORE_OPERAND
        number = opening + 1
        while self._words[number] != ",":
            number = self._partners.get(number, number) + 1
        return is_tuple and number == len(self._words) - 1


def _is_known(kind: str, word: str) -> bool:
    if kind == "name":
        return word not in _KEYWORDS
    if kind == "text" and "\\" in word:
        return not _UNEVEN.search(word) and word[1:-1].count('\\"') <= word.count("'")
    return True


def _space(last: str, word: str, kind: str, inside: str) -> str | None:
    """The space that black puts between two tokens; None where they cannot stand side by side in compact form."""
    if not last:
        return "" if kind == "name" else None
    if last in _BEFORE_OPERAND:
        return _space_before_operand(last, word, kind, inside)
    if kind in ("name", "text", "number"):
        return None
    if word == "=":
        return " " if not inside else ""
    if word == "|":
        return " "
    if word == "-" or (word == ":" and inside in ("(", "[")) or (kind == "open" and word == "{"):
        return None
    return ""


def _space_before_operand(last: str, word: str, kind: str, inside: str) -> str | None:
    """The space between a bracket, comma or sign and what follows it."""
    if kind == "close":
        closes_tuple = last == "," and word == ")"
        return "" if closes_tuple or last in _PAIRS else None
    if kind == "sign" and word != "-":
        return None
    if last == "." and kind != "name":
        return None
    if word == "-" and last in ("|", "-", "."):
        return None
    if last == "-" and kind != "number":
        return None
    if last in (",", ":", "|"):
        return " "
    return " " if last == "=" and not inside else ""
