"""Marker lines: where regions begin and end, and what ormforge itself has written about a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ormforge.source.unit import Unit, source_lines

_REGION = re.compile(r"#\s*(region|endregion)\s+ormforge:custom(?:\s+(\S+))?\s*\Z", re.IGNORECASE)
_CUSTOM = re.compile(r"#\s*ormforge:\s*(begin|end)\s+custom(?:\s+(\S+))?\s*\Z", re.IGNORECASE)
_NOTICE = re.compile(
    r"# ormforge: (?:conflict |theirs>|end conflict\Z|orphan |base [0-9a-f]{12}\Z)"
)


@dataclass(frozen=True)
class Marker:
    """A line that begins or ends a region."""

    side: Literal["begin", "end"]
    name: str


@dataclass(frozen=True)
class MarkerProblem:
    """A marker that has no partner, and is therefore an ordinary comment; `line` counts from 1."""

    line: int
    message: str


def read_marker(line: str) -> Marker | None:
    """The marker that a line is, if it is one: a comment alone on its line, in either spelling."""
    if "ormforge" not in line.lower():
        return None
    text = line.strip()
    found = _REGION.match(text) or _CUSTOM.match(text)
    if found is None:
        return None
    begins = found.group(1).lower() in ("region", "begin")
    return Marker("begin" if begins else "end", found.group(2) or "")


def is_notice(line: str) -> bool:
    """Whether a comment line has the form of those that ormforge writes itself."""
    return bool(_NOTICE.match(line.strip()))


def fold_regions(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], tuple[MarkerProblem, ...]]:
    """The units of one suite with each region folded into one unit, and the markers that have no partner.

    A marker without a partner becomes an ordinary comment: what it was to protect is then protected as any other
    hand-written code is.
    """
    folded: list[Unit] = []
    problems: list[MarkerProblem] = []
    position = 0
    while position < len(units):
        unit = units[position]
        if unit.kind != "marker":
            folded.append(unit)
            position += 1
            continue
        end = _partner(units, position)
        if end is None:
            folded.append(_as_comment(unit))
            problems.append(
                MarkerProblem(
                    unit.line, f"{unit.code[0].strip()!r} has no partner in the same block"
                )
            )
            position += 1
        else:
            folded.append(_region(units[position : end + 1]))
            position = end + 1
    return tuple(folded), tuple(problems)


def _partner(units: Sequence[Unit], start: int) -> int | None:
    begin = read_marker(units[start].code[0])
    for position in range(start + 1, len(units)):
        if units[position].kind == "marker":
            end = read_marker(units[position].code[0])
            if begin is None or end is None or begin.side != "begin" or end.side != "end":
                return None
            return position if end.name in ("", begin.name) else None
    return None


def _as_comment(unit: Unit) -> Unit:
    return Unit(
        "comment", unit.gap, (), unit.code, unit.line, identity=f"comment:{unit.code[0].strip()}"
    )


def _region(units: Sequence[Unit]) -> Unit:
    inner = tuple(unit for unit in units[1:-1] if unit.nodes)
    return Unit(
        "region",
        units[0].gap,
        (),
        (*units[0].code, *source_lines(units[1:])),
        units[0].line,
        names=tuple(name for unit in inner for name in unit.names),
        identity=f"region:{units[0].line}",
        captured=frozenset(
            identity for unit in inner for identity in (unit.identity, *unit.captured)
        ),
        inner=inner,
    )
