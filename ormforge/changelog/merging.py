"""Entries merged into a changelog that people keep by hand. Every line that is not an entry's stays, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ormforge.changelog.entries import Entry, Heading
from ormforge.changelog.outline import Head, Outline, outline
from ormforge.changelog.taking_out import without_line

_ORDER: Final = ("added", "changed", "deprecated", "removed", "fixed", "security")
"""The headings of Keep a Changelog, in its order."""
_UNRELEASED: Final = re.compile(r"\[?unreleased\b", re.IGNORECASE)
_VERSION: Final = re.compile(r"\[?v?\d+\.\d+", re.IGNORECASE)
_BULLET: Final = re.compile(r"( {0,3})([-*+])( +)(?=\S)")
_REFERENCE: Final = re.compile(r" {0,3}\[[^\]]+\]:\s*\S")
_NEW: Final = "# Changelog\n\n## [Unreleased]\n"


@dataclass(frozen=True, slots=True)
class _Section:
    """The lines of a section below its heading, from `start` to before `end`, and the headings in it."""

    head: Head
    start: int
    end: int
    below: tuple[Head, ...]
    enclosed: frozenset[int]
    """The lines that stand in code blocks or comments."""


def merge_entries(text: str | None, entries: Iterable[Entry]) -> str | None:
    """The changelog with the entries under Unreleased; the same text where it has them all, None where there is none.

    An entry that stands there already is not added again. One whose opposite stands there takes that line out instead,
    unless a person has changed it, and the heading that stood there for it. Newlines, the mark of the lists and the level of the headings are the file's own.
    """
    newline = "\r\n" if text is not None and re.search(r"^[^\n]*\r\n", text) else "\n"
    lines = re.findall(r"[^\n]*\n|[^\n]+", text or "")
    for entry in entries:
        if not lines:
            lines = [line.replace("\n", newline) for line in _NEW.splitlines(keepends=True)]
        lines = _with_entry(lines, entry, newline)
    return "".join(lines) or text


def _with_entry(lines: list[str], entry: Entry, newline: str) -> list[str]:
    section = _unreleased(lines)
    if entry.replaces:
        return lines if section is None else _replaced(lines, section, entry, newline)
    if section is not None:
        if _line_of(lines, section, entry.text) is not None:
            return lines
        if entry.undoes is not None and _line_of(lines, section, entry.undoes) is not None:
            return _without(lines, entry.undoes)
    else:
        lines = _with_unreleased(lines, newline)
        section = _unreleased(lines)
    assert section is not None
    return _inserted(lines, section, entry, newline)


def _replaced(lines: list[str], section: _Section, entry: Entry, newline: str) -> list[str]:
    if any(_line_of(lines, section, text) is None for text in entry.replaces):
        return lines
    lines = _inserted(lines, section, entry, newline)
    for text in entry.replaces:
        lines = _without(lines, text)
    return lines


def _without(lines: list[str], text: str) -> list[str]:
    section = _unreleased(lines)
    assert section is not None
    number = _line_of(lines, section, text)
    return lines if number is None else without_line(lines, number, section.below, section.end)


def _unreleased(lines: list[str]) -> _Section | None:
    found = outline(lines)
    for number, head in enumerate(found.heads):
        if _UNRELEASED.match(head.text):
            return _section(lines, found, number)
    return None


def _section(lines: list[str], found: Outline, number: int) -> _Section:
    head, after = found.heads[number], found.heads[number + 1 :]
    below: list[Head] = []
    for other in after:
        if other.level <= head.level:
            return _Section(head, head.end, other.start, tuple(below), found.enclosed)
        below.append(other)
    end = _without_references(lines, head.end, found.end)
    return _Section(head, head.end, end, tuple(below), found.enclosed)


def _without_references(lines: list[str], start: int, end: int) -> int:
    """Where the text ends, before the link definitions that many changelogs end with."""
    last = end
    for number in range(end - 1, start - 1, -1):
        line = lines[number].strip()
        if _REFERENCE.match(lines[number]):
            last = number
        elif line:
            break
    return last


def _line_of(lines: list[str], section: _Section, text: str) -> int | None:
    """The line of the list item that is this text and nothing else."""
    for number in range(section.start, section.end):
        bullet = _BULLET.match(lines[number])
        if number in section.enclosed or bullet is None:
            continue
        if lines[number][bullet.end() :].rstrip("\r\n") != text:
            continue
        goes_on = number + 1 < section.end and re.match(r"[ \t]+\S", lines[number + 1])
        if not goes_on:
            return number
    return None


def _with_unreleased(lines: list[str], newline: str) -> list[str]:
    """The lines with an empty section Unreleased before the first version, or at the end."""
    found = outline(lines)
    version = next((head for head in found.heads if _VERSION.match(head.text)), None)
    version = version or next((head for head in found.heads if head.level == 2), None)
    at = _without_references(lines, 0, found.end) if version is None else version.start
    level = 2 if version is None else version.level
    bracketed = version is None or version.text.startswith("[")
    title = "#" * level + (" [Unreleased]" if bracketed else " Unreleased") + newline
    return _spliced(lines, at, [title], newline)


def _inserted(lines: list[str], section: _Section, entry: Entry, newline: str) -> list[str]:
    line = f"{_mark(lines, section)}{entry.text}{newline}"
    for number, head in enumerate(section.below):
        if head.text.strip().lower() == entry.heading.lower():
            later = [other.start for other in section.below[number + 1 :]]
            return _appended(lines, head.end, min([*later, section.end]), line, newline)
    level = min([head.level for head in section.below] or [section.head.level + 1])
    title = f"{'#' * level} {entry.heading}{newline}"
    at = _place(section, entry.heading, level)
    return _spliced(lines, at, [title, newline, line], newline)


def _place(section: _Section, heading: Heading, level: int) -> int:
    """Where a new heading goes: before the first that comes after it in the order of Keep a Changelog."""
    rank = _ORDER.index(heading.lower())
    for head in section.below:
        name = head.text.strip().lower()
        if head.level == level and name in _ORDER and _ORDER.index(name) > rank:
            return head.start
    return section.end


def _appended(lines: list[str], start: int, end: int, line: str, newline: str) -> list[str]:
    """The lines with one more behind the last that is not blank."""
    last = max((n for n in range(start, end) if lines[n].strip()), default=None)
    if last is None:
        return _spliced(lines, start, [line], newline)
    first = next(n for n in range(last, start - 1, -1) if n == start or not lines[n - 1].strip())
    before = [_ended(lines[last], newline)] + ([] if _BULLET.match(lines[first]) else [newline])
    return [*lines[:last], *before, line, *lines[last + 1 :]]


def _spliced(lines: list[str], at: int, new: list[str], newline: str) -> list[str]:
    """The lines with a block put in, blank lines around it."""
    head, tail = lines[:at], lines[at:]
    if head:
        head = [*head[:-1], _ended(head[-1], newline)]
        new = new if not head[-1].strip() else [newline, *new]
    if tail and tail[0].strip():
        new = [*new, newline]
    return [*head, *new, *tail]


def _ended(line: str, newline: str) -> str:
    return line if line.endswith("\n") else line + newline


def _mark(lines: list[str], section: _Section) -> str:
    """The mark of a list item, as the section has it, or the file."""
    for start, end in ((section.start, section.end), (0, len(lines))):
        for line in lines[start:end]:
            bullet = _BULLET.match(line)
            if bullet is not None:
                return bullet[0]
    return "- "
