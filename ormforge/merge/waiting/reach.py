"""Relationships of a class that say columns by name: a person may have moved them above these columns.

SQLAlchemy takes a string in the place of a list of columns, and reads it later. Hand-written text is not changed: only
a list that the generator has just written is spelled so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ormforge.merge.pieces import Piece
from ormforge.source.identity import is_relationship
from ormforge.source.lines import indent_of, split_lines
from ormforge.source.partition import read_statement
from ormforge.source.unit import Unit

_LIST = re.compile(r"\b(foreign_keys|remote_side)(\s*=\s*)(\[[\w\s,]*\])")
_STRING = re.compile(r"""\b(?:foreign_keys|remote_side)\s*=\s*["']\[""")


def within_reach(pieces: Sequence[Piece], owner: str) -> list[Piece]:
    """The pieces of a class body with columns said as strings where they are bound only further below."""
    result = list(pieces)
    bound: set[str] = set()
    everywhere = {name for piece in pieces for name in _bound(piece)}
    for index, piece in enumerate(pieces):
        if _is_written(piece) and (set(_columns(piece.text)) - bound) & everywhere:
            lines = tuple(split_lines(spelled(piece.text, owner)))
            result[index] = replace(piece, lines=lines)
        bound.update(_bound(piece))
    return result


def as_spelled(generated: Unit | None, mine: Unit | None, owner: str) -> Unit | None:
    """The generated relationship with its columns as strings, where mine says them so."""
    if generated is None or mine is None or generated.node is None or mine.node is None:
        return generated
    if not is_relationship(generated.node) or not _STRING.search(mine.bare):
        return generated
    text = spelled(generated.bare, owner)
    if text == generated.bare:
        return generated
    fresh = read_statement(text, member=True)
    indent = indent_of(generated.code[0])
    code = tuple(indent + line for line in split_lines(text))
    return replace(generated, code=code, nodes=fresh.nodes)


def spelled(text: str, owner: str) -> str:
    """The text with each list of columns as a string: `foreign_keys="[Book.author_id]"`."""

    def exchanged(found: re.Match[str]) -> str:
        names = [name for name in re.split(r"[\s,]+", found[3].strip("[] \n")) if name]
        listed = ", ".join(f"{owner}.{name}" for name in names)
        return f'{found[1]}{found[2]}"[{listed}]"'

    return _LIST.sub(exchanged, text)


def _is_written(piece: Piece) -> bool:
    """Whether a piece is a relationship that this merge has written, in whole or in part."""
    unit = piece.unit
    if piece.gone or unit is None or unit.node is None or not is_relationship(unit.node):
        return False
    return piece.mine is None or piece.lines != piece.mine.lines


def _bound(piece: Piece) -> tuple[str, ...]:
    unit = piece.mine or piece.new
    return () if unit is None or piece.gone else unit.names


def _columns(text: str) -> Iterator[str]:
    for found in _LIST.finditer(text):
        yield from re.findall(r"\w+", found[3])
