"""The headings of a changelog in Markdown, found without being taken in by code blocks or comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# CommonMark, "ATX headings", "Setext headings", "Fenced code blocks", "HTML blocks" (comments).
_ATX: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_PARAGRAPH: Final = re.compile(r" {0,3}(?![-*+>#|] |\d+[.)] )\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A heading: its level, its text, its first line and the line that follows it; lines count from 0."""

    level: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The headings of a text, in order, and which of its lines stand in code blocks or comments.

    `end` is where a block begins that is never closed, or behind the last line: nothing behind it is a heading.
    """

    heads: tuple[Head, ...]
    enclosed: frozenset[int]
    end: int


def outline(lines: list[str]) -> Outline:
    """The outline of the text; the lines may have their ends."""
    plain = [line.rstrip("\r\n") for line in lines]
    enclosed: set[int] = set()
    heads: list[Head] = []
    number = 0
    while number < len(plain):
        end = _block_end(plain, number)
        if end is None:
            return Outline(heads=tuple(heads), enclosed=frozenset(enclosed), end=number)
        enclosed.update(range(number, end))
        heads += _heading(plain, number) if end == number else ()
        number = max(end, number + 1)
    return Outline(heads=tuple(heads), enclosed=frozenset(enclosed), end=len(plain))


def _block_end(lines: list[str], number: int) -> int | None:
    """Behind the block that begins on this line; the line itself where none does, None where it has no end."""
    line = lines[number]
    if line.lstrip().startswith("<!--"):
        last = (n for n in range(number, len(lines)) if "-->" in lines[n])
    elif fence := _FENCE.match(line):
        last = (n for n in range(number + 1, len(lines)) if _closes(lines[n], fence[1]))
    else:
        return number
    found = next(last, None)
    return None if found is None else found + 1


def _closes(line: str, fence: str) -> bool:
    found = _FENCE.match(line)
    return found is not None and found[1].startswith(fence) and not line[found.end() :].strip()


def _heading(lines: list[str], number: int) -> Iterator[Head]:
    atx = _ATX.match(lines[number])
    if atx is not None:
        yield Head(level=len(atx[1]), text=atx[2] or "", start=number, end=number + 1)
        return
    setext = _SETEXT.match(lines[number])
    above = lines[number - 1] if number else ""
    alone = number < 2 or not lines[number - 2].strip()
    if setext is not None and alone and _PARAGRAPH.match(above) and not _ATX.match(above):
        level = 1 if setext[1].startswith("=") else 2
        yield Head(level=level, text=above.strip(), start=number - 1, end=number + 1)
