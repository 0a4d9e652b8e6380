"""What is told of hand-written code that names what has another name now, or has gone."""

from __future__ import annotations

from collections.abc import Iterable

from ormforge.merge.imports.aliases import words
from ormforge.merge.ledger import Scope
from ormforge.merge.pieces import Piece


def tell_dangling(scope: Scope, text: str, pieces: Iterable[Piece]) -> None:
    """Hand-written code is never rewritten: tell where it still has the name of a class that has another, or is gone."""
    left = words([text]) & scope.hand_words
    for old, new in sorted(scope.renames.names.items()):
        if old in left:
            scope.note("dangling", "warning", f"your own code still says {old}, which is now {new}")
    bound = {name for item in pieces if item.unit and not item.gone for name in item.unit.names}
    for name in sorted(scope.ledger.turned & left & bound):
        message = f"your own code says {name}, which was a class and is a Table now, or the reverse"
        scope.note("dangling", "warning", message)
    for name in sorted((scope.ledger.gone & left) - bound):
        scope.note("dangling", "warning", f"your own code still says {name}, which has gone")
