"""One statement taken apart at its brackets: arguments with the comments and blanks around them.

Tokens are used rather than a syntax tree, because only they know comments and an argument's own parentheses. Taken
apart and put together again, every text is what it was.
"""

from __future__ import annotations

import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from ormforge.source.lines import tokens

BracketKind = Literal["call", "tuple", "dict"]
_OPEN = frozenset("([{")
_CLOSE = frozenset(")]}")
_SKIPPED = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


@dataclass(frozen=True)
class Token:
    """A token by its place in the text; `depth` counts the brackets around it."""

    text: str
    start: int
    end: int
    depth: int
    comment: bool = False


@lru_cache(maxsize=20_000)
def scan(text: str) -> tuple[Token, ...]:
    """The tokens of a piece of code that are not layout; brackets have the depth of what stands around them."""
    starts = _line_starts(text)
    found = []
    depth = 0
    for token in tokens(text):
        if token.type in _SKIPPED or not token.string:
            continue
        depth -= token.string in _CLOSE
        start = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        found.append(Token(token.string, start, end, depth, token.type == tokenize.COMMENT))
        depth += token.string in _OPEN
    return tuple(found)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


@dataclass(frozen=True)
class Assignment:
    """`target: annotation = value` with what stands between and behind; joined they are the statement."""

    target: str
    colon: str
    annotation: str
    equals: str
    value: str
    rest: str

    @property
    def text(self) -> str:
        """The statement."""
        return self.target + self.colon + self.annotation + self.equals + self.value + self.rest


def split_assignment(text: str) -> Assignment | None:
    """An assignment to one target taken apart; None for any other statement."""
    found = [token for token in scan(text) if not token.comment]
    if not found:
        return None
    colon = next((token for token in found if token.depth == 0 and token.text == ":"), None)
    equals = [token for token in found if token.depth == 0 and token.text == "="]
    if len(equals) > 1 or (colon is None and not equals):
        return None
    if colon is not None and equals and equals[0].start < colon.start:
        colon = None
    first = colon or equals[0]
    last = found[-1].end
    target_end = _end_before(found, first.start)
    if not equals and colon is not None:
        start = _start_after(found, colon.end, last)
        return Assignment(
            text[:target_end], text[target_end:start], text[start:last], "", "", text[last:]
        )
    mark = equals[0]
    value = _start_after(found, mark.end, last)
    if colon is None:
        return Assignment(
            text[:target_end], "", "", text[target_end:value], text[value:last], text[last:]
        )
    start = _start_after(found, colon.end, mark.start)
    end = _end_before(found, mark.start)
    return Assignment(
        text[:target_end],
        text[target_end:start],
        text[start:end],
        text[end:value],
        text[value:last],
        text[last:],
    )


def _end_before(found: Sequence[Token], place: int) -> int:
    return max((token.end for token in found if token.end <= place), default=place)


def _start_after(found: Sequence[Token], place: int, default: int) -> int:
    return min((token.start for token in found if token.start >= place), default=default)


@dataclass(frozen=True)
class Element:
    """What stands between two commas.

    `lead` is everything since the element before it, `before` what stands between the element and its comma, `trail`
    a comment behind the comma on the same line.
    """

    lead: str
    text: str
    before: str = ""
    comma: str = ""
    trail: str = ""

    @property
    def source(self) -> str:
        """The element as it stands."""
        return self.lead + self.text + self.before + self.comma + self.trail

    @property
    def keyword(self) -> str | None:
        """The name of a keyword argument."""
        found = [token for token in scan(self.text) if not token.comment]
        if len(found) > 2 and found[1].text == "=" and found[0].text.isidentifier():
            return found[0].text
        return None

    @property
    def value(self) -> str:
        """The element without `name =`."""
        if self.keyword is None:
            return self.text
        found = [token for token in scan(self.text) if not token.comment]
        return self.text[found[2].start :]

    def with_value(self, value: str) -> Element:
        """The element with another value under the same keyword."""
        return replace(self, text=self.text[: len(self.text) - len(self.value)] + value)


@dataclass(frozen=True)
class Bracket:
    """A call, a tuple or a dict taken apart: `head` ends with the opening bracket, `close` begins before the closing
    one, and is where comments behind the last element stand."""

    kind: BracketKind
    callee: str
    head: str
    elements: tuple[Element, ...]
    close: str

    @property
    def text(self) -> str:
        """The source."""
        return self.head + "".join(element.source for element in self.elements) + self.close


@lru_cache(maxsize=20_000)
def split_bracket(text: str) -> Bracket | None:
    """A call, tuple or dict taken apart; None for every other expression."""
    found = scan(text)
    code = [token for token in found if not token.comment]
    if len(code) < 2 or code[-1].text not in ")}" or found[-1] is not code[-1]:
        return None
    opening = next((token for token in code if token.text in _OPEN and token.depth == 0), None)
    if opening is None or any(
        token.depth == 0 for token in code if opening.end <= token.start < code[-1].start
    ):
        return None
    kind = _bracket_kind(code, opening)
    return None if kind is None else _take_apart(text, kind, code, opening)


def split_list(text: str) -> Bracket:
    """The parenthesised list of names of an import taken apart, a single name included."""
    code = [token for token in scan(text) if not token.comment]
    return _take_apart(text, "tuple", code, code[0])


def _take_apart(text: str, kind: BracketKind, code: Sequence[Token], opening: Token) -> Bracket:
    found = scan(text)
    inside = [token for token in found if opening.end <= token.start < code[-1].start]
    elements, rest = _elements(text, inside, opening.end)
    name = next((token.text for token in reversed(code[: code.index(opening)])), "")
    return Bracket(kind, name, text[: opening.end], elements, text[rest:])


def _bracket_kind(code: Sequence[Token], opening: Token) -> BracketKind | None:
    before = code[: code.index(opening)]
    commas = any(token.depth == 1 and token.text == "," for token in code)
    if not before:
        if opening.text == "{":
            colons = any(token.depth == 1 and token.text in (":", "**") for token in code)
            return "dict" if colons or len(code) == 2 else None
        return "tuple" if opening.text == "(" and (commas or len(code) == 2) else None
    dotted = all(token.text == "." or token.text.isidentifier() for token in before)
    looping = any(token.depth == 1 and token.text == "for" for token in code)
    return "call" if opening.text == "(" and dotted and not looping else None


def _elements(text: str, inside: Sequence[Token], start: int) -> tuple[tuple[Element, ...], int]:
    """The elements, and where the last one ends; `inside` are the tokens between the brackets."""
    elements: list[Element] = []
    run: list[Token] = []
    for index, token in enumerate(inside):
        if token.depth == 1 and token.text == "," and not token.comment:
            end = token.end
            following = inside[index + 1] if index + 1 < len(inside) else None
            if (
                following is not None
                and following.comment
                and "\n" not in text[end : following.start]
            ):
                end = following.end
            elements.append(_element(text, run, start, token, end))
            start, run = end, []
        elif token.start >= start:
            run.append(token)
    if any(not token.comment for token in run):
        elements.append(_element(text, run, start, None, _tail_end(text, run)))
        start = _tail_end(text, run)
    return tuple(elements), start


def _tail_end(text: str, run: Sequence[Token]) -> int:
    last = max(index for index, token in enumerate(run) if not token.comment)
    following = run[last + 1] if last + 1 < len(run) else None
    if following is not None and "\n" not in text[run[last].end : following.start]:
        return following.end
    return run[last].end


def _element(text: str, run: Sequence[Token], start: int, comma: Token | None, end: int) -> Element:
    code = [token for token in run if not token.comment]
    first, last = code[0].start, code[-1].end
    if comma is None:
        return Element(text[start:first], text[first:last], trail=text[last:end])
    return Element(
        text[start:first], text[first:last], text[last : comma.start], ",", text[comma.end : end]
    )


def unwrap(value: str) -> tuple[str, str, str]:
    """A value in redundant parentheses as (opening, value, closing); the outer two are empty without parentheses."""
    found = scan(value)
    code = [token for token in found if not token.comment]
    if (
        len(code) < 3
        or code[0].text != "("
        or code[-1].text != ")"
        or found[0].comment
        or found[-1].comment
    ):
        return "", value, ""
    if any(token.depth == 0 for token in code[1:-1]) or any(
        token.depth == 1 and token.text == "," for token in code
    ):
        return "", value, ""
    return value[: code[1].start], value[code[1].start : code[-2].end], value[code[-2].end :]


def flatten(code: str) -> str:
    """An expression on one line, without its comments and without trailing commas."""
    found = [token for token in scan(code) if not token.comment]
    if not found or "\n" not in code:
        return code.strip()
    parts = [found[0].text]
    for before, token in pairwise(found):
        between = code[before.end : token.start]
        if "\n" not in between:
            parts.append(between + token.text)
        elif token.text in _CLOSE and before.text == ",":
            if _is_single(found, found.index(before)):
                parts.append(token.text)
            else:
                parts[-1] = parts[-1].rstrip().removesuffix(",")
                parts.append(token.text)
        elif before.text in _OPEN or token.text in _CLOSE or token.text == ",":
            parts.append(token.text)
        else:
            parts.append(" " + token.text)
    return "".join(parts)


def _is_single(found: Sequence[Token], comma: int) -> bool:
    """Whether a comma is the one that makes a tuple of one element."""
    depth = found[comma].depth
    position = comma - 1
    while position >= 0 and found[position].depth >= depth:
        if found[position].depth == depth and found[position].text == ",":
            return False
        position -= 1
    before = found[position - 1].text if position > 0 else ""
    return found[position].text == "(" and not (before.isidentifier() or before in (")", "]"))
