"""Recognising a relationship under another name, by what its arguments say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from ormforge.merge.names.signatures import Words, chosen_columns, signature
from ormforge.source.identity import (
    assigned_value,
    is_relationship,
    relationship_arguments,
    string,
)
from ormforge.source.relationships import loose, target_class
from ormforge.source.unit import Unit

_COLUMNS = re.compile(r"(?:\(([^()]*)\) -> |<- \S+\(([^()]*)\)\Z)")


def same_relationships(
    missing: Sequence[Unit], unknown: Sequence[Unit], names: Words, own: Words
) -> list[tuple[Unit, Unit]]:
    """Generated relationships that the user's class has no longer, each with an unknown one that says the same.

    Of several that say the same the first is the one; where several were generated, none is beyond doubt. `names` maps
    generated names of classes to the user's, and of tables to what the database calls them; `own` does so for the
    user's tables.
    """
    pairs = _paired(_by_signature(missing, names), _by_signature(unknown, own))
    known = {id(unit) for pair in pairs for unit in pair}
    left = [unit for unit in missing if id(unit) not in known]
    others = [unit for unit in unknown if id(unit) not in known]
    if not left or not others:
        return pairs
    return [*pairs, *_paired(_by_columns(left, names), _by_chosen_columns(others, own))]


def _paired(
    before: Mapping[str, list[Unit]], after: Mapping[str, list[Unit]]
) -> list[tuple[Unit, Unit]]:
    return [
        (found[0], after[said][0])
        for said, found in before.items()
        if len(found) == 1 and said in after
    ]


def _by_columns(units: Sequence[Unit], names: Words) -> dict[str, list[Unit]]:
    """Generated relationships by the class they lead to and the columns of their foreign key."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        columns = _COLUMNS.search(unit.key or "")
        if unit.node is not None and is_relationship(unit.node) and columns is not None:
            said = f"{signature(unit.node, names, chosen=False)} ({columns[1] or columns[2]})"
            found.setdefault(said, []).append(unit)
    return found


def _by_chosen_columns(units: Sequence[Unit], own: Words) -> dict[str, list[Unit]]:
    """Relationships of the user's that say by which columns they join, by these and what else they say."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        for columns in chosen_columns(unit.node) if unit.node is not None else ():
            if unit.node is not None:
                said = f"{signature(unit.node, own, chosen=False)} ({columns})"
                found.setdefault(said, []).append(unit)
    return found


def says_the_same(mine: Unit, new: Unit) -> bool:
    """Whether a relationship of the user's is the generated one in other words, or with more arguments."""
    one, other = mine.node, new.node
    if not isinstance(one, ast.AnnAssign) or not isinstance(other, ast.AnnAssign):
        return False
    if not (is_relationship(one) and is_relationship(other)):
        return False
    if ast.dump(one.annotation) != ast.dump(other.annotation):
        return False
    return signature(one, {}) == signature(other, {}) and other_side(one) == other_side(other)


def other_side(node: ast.stmt) -> str | None:
    """The name that a relationship's `back_populates` tells."""
    value = assigned_value(node)
    arguments = relationship_arguments(value) if isinstance(value, ast.Call) else ()
    return next((loose(said) for word, said in arguments if word == "back_populates"), None)


def _by_signature(units: Sequence[Unit], names: Words) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.node is not None and is_relationship(unit.node):
            found.setdefault(signature(unit.node, names), []).append(unit)
    return found


def backrefs(unit: Unit) -> Iterator[tuple[str, str]]:
    """The members that a relationship's `backref` puts into other classes, as (class, name)."""
    node = unit.node
    value = assigned_value(node) if node is not None and is_relationship(node) else None
    if node is None or not isinstance(value, ast.Call):
        return
    for word, call in relationship_arguments(value):
        if word == "backref":
            name = string(call.args[0] if isinstance(call, ast.Call) and call.args else call)
            if name is not None:
                yield target_class(node), name
