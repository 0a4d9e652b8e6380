"""API schemas that are called otherwise now: a class without a table is known again by its key alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ormforge.gate.evidence import Evidence, is_python
from ormforge.gate.piece import Piece, Scope

_SCHEMA = "schema "


def renamed_schemas(evidence: Evidence) -> Mapping[str, str]:
    """The names of schemas in the baseline that have others now, each with the new one.

    A name that the result still has is that of another class, such as one that a person has put in its place.
    """
    now = {
        key: name
        for generated in evidence.new.values()
        for name, key in generated.keys.items()
        if key.startswith(_SCHEMA)
    }
    renamed = {
        name: now[key]
        for generated in evidence.base.values()
        for name, key in generated.keys.items()
        if now.get(key, name) != name
    }
    there = "\n".join(text for path, text in evidence.result.items() if is_python(path))
    return {old: new for old, new in renamed.items() if f"class {old}(" not in there}


def as_named_now(piece: Piece, names: Mapping[str, str]) -> Piece:
    """The piece as if the schema that it stands in had its new name."""
    if not piece.scope or piece.scope[0].name not in names:
        return piece
    name = names[piece.scope[0].name]
    is_head = piece.kind == "head" and len(piece.scope) == 1
    return replace(
        piece,
        scope=(Scope(name=name), *piece.scope[1:]),
        names=(name,) if is_head else piece.names,
    )
