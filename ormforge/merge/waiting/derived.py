"""Relationships in the place of which a person has put inheritance: a class derives from the one that its key leads to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ormforge.catalog.keys import Key
from ormforge.catalog.renames import joined_columns, split_key
from ormforge.merge.files.versions import find
from ormforge.merge.waiting.dependents import Part
from ormforge.source.identity import is_relationship
from ormforge.source.partition import read_class
from ormforge.source.unit import Unit


@dataclass(frozen=True)
class _Mapped:
    """A class of the user's that maps a table, with the names of its bases; `new` is what is generated for the table."""

    bases: frozenset[str]
    new: Unit

    @property
    def table(self) -> str:
        """The table's path."""
        return split_key(self.new.key)[1] if self.new.key is not None else ""


def derived(parts: Iterable[Part]) -> frozenset[Key]:
    """The keys of both sides of each relationship that joins a class by its primary key to a class that it derives from.

    The mapper makes that join itself. A relationship between the two classes would say the same object once more, and
    cannot be joined where the class that is derived from refers to itself.
    """
    classes = {name: found for part in parts for name, found in _mapped(part)}
    keys: set[Key] = set()
    for name, found in classes.items():
        above = frozenset(_above(name, classes))
        if above and classes.keys().isdisjoint(_bases(found.new)):
            keys.update(_joins(found, above))
    return frozenset(keys)


def _mapped(part: Part) -> Iterator[tuple[str, _Mapped]]:
    for unit in part.mine.units:
        if unit.kind == "class" and unit.identity.startswith("table:"):
            new = find(part.new, unit.identity)
            if new is not None and new.kind == "class" and new.key is not None:
                yield unit.names[0], _Mapped(_bases(unit), new)


def _bases(unit: Unit) -> frozenset[str]:
    bases = unit.node.bases if isinstance(unit.node, ast.ClassDef) else []
    return frozenset(ast.unparse(base).rpartition(".")[2] for base in bases)


def _above(name: str, classes: Mapping[str, _Mapped]) -> Iterator[str]:
    """The tables of the classes that a class derives from."""
    seen, waiting = {name}, [*classes[name].bases]
    while waiting:
        base = waiting.pop()
        if base in classes and base not in seen:
            seen.add(base)
            yield classes[base].table
            waiting += classes[base].bases


def _joins(found: _Mapped, above: frozenset[str]) -> Iterator[Key]:
    body = read_class(found.new)[0].body
    primary = {unit.key for unit in body.units if _is_primary(unit)}
    for unit in body.units:
        if unit.key is None or not is_relationship(unit.node):
            continue
        near, arrow, remote = unit.key.partition(" -> ")
        if arrow and remote in above and {*joined_columns(unit.key)} <= primary:
            columns = near.removeprefix(f"relationship {found.table}")
            yield unit.key
            yield Key(f"relationship {remote} <- {found.table}{columns}")


def _is_primary(unit: Unit) -> bool:
    parts = (part for node in unit.nodes for part in ast.walk(node))
    return any(isinstance(part, ast.keyword) and part.arg == "primary_key" for part in parts)
