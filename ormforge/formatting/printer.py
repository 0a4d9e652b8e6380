"""Printing a compact statement as black would, or telling that black has to be asked.

A line is split at a bracket pair: its head up to the opening bracket, its body one deeper, its tail from the closing
one. The rules are what black was measured to do; a test holds them to black itself. They are for black's stable style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.formatting.lexer import Tokens, tokens_of

_INDENT = "    "
_FROM = re.compile(
    r"from (?P<module>\.*[\w.]+) import (?P<names>\w+(?: as \w+)?(?:, \w+(?: as \w+)?)*)\Z"
)
_CLASS = re.compile(r"class (?P<rest>\w+\(.+\)):\Z")


class Unsure(Exception):
    """Only black knows how it would print this."""


def print_statement(text: str, depth: int, width: int) -> str:
    """The statement as black prints it `depth` levels deep, with a final newline. Raises Unsure."""
    if text.startswith("from "):
        return _lines(_from_import(text, depth, width))
    header = _CLASS.match(text)
    tokens = tokens_of(header["rest"] if header else text)
    if tokens is None:
        raise Unsure
    if len(text) + depth * len(_INDENT) <= width:
        return _lines([_INDENT * depth + text])
    if header:
        return _lines(_class_header(tokens, depth, width))
    return _lines(_Printer(tokens, width).statement(depth))


def _lines(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _from_import(text: str, depth: int, width: int) -> list[str]:
    """One name a line where they do not fit on one, however few they are."""
    parts = _FROM.match(text)
    if parts is None or not text.isascii():
        raise Unsure
    margin = _INDENT * depth
    if len(margin + text) <= width:
        return [margin + text]
    names = [f"{margin}{_INDENT}{name}," for name in parts["names"].split(", ")]
    return [f"{margin}from {parts['module']} import (", *names, f"{margin})"]


def _class_header(tokens: Tokens, depth: int, width: int) -> list[str]:
    """The bases below, on one line or one a line."""
    printer = _Printer(tokens, width)
    pair = printer.last_pair(0, len(tokens.words))
    if pair is None or pair[0] != 1:
        raise Unsure
    head, tail = f"{_INDENT * depth}class {tokens.slice(0, 2)}", f"{_INDENT * depth}):"
    if len(head) > width:
        raise Unsure
    return [head, *printer.body(*pair, depth + 1), tail]


@dataclass(frozen=True, slots=True)
class _Printer:
    """The rules, over the tokens of one statement; every range is from a first token up to, not with, an end."""

    tokens: Tokens
    width: int

    def statement(self, depth: int) -> list[str]:
        """A statement that does not fit on one line."""
        words = self.tokens.words
        end = len(words)
        signs = [n for n in self._top_level(0, end) if words[n] in ("=", ":")]
        if not signs:
            return self._assigned(0, 0, end, depth)
        if signs[0] != 1:
            raise Unsure
        if words[signs[0]] == "=":
            if len(signs) > 1:
                raise Unsure
            return self._assigned(0, 2, end, depth)
        if len(signs) != 2 or words[signs[1]] != "=":
            raise Unsure
        return self._annotated(signs[1] + 1, end, depth)

    def last_pair(self, first: int, end: int) -> tuple[int, int] | None:
        """The last bracket pair at this level that is not empty."""
        found = None
        for number in self._top_level(first, end):
            closing = self.tokens.partners.get(number)
            if closing is not None and closing > number + 1:
                found = number, closing
        return found

    def body(self, opening: int, closing: int, depth: int) -> list[str]:
        """What stands in a bracket pair that is split: on one line, or one element a line."""
        words, inner = self.tokens.words, self.tokens.slice(opening + 1, closing)
        commas = [n for n in self._top_level(opening + 1, closing) if words[n] == ","]
        parting = [number for number in commas if number != closing - 1]
        is_display = not self._follows_operand(opening)
        if self._fits(inner, depth) and not (is_display and parting):
            return [_INDENT * depth + inner]
        if not parting:
            final = "," if commas else ""
            return self._element(opening + 1, closing - len(final), depth, final)
        firsts = [opening + 1, *(number + 1 for number in parting)]
        ends = [*parting, closing]
        return [
            line
            for first, end in zip(firsts, ends, strict=True)
            for line in self._element(first, end, depth, ",")
        ]

    def _assigned(self, start: int, first: int, end: int, depth: int) -> list[str]:
        """`name = value`, or a value alone where `start` is `first`."""
        self._must_be_plain(first, end)
        pair = self.last_pair(first, end)
        if pair is not None:
            return self._split(start, end, pair, depth, "")
        if end - first > 1 or start == first:
            raise Unsure
        value, margin = self.tokens.slice(first, end), _INDENT * depth
        if not self._fits(value, depth + 1):
            return [margin + self.tokens.slice(start, end)]
        return [
            f"{margin}{self.tokens.slice(start, first)} (",
            f"{margin}{_INDENT}{value}",
            f"{margin})",
        ]

    def _annotated(self, first: int, end: int, depth: int) -> list[str]:
        """`name: type = value`."""
        self._must_be_plain(first, end)
        if first in self.tokens.partners:
            raise Unsure
        pair = self.last_pair(first, end)
        if pair is not None:
            if self._has_pair(first, pair[0]):
                raise Unsure
            if self._fits(self.tokens.slice(0, pair[0] + 1), depth):
                return self._split(0, end, pair, depth, "")
        head = f"{self.tokens.slice(0, first)} ("
        if not self._fits(head, depth):
            raise Unsure
        margin = _INDENT * depth
        return [margin + head, *self._element(first, end, depth + 1, ""), f"{margin})"]

    def _split(
        self, first: int, end: int, pair: tuple[int, int], depth: int, final: str
    ) -> list[str]:
        head = self.tokens.slice(first, pair[0] + 1)
        tail = self.tokens.slice(pair[1], end) + final
        if not self._fits(head, depth) or not self._fits(tail, depth):
            raise Unsure
        margin = _INDENT * depth
        return [margin + head, *self.body(*pair, depth + 1), margin + tail]

    def _element(self, first: int, end: int, depth: int, final: str) -> list[str]:
        """One element of a body, with the comma that follows it."""
        text = self.tokens.slice(first, end) + final
        if self._fits(text, depth):
            return [_INDENT * depth + text]
        self._must_be_plain(first, end)
        pair = self.last_pair(first, end)
        if pair is None:
            return [_INDENT * depth + text]
        return self._split(first, end, pair, depth, final)

    def _must_be_plain(self, first: int, end: int) -> None:
        """Unsure where there is a `|`, or a `.` behind a bracket or a string: black breaks such lines elsewhere."""
        words = self.tokens.words
        for number in self._top_level(first, end):
            is_chain = words[number] == "." and words[number - 1][-1] in ")]}\"'"
            if words[number] == "|" or is_chain:
                raise Unsure

    def _top_level(self, first: int, end: int) -> Iterator[int]:
        """The tokens that no bracket of the range holds; of a pair, the opening one."""
        number = first
        while number < end:
            yield number
            number = self.tokens.partners.get(number, number) + 1

    def _has_pair(self, first: int, end: int) -> bool:
        return any(number in self.tokens.partners for number in self._top_level(first, end))

    def _follows_operand(self, opening: int) -> bool:
        """Whether the bracket calls or subscripts what stands before it."""
        last = self.tokens.words[opening - 1] if opening else "("
        return last[0] not in "([{,=:|-"

    def _fits(self, text: str, depth: int) -> bool:
        return len(text) + depth * len(_INDENT) <= self.width
