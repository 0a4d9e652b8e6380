"""Which Python name everything gets: chosen by the project, promised before, or the best that is free.

A name that the project's own rules choose comes first, then the one that a pin promises, then the rules of this
package. A promised name is given to nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from functools import cached_property

from ormforge.catalog.keys import Key
from ormforge.catalog.model import ForeignKey, Table
from ormforge.draft.model import Pins
from ormforge.drafting.chosen_types import chosen_type_names
from ormforge.drafting.graph import Graph, referred_key
from ormforge.drafting.names import (
    Promises,
    chosen,
    class_candidates,
    column_candidates,
    column_paths,
    first_free,
    table_paths,
    type_candidates,
    variable_candidates,
)
from ormforge.drafting.options import DraftOptions, RelationshipNames
from ormforge.drafting.relationship_names import RelationshipNamer
from ormforge.drafting.reserved import MODULE_NAMES, is_reserved_in_class
from ormforge.drafting.sides import Side
from ormforge.errors import DraftError

_RANKS = {"many-to-one": 0, "one-to-many": 1, "one-to-one": 2, "many-to-many": 3}
Rank = tuple[object, ...]


class Namer:
    """Names of one catalog's tables, columns and relationships."""

    def __init__(
        self, graph: Graph, options: DraftOptions, pins: Pins, default_schema: str | None
    ) -> None:
        self._graph = graph
        self._options = options
        self._default_schema = default_schema
        self._promises = Promises(pins)
        self._relationships = RelationshipNamer(options)

    def item(self, table: Table, taken: Set[str]) -> str:
        """The name of a table's class, or of its variable."""
        rule = self._chosen_item(table)
        if rule is not None:
            return first_free((rule,), taken)
        is_class = table.key in self._graph.classes
        propose = class_candidates if is_class else variable_candidates
        schema = self._written_schema(table.schema)
        crowded = self._tables_called[table.name] > 1
        candidates = propose(table, self._options, schema=schema, crowded=crowded)
        promised = self._promises.name(table.key)
        return promised or first_free(candidates, taken, self._taken_in_module)

    def type_names(
        self, types: Iterable[tuple[Key, str | None, str]], taken: Set[str]
    ) -> Mapping[Key, str]:
        """The Python names of the database's own types, each given as its key, schema and name."""
        names: dict[Key, str] = {}
        given: set[str] = set()
        for key, schema, words in types:
            candidates = type_candidates(words, self._written_schema(schema), self._options)
            promised = self._promises.name(key)
            names[key] = promised or first_free(candidates, taken, given, self._taken_in_module)
            given.add(names[key])
        return names

    def column(self, table: Table, column: str, *taken: Set[str]) -> str:
        """The name of a column's attribute."""
        rule = self._chosen_column(table, column)
        if rule is not None:
            return first_free((rule,), *taken)
        if not self._promises:
            return first_free(column_candidates(column), *taken)
        promised = self._promises.name(table.column_key(column))
        promises = self._promises.in_class(table)
        return promised or first_free(column_candidates(column), *taken, promises)

    def relationship(self, side: Side, *taken: Set[str]) -> str:
        """The name of a relationship."""
        rule = self._chosen_relationship(side)
        if rule is not None:
            return first_free((rule,), *taken)
        candidates = self._relationships.candidates(side, alone=self._is_alone(side))
        promises = self._promises.in_class(side.owner)
        return self._promises.name(side.key) or first_free(candidates, *taken, promises)

    def item_rank(self, table: Table) -> Rank:
        """Which tables choose their names first: those that the project names, then the others by their path."""
        return (self._chosen_item(table) is None, table.schema or "", table.name)

    def column_rank(self, table: Table, column: str) -> Rank:
        """Which columns choose their names first: after the project's choice those that are named as they are called."""
        return (
            self._chosen_column(table, column) is None,
            not self._promises or self._promises.name(table.column_key(column)) is None,
            next(column_candidates(column)) != column,
        )

    def side_rank(self, side: Side) -> Rank:
        """Which relationships of a class choose their names first."""
        return (
            self._chosen_relationship(side) is None,
            self._promises.name(side.key) is None,
            not side.owns_foreign_key,
            _RANKS[side.direction],
            not self._relationships.is_plain(side),
            side.key,
        )

    @cached_property
    def _taken_in_module(self) -> frozenset[str]:
        return self._promises.in_module() | chosen_type_names(self._options) | {self._options.base}

    def _chosen_item(self, table: Table) -> str | None:
        name = chosen(self._options.tables, table_paths(table, self._default_schema))
        if name is not None and (name in MODULE_NAMES or name == self._options.base):
            raise _unusable(name, table.path, "the generated module needs that name itself")
        return name

    def _chosen_column(self, table: Table, column: str) -> str | None:
        paths = column_paths(table, (column,), self._default_schema)
        name = chosen(self._options.columns, paths)
        if name is not None and is_reserved_in_class(name):
            raise _unusable(name, f"{table.path}.{column}", "no attribute may be called that")
        return name

    def _chosen_relationship(self, side: Side) -> str | None:
        name = self._relationship_rule(side)
        if name is not None and is_reserved_in_class(name):
            raise _unusable(name, side.owner.path, "no attribute may be called that")
        return name

    def _relationship_rule(self, side: Side) -> str | None:
        """What the project's rules say about the foreign key that the relationship follows, or comes back by."""
        if side.link is not None and side.near is not None:
            far, near = self._rule(side.link, side.foreign_key), self._rule(side.link, side.near)
            return far.forward or near.reverse
        rule = self._rule(side.source, side.foreign_key)
        return rule.forward if side.owns_foreign_key else rule.reverse

    def _rule(self, table: Table, foreign_key: ForeignKey) -> RelationshipNames:
        paths = column_paths(table, foreign_key.columns, self._default_schema)
        return chosen(self._options.relationships, paths) or RelationshipNames()

    def _is_alone(self, side: Side) -> bool:
        relations = self._graph.relations[side.source.key]
        return sum(referred_key(fk) == referred_key(side.foreign_key) for fk in relations) == 1

    def _written_schema(self, schema: str | None) -> str | None:
        return None if schema == self._default_schema else schema

    @cached_property
    def _tables_called(self) -> Counter[str]:
        return Counter(table.name for table in self._graph.tables.values())


def _unusable(name: str, path: str, reason: str) -> DraftError:
    return DraftError(
        f"[naming] names {path} {name!r}: {reason}",
        hint="Choose another name in the configuration.",
    )
