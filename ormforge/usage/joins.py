"""Relationships that a person wrote, and that a changed foreign key leaves without one way to join."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ormforge.source.identity import (
    assigned_value,
    is_relationship,
    relationship_arguments,
    target_name,
)
from ormforge.source.relationships import target_class
from ormforge.usage.printed import without_printed

Pairs = Mapping[frozenset[str], int]
"""How many foreign keys there are between the tables of two classes now, by the names of the classes."""

_JOINED_BY_HAND = frozenset({"primaryjoin", "secondary", "link_model"})


@dataclass(frozen=True, slots=True)
class Unjoined:
    """A relationship that SQLAlchemy cannot join: `name` is `Author.drafts`, `to` the class that it leads to."""

    line: int
    name: str
    to: str
    foreign_keys: int


def unjoined_relationships(text: str, printed: str, pairs: Pairs) -> Iterator[Unjoined]:
    """The relationships in a module that lead between one of the pairs, and do not say themselves how to join.

    `printed` is what ormforge makes of the module by itself, of which nothing is told. Nothing is found in text that
    is no Python. Rule: SQLAlchemy joins over the only foreign key between two tables, or over the one that
    `foreign_keys` chooses (NoForeignKeysError and AmbiguousForeignKeysError in "Configuring how Relationship Joins").
    """
    if "elationship" not in text:
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    for owner in without_printed(tree, printed).body:
        if isinstance(owner, ast.ClassDef):
            yield from _unjoined(owner, pairs)


def _unjoined(owner: ast.ClassDef, pairs: Pairs) -> Iterator[Unjoined]:
    for member in owner.body:
        value = assigned_value(member)
        if not isinstance(value, ast.Call) or not is_relationship(member):
            continue
        said = {word for word, _ in relationship_arguments(value)}
        to = target_class(member)
        count = pairs.get(frozenset((owner.name, to)))
        chosen = bool(count) and "foreign_keys" in said
        if count is not None and not chosen and not said & _JOINED_BY_HAND:
            name = f"{owner.name}.{target_name(member) or ''}"
            yield Unjoined(member.lineno, name, to, count)
