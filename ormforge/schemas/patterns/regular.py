r"""Regular expressions of PostgreSQL (AREs) and MariaDB (PCRE2): the part of both that Rust's have as well.

Characters, sets, groups, alternatives, repetitions, and `^` and `$` at the ends of the outermost alternatives. Classes such
as `\d` and `[[:alpha:]]` are not among it: what they hold depends on the locale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ormforge.schemas.patterns.characters import (
    CharacterSet,
    Inexact,
    Span,
    in_both_cases,
    written,
    written_set,
)
from ormforge.schemas.patterns.dialects import Dialect

_COUNT = re.compile(r"\{(\d{1,4})(?:(,)(\d{0,4}))?\}")
_MOST_REPEATED = 255
"""PostgreSQL allows no more; nor may repetitions within others come to more characters than `_MOST_CHARACTERS`."""
_MOST_CHARACTERS = 1000
_SPECIAL = frozenset("*+?{}|)^$]")


def of_regular(
    text: str, dialect: Dialect, *, folded: bool = False, negated: bool = False
) -> str | None:
    """The pattern of a regular expression that is found anywhere in the text.

    `folded`: case does not count. `negated`: it is not found anywhere, which can be said where it is one set of characters.
    """
    try:
        reader = _Reader(text, dialect, folded)
        if negated:
            return reader.whole_without()
        return reader.whole()
    except Inexact:
        return None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern, and how many characters it stands for at the most, repetitions without end counted once."""

    source: str
    size: int


class _Reader:
    """Reads one regular expression from its beginning to its end."""

    def __init__(self, text: str, dialect: Dialect, folded: bool) -> None:
        self.text = text
        self.dialect = dialect
        self.folded = folded
        self.place = 0

    def whole(self) -> str:
        """All of it, with what may stand before and behind where it is not held to the ends."""
        branches = [self._outer_branch()]
        while self._takes("|"):
            branches.append(self._outer_branch())
        if self.place < len(self.text):
            raise Inexact
        if self.dialect.has_nul:
            return "|".join(branches)
        return f"^{branches[0]}$" if len(branches) == 1 else f"^(?:{'|'.join(branches)})$"

    def whole_without(self) -> str:
        """The pattern of texts in which the one set of characters that it is does not occur."""
        found = self._set() if self._takes("[") else None
        if found is None or self.place < len(self.text):
            raise Inexact
        return f"^{written_set(found.complement(), self.dialect)}*$"

    def _outer_branch(self) -> str:
        """An alternative, with its ends; where texts have no NUL, with what may be before and behind it as well."""
        starts = self._takes("^")
        inner = self._pieces()
        ends = self._takes("$")
        if not inner.source and not (starts and ends):
            raise Inexact
        if self.dialect.has_nul:
            return f"{'^' if starts else ''}{inner.source}{self.dialect.end if ends else ''}"
        around = f"{self.dialect.any}*"
        return f"{'' if starts else around}{inner.source}{'' if ends else around}"

    def _pieces(self) -> _Part:
        parts: list[_Part] = []
        while self.place < len(self.text) and self.text[self.place] not in "|)$":
            parts.append(self._piece())
        size = sum(part.size for part in parts)
        if size > _MOST_CHARACTERS:
            raise Inexact
        return _Part("".join(part.source for part in parts), size)

    def _piece(self) -> _Part:
        atom = self._atom()
        mark, most = self._repetition()
        if mark and self.text[self.place : self.place + 1] in ("*", "+", "{", "?"):
            raise Inexact
        return _Part(atom.source + mark, atom.size * max(most, 1))

    def _repetition(self) -> tuple[str, int]:
        """The repetition that stands here, if one does, and how often at the most; a lazy one repeats just as often."""
        found = _COUNT.match(self.text, self.place)
        mark, most = "", 1
        if found is not None:
            low, high = int(found[1]), int(found[3] or found[1])
            if high > _MOST_REPEATED or low > high:
                raise Inexact
            mark, most = found[0], high
        elif self.text[self.place : self.place + 1] in ("*", "+", "?"):
            mark = self.text[self.place]
        self.place += len(mark)
        if mark:
            self._takes("?")
        return mark, most

    def _atom(self) -> _Part:
        character = self._next()
        if character == "(":
            return self._group()
        if character == ".":
            return _Part(self.dialect.dot, 1)
        if character == "[":
            return self._written(self._set())
        if character == "\\":
            character = self._escaped()
        elif character in _SPECIAL:
            raise Inexact
        return self._written(CharacterSet(((ord(character), ord(character)),)))

    def _group(self) -> _Part:
        if self._takes("?") and not self._takes(":"):
            raise Inexact
        branches = [self._pieces()]
        while self._takes("|"):
            branches.append(self._pieces())
        if not self._takes(")") or not all(branch.source for branch in branches):
            raise Inexact
        inner = "|".join(branch.source for branch in branches)
        return _Part(f"(?:{inner})", max(branch.size for branch in branches))

    def _set(self) -> CharacterSet:
        """What stands in square brackets, from behind the first one."""
        negated = self._takes("^")
        spans = [self._span(is_first=True)]
        while not self._takes("]"):
            spans.append(self._span(is_first=False))
        if self.folded:
            spans = list(in_both_cases(spans, self.dialect))
        return CharacterSet(tuple(spans), negated)

    def _span(self, *, is_first: bool) -> Span:
        first = self._in_set(is_first=is_first)
        following = self.text[self.place : self.place + 2]
        if following[:1] != "-" or following == "-]":
            return ord(first), ord(first)
        self._next()
        last = self._in_set(is_first=False)
        if first == "-" or last == "-" or first > last:
            raise Inexact
        return ord(first), ord(last)

    def _in_set(self, *, is_first: bool) -> str:
        character = self._next()
        if character == "[":
            raise Inexact
        if character == "\\":
            return self._escaped()
        if character == "-" and not is_first and self.text[self.place : self.place + 1] != "]":
            raise Inexact
        return character

    def _escaped(self) -> str:
        """The character behind a backslash, where that means itself."""
        character = self._next()
        if character.isalnum() or ord(character) > 127:
            raise Inexact
        return character

    def _written(self, found: CharacterSet) -> _Part:
        is_one = len(found.spans) == 1 and found.spans[0][0] == found.spans[0][1]
        if is_one and not found.negated:
            character = chr(found.spans[0][0])
            if not (self.folded and (character.isalpha() or ord(character) > 127)):
                return _Part(written(character), 1)
            found = CharacterSet(in_both_cases(found.spans, self.dialect))
        return _Part(written_set(found, self.dialect), 1)

    def _next(self) -> str:
        if self.place >= len(self.text):
            raise Inexact
        self.place += 1
        return self.text[self.place - 1]

    def _takes(self, character: str) -> bool:
        """Whether the character is the next one, which then is read."""
        found = self.text[self.place : self.place + 1] == character
        self.place += found
        return found
