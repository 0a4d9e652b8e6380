"""Imports that a person has taken along with a class to another file, as the class needed them where it was generated."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ormforge.gate.bindings import module_facts
from ormforge.gate.chunks import Chunk
from ormforge.gate.evidence import Evidence
from ormforge.gate.piece import Piece, parse, python_pieces

_WORD = re.compile(r"\w+")
_ANYWHERE = PurePosixPath("_.py")


def came_along(piece: Piece, evidence: Evidence) -> bool:
    """Whether an import was generated beside a table that stands in the import's file now, and nothing there needs it.

    What such a class needs no longer goes from a generated file; one that only people have made keeps all its imports.
    """
    path = piece.path
    if path not in evidence.new or not {*piece.names}.isdisjoint(_words(evidence, piece)):
        return False
    here = _tables(evidence.mine.get(path, ""))
    others = (made.text for file, made in evidence.base.items() if file != path)
    return any(piece.norm in _norms(text) and here & _tables(text) for text in others)


def _words(evidence: Evidence, piece: Piece) -> frozenset[str]:
    return frozenset(_WORD.findall(evidence.result.get(piece.path, "")))


def _tables(text: str) -> frozenset[str]:
    """The tables of the classes of a module; none where it is in a newer grammar than the running Python's."""
    try:
        classes = module_facts(parse(text)).classes
    except SyntaxError:
        return frozenset()
    return frozenset(facts.table for facts in classes if facts.table is not None)


def _norms(text: str) -> frozenset[str]:
    """What the imports of a generated module mean, in the words of their pieces."""
    pieces = python_pieces(_ANYWHERE, [Chunk(line=1, text=text)])
    return frozenset(piece.norm for piece in pieces if piece.kind == "import")
