"""Statements of a file that ormforge has not written: what they say of the database, and whether a hand made them.

Such a file has no baseline. A statement that says what the database says stays as it is written. One that says something
else, and holds nothing but what a generator writes as well, is an old copy of the database. Anything else is a choice.
"""

from __future__ import annotations

import ast
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.merge.adoption.adopted_arguments import taken_arguments
from ormforge.merge.adoption.old_copies import is_plain
from ormforge.merge.ledger import Scope
from ormforge.merge.statements.decide import carry_comment
from ormforge.merge.statements.facts import (
    facts_of,
    names_in,
    takes_values,
)
from ormforge.plan import Archived, Severity
from ormforge.source.identity import (
    is_relationship,
)
from ormforge.source.sameness import comments
from ormforge.source.unit import Unit

Stance = Literal["same", "stale", "own"]


def adopted(scope: Scope, mine: Unit, new: Unit) -> str:
    """The statement in the file that is taken over: the person's, or the generated one where theirs is an old copy."""
    name = f"{scope.class_name}.{mine.names[0]}" if scope.class_name else mine.names[0]
    found = "relationship" if is_relationship(mine.node) else stance(mine, new)
    taken = taken_arguments(scope, mine, new) if found != "same" else None
    if taken == mine.bare:
        return taken
    if found == "stale" or taken is not None:
        key = new.key or Key(f"name {scope.path}:{name}")
        lines = "".join(mine.lines)
        scope.ledger.archived.append(
            Archived(key=key, path=scope.path, text=lines, owner=scope.owner, why="replaced")
        )
        message = f"{name} says what the database says now; before it was {mine.bare.strip()!r}"
        scope.note("adopted", "info", message, key=key, line=mine.line)
        if taken is not None:
            return taken
        return new.bare if not comments(mine.bare) else carry_comment("", mine.bare, new.bare) or ""
    if found != "same":
        severity: Severity = "info" if found == "relationship" else "warning"
        message = f"{name} is kept as it was written; ormforge would say {new.bare.strip()!r}"
        scope.note("adopted", severity, message, key=new.key, line=mine.line)
    return mine.bare


def stance(mine: Unit, new: Unit) -> Stance:
    """How a statement stands to the one that would be generated: the same facts, stale ones, or the person's own."""
    one, other = mine.node, new.node
    if one is None or other is None:
        return "own"
    before, now = facts_of(one), facts_of(other)
    if isinstance(before, dict) and isinstance(now, dict) and None in (before["type"], now["type"]):
        # A foreign key has the type of what it refers to where none is said.
        before, now = ({**facts, "type": None} for facts in (before, now))
    if before == now:
        return "same"
    told = not comments(mine.bare) or carry_comment("", mine.bare, new.bare) is not None
    # An enum of which the values are stored is what is generated; otherwise it stores the names of its members.
    known = frozenset(names_in(other)) if any(map(takes_values, ast.walk(one))) else frozenset()
    return "stale" if told and is_plain(one, known) else "own"
