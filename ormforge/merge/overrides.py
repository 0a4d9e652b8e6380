"""What is told and remembered of hand-written code that stands in the place of generated code."""

from __future__ import annotations

from ormforge.merge.ledger import Scope
from ormforge.merge.match import Match
from ormforge.source.unit import Unit


def override(scope: Scope, match: Match, by: Unit) -> None:
    """Record that hand-written code has taken the place of a generated unit, and tell it the first time."""
    new = match.new
    if new is None or new.key is None:
        return
    if match.base is not None and match.base.bare != new.bare:
        message = (
            f"{new.key} has changed; your own code has its place and is not brought up to date"
        )
        scope.note("override", "warning", message, key=new.key, line=by.line)
    elif new.key not in scope.question.memory.overrides:
        message = f"{new.key}: your own {', '.join(by.names) or 'code'} takes the place of what would be generated"
        scope.note("override", "info", message, key=new.key, line=by.line)
    scope.ledger.overrides.add(new.key)


def outlived(scope: Scope, base: Unit, by: Unit) -> None:
    """Tell that code of the user's own stays in the place of something that is no longer generated."""
    if base.key is not None:
        message = f"{base.key} has gone; your own code in its place stays"
        scope.note("override", "warning", message, key=base.key, line=by.line)
