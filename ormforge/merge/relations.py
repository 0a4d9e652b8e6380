"""Recognising a relationship under another name, by what its arguments say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from ormforge.source.identity import (
    assigned_value,
    is_relationship,
    relationship_arguments,
    string,
)
from ormforge.source.relationships import loose, target_class
from ormforge.source.unit import Unit

_TELLING = frozenset(
    {
        *("foreign_keys", "secondary", "link_model", "remote_side", "primaryjoin", "secondaryjoin"),
        # One that only reads is a second view of the same rows, beside the relationship that writes them.
        "viewonly",
    }
)
_COLLECTIONS = frozenset({"list", "List", "set", "Set"})
_WORD = re.compile(r"[^\W\d]\w*")


def same_relationships(
    missing: Sequence[Unit], unknown: Sequence[Unit], classes: Mapping[str, str]
) -> list[tuple[Unit, Unit]]:
    """Generated relationships that the user's class has no longer, each with the unknown one that says the same.

    Only pairs beyond doubt: on both sides exactly one relationship has these arguments. `classes` maps generated names
    of classes to the user's.
    """
    before, after = _by_signature(missing, classes), _by_signature(unknown, {})
    return [
        (found[0], after[signature][0])
        for signature, found in before.items()
        if len(found) == 1 and len(after.get(signature, ())) == 1
    ]


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


def _by_signature(units: Sequence[Unit], classes: Mapping[str, str]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.node is not None and is_relationship(unit.node):
            found.setdefault(signature(unit.node, classes), []).append(unit)
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


def signature(node: ast.stmt, classes: Mapping[str, str]) -> str:
    """What a relationship is about: the class it leads to, whether to many, and the columns it follows."""
    value = assigned_value(node)
    if not isinstance(value, ast.Call):
        return ""
    arguments = list(relationship_arguments(value))
    implied = {"remote_side"} if _has_many_or_one_back(node, arguments) else frozenset()
    telling = sorted(
        f"{word}={loose(said)}" for word, said in arguments if word in _TELLING - implied
    )
    target = target_class(node)
    return f"{classes.get(target, target)} {' '.join(telling)}"


def _has_many_or_one_back(node: ast.stmt, arguments: Sequence[tuple[str, ast.expr]]) -> bool:
    """Whether a relationship is seen from the table that the key leads to, where `remote_side` is the key itself.

    A class that refers to itself needs `remote_side` on the other side only; sqlacodegen writes it on both.
    """
    if any(word == "uselist" and ast.unparse(said) == "False" for word, said in arguments):
        return True
    if not isinstance(node, ast.AnnAssign):
        return False
    names = _WORD.findall(string(node.annotation) or ast.unparse(node.annotation))
    return not _COLLECTIONS.isdisjoint(names)
