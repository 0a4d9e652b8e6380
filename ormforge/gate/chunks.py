"""Cutting a module into runs of lines, so that what all sides share need not be read at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_BEHIND_BLANKS = r"(?:(?<=\n\n\n)|(?<=\r\n\r\n\r\n)|(?<=\r\r\r))"
_CUT = re.compile(_BEHIND_BLANKS + r"(?=[^\s)\]}#\"'])")
_CUT_AT_COMMENTS = re.compile(_BEHIND_BLANKS + r"(?=[^\s)\]}\"'])")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A run of whole lines; `line` is the number of its first one."""

    line: int
    text: str


def lines_of(text: str) -> list[str]:
    """The physical lines with their ends. Python knows three line ends; `str.splitlines` knows eleven."""
    lines: list[str] = []
    start = 0
    for match in _LINE_END.finditer(text):
        lines.append(text[start : match.end()])
        start = match.end()
    return [*lines, text[start:]] if start < len(text) else lines


def cut(text: str, *, comments: bool = False) -> tuple[Chunk, ...]:
    """The text in chunks, each beginning behind two blank lines; joined they are the text again.

    `comments`: whether a chunk may begin with a comment, which keeps apart what stands below comments of its own.
    """
    chunks: list[Chunk] = []
    line = 1
    for part in (_CUT_AT_COMMENTS if comments else _CUT).split(text):
        chunks.append(Chunk(line=line, text=part))
        line += len(_LINE_END.findall(part))
    return tuple(chunks)


def shared(first: Iterable[Chunk], second: Iterable[Chunk]) -> Counter[str]:
    """The texts that both sides have, as often as both have them."""
    return Counter(chunk.text for chunk in first) & Counter(chunk.text for chunk in second)


def without(chunks: Iterable[Chunk], common: Counter[str]) -> tuple[Chunk, ...]:
    """The chunks that are left when the common ones are taken away."""
    left = Counter(common)
    kept: list[Chunk] = []
    for chunk in chunks:
        if left[chunk.text] > 0:
            left[chunk.text] -= 1
        else:
            kept.append(chunk)
    return tuple(kept)
