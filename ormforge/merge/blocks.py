"""Conflict blocks and orphan notices: what ormforge writes about a unit, and reading it back.

A block is comments only, so the file stays valid: mine is live, the text not taken stands above it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Sequence
from dataclasses import replace

from ormforge.catalog.keys import Key
from ormforge.source.lines import split_lines
from ormforge.source.unit import Suite, Unit

_CONFLICT = re.compile(r"# ormforge: conflict (.+)\Z")
_THEIRS = re.compile(r"# ormforge: theirs>")
_END = "# ormforge: end conflict"
_ORPHAN = re.compile(r"# ormforge: orphan (.+?)(?: \(archived\))?\Z")


def fingerprint(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def conflict_lines(key: Key, theirs: str, indent: str, end: str) -> tuple[str, ...]:
    """The lines above a unit in conflict; `theirs` is the text not taken, without indent."""
    quoted = [f"{indent}# ormforge: theirs> {line}".rstrip() + end for line in _lines(theirs)]
    return (f"{indent}# ormforge: conflict {key}{end}", *quoted)


def end_line(indent: str, end: str) -> str:
    """The line below a unit in conflict."""
    return f"{indent}{_END}{end}"


def orphan_line(key: Key, indent: str, end: str, *, archived: bool) -> str:
    """The line at the place that an orphan has left, or above an orphan that stays."""
    return f"{indent}# ormforge: orphan {key}{' (archived)' if archived else ''}{end}"


def orphan_key(unit: Unit) -> Key | None:
    """The key of the orphan that a notice tells of."""
    found = _ORPHAN.match(unit.code[0].strip()) if unit.kind == "notice" else None
    return Key(found.group(1)) if found else None


def _lines(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]


def lift_blocks(suite: Suite, known: Container[Key]) -> Suite:
    """The suite without the comment lines of its conflict blocks; what merely looks like one stays a comment.

    Only a whole block about a known key counts: its first line, the text not taken, at most one unit, its last line.
    """
    if not any(unit.kind == "notice" for unit in suite.units):
        return suite
    units: list[Unit] = []
    position = 0
    while position < len(suite.units):
        opening = suite.units[position]
        block = _block(suite.units, position, known)
        if block is None:
            units.append(opening)
            position += 1
            continue
        inside, position = block
        if not inside and position < len(suite.units):
            # A block with nothing in it is about the unit below, which takes the blank lines above the block.
            inside = [replace(suite.units[position], gap=opening.gap)]
            position += 1
        units += inside
    return replace(suite, units=tuple(units))


def broken_blocks(suite: Suite) -> frozenset[Key]:
    """The keys of conflict blocks that are left in a suite after lifting: a person has written into them."""
    found = (_CONFLICT.match(_notice(unit)) for unit in suite.units if unit.kind == "notice")
    return frozenset(Key(match.group(1)) for match in found if match is not None)


def _block(
    units: Sequence[Unit], start: int, known: Container[Key]
) -> tuple[list[Unit], int] | None:
    found = _CONFLICT.match(_notice(units[start]))
    if found is None or Key(found.group(1)) not in known:
        return None
    position = start + 1
    while position < len(units) and _THEIRS.match(_notice(units[position])):
        position += 1
    inside = []
    if position < len(units) and _notice(units[position]) != _END:
        inside = [replace(units[position], gap=units[start].gap)]
        position += 1
    if position >= len(units) or _notice(units[position]) != _END:
        return None
    return inside, position + 1


def _notice(unit: Unit) -> str:
    return unit.code[0].strip() if unit.kind == "notice" else ""
