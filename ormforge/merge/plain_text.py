"""Merging files that are no Python: what stands between region markers is the user's, the rest is generated."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError
from ormforge.merge.blocks import fingerprint
from ormforge.merge.ledger import Scope
from ormforge.source.lines import plain, split_lines, with_end

_BEGIN = re.compile(
    r"\W*(?:region ormforge:custom|ormforge: begin custom)(?: (\S+))?", re.IGNORECASE
)
_END = re.compile(r"\W*(?:endregion ormforge:custom|ormforge: end custom)\b", re.IGNORECASE)


@dataclass(frozen=True)
class TextRegion:
    """Lines from one marker to the other, and the line above them that is not blank."""

    name: str
    lines: tuple[str, ...]
    above: str


def merge_text(scope: Scope, base: str | None, mine: str, new: str) -> str:
    """The new text with the user's regions in it; mine where anything else was edited and the new text has changed.

    What cannot be laid into the new text without a decision is kept as it is, and told.
    """
    if base is not None and plain(base) == plain(new):
        return mine
    regions, outside = read_regions(mine)
    generated = [read_regions(text)[1] for text in (base, new) if text is not None]
    if _content(outside) not in [_content(lines) for lines in generated]:
        return _kept(scope, mine, new)
    merged = _laid_into(regions, split_lines(new))
    return _kept(scope, mine, new) if merged is None else "".join(with_end(merged, scope.end))


def _kept(scope: Scope, mine: str, new: str) -> str:
    if scope.question.on_conflict == "fail":
        raise MergeError(
            f"{scope.path} was edited outside regions, and what is generated has changed"
        )
    key = Key(f"name {scope.path}")
    scope.ledger.pending[key] = fingerprint(new)
    scope.note(
        "conflict",
        "decision",
        f"{scope.path} was edited outside regions; it is kept as it is",
        key=key,
    )
    return mine


def read_regions(text: str) -> tuple[tuple[TextRegion, ...], tuple[str, ...]]:
    """The regions of a text, and its other lines."""
    regions: list[TextRegion] = []
    outside: list[str] = []
    inside: list[str] = []
    name = ""
    for line in split_lines(text):
        begins = _BEGIN.match(line) if not inside else None
        if begins is not None:
            name, inside = begins.group(1) or "", [line]
        elif inside:
            inside.append(line)
            if _END.match(line):
                above = next((item for item in reversed(outside) if item.strip()), "")
                regions.append(TextRegion(name, tuple(inside), above.strip()))
                inside = []
        else:
            outside.append(line)
    return tuple(regions), (*outside, *inside)


def _content(lines: tuple[str, ...]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _laid_into(regions: tuple[TextRegion, ...], lines: list[str]) -> list[str] | None:
    """The lines with each region below the line it stood below, or in place of the generated one of its name."""
    for region in reversed(regions):
        place = _named(region, lines)
        if place is not None:
            lines = [*lines[: place[0]], *region.lines, *lines[place[1] :]]
            continue
        found = [index for index, line in enumerate(lines) if line.strip() == region.above]
        if region.above and not found:
            return None
        at = found[0] + 1 if found else 0
        lines = [*lines[:at], *region.lines, *lines[at:]]
    return lines


def _named(region: TextRegion, lines: list[str]) -> tuple[int, int] | None:
    for start, line in enumerate(lines):
        begins = _BEGIN.match(line)
        if begins is not None and (begins.group(1) or "") == region.name:
            ends = (index + 1 for index in range(start, len(lines)) if _END.match(lines[index]))
            end = next(ends, None)
            return None if end is None else (start, end)
    return None
