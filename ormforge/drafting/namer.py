"""Which Python name everything gets: chosen by the project, promised before, or the best that is free.

A name that the project's own rules choose comes first, then the one that a pin promises, then the rules of this
package. A promised name is given to nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property, partial

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Table
from ormforge.draft.model import ItemKind, Pins
from ormforge.drafting.choices import RulePath
from ormforge.drafting.chosen_names import ChosenName, ChosenNames, NameRules, given, unusable
from ormforge.drafting.graph import Graph, referred_key
from ormforge.drafting.imported import imported_names
from ormforge.drafting.names import (
    Promises,
    class_candidates,
    column_candidates,
    column_paths,
    first_free,
    table_paths,
    type_candidates,
    usable_pins,
    variable_candidates,
)
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.relationship_names import RelationshipNamer
from ormforge.drafting.reserved import MODULE_NAMES, is_reserved_in_class
from ormforge.drafting.sides import Side
from ormforge.errors import RuleError

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
        self._promises = Promises(usable_pins(pins, options.style))
        self._relationships = RelationshipNamer(options)
        self._rules = NameRules(options)
        self._named_by: dict[Key, RulePath] = {}

    @property
    def named_by(self) -> Mapping[Key, RulePath]:
        """The rules that have chosen names so far, by the keys of what they name."""
        return self._named_by

    def item(self, table: Table, taken: Set[str]) -> str:
        """The name of a table's class, or of its variable. Raises RuleError for a rule that gives it a taken name."""
        rule = self._chosen_item(table)
        if rule is not None:
            self._named_by[table.key] = rule.rule
            return given(rule, table.path, taken)
        candidates = list(self._item_candidates(table))
        promised = self._promised_item(table)
        self._refuse_to_push_away(promised or candidates[0], table.path, self._chosen_items)
        return promised or first_free(candidates, taken, self._taken_in_module)

    def type_names(
        self, types: Iterable[tuple[Key, str | None, str]], taken: Set[str], chosen: ChosenNames
    ) -> Mapping[Key, str]:
        """The Python names of the database's own types, each given as its key, schema and name; those that the
        project chooses come first."""
        names: dict[Key, str] = {}
        given_: set[str] = set()
        for key, schema, words in sorted(types, key=lambda type_: type_[0] not in chosen):
            if key in chosen:
                self._named_by[key] = chosen[key].rule
                names[key] = given(chosen[key], key.partition(" ")[2], taken, given_)
            else:
                candidates = type_candidates(words, self._written_schema(schema), self._options)
                free = partial(first_free, candidates, taken, given_, self._taken_in_module)
                names[key] = self._promises.name(key) or free()
            given_.add(names[key])
        return names

    def column(self, table: Table, column: str, *taken: Set[str]) -> str:
        """The name of a column's attribute. Raises RuleError for a rule that gives it a taken name."""
        rule = self._chosen_column(table, column)
        if rule is not None:
            self._named_by[table.column_key(column)] = rule.rule
            return given(rule, f"{table.path}.{column}", *taken)
        promised = self._promises.name(table.column_key(column))
        natural = next(column_candidates(column, self._options.style))
        if self._options.columns or self._options.functions.columns is not None:
            ruled = self._chosen_columns(table)
            self._refuse_to_push_away(promised or natural, f"{table.path}.{column}", ruled)
        candidates = [natural]
        if table.key in self._graph.hierarchy.children:
            candidates.append(f"{self._relationships.owned(table)}_{natural}")
        promises = self._promises.in_class(table) if self._promises else frozenset()
        return promised or first_free(candidates, *taken, promises)

    def relationship(self, side: Side, *taken: Set[str]) -> str:
        """The name of a relationship. Raises RuleError for a rule that gives it a taken name."""
        rule = self._chosen_relationship(side)
        if rule is not None:
            self._named_by[side.key] = rule.rule
            return given(rule, side.owner.path, *taken)
        promises = self._promises.in_class(side.owner)
        promised = self._promises.name(side.key)
        if promised is not None and not any(promised in names for names in taken):
            return promised
        return first_free(self._relationship_candidates(side), *taken, promises)

    def item_rank(self, table: Table) -> Rank:
        """Which tables choose their names first: those that the project names, then those that are called so in full."""
        stripped = self._options.words(table.name) != table.name
        return (self._chosen_item(table) is None, stripped, table.schema or "", table.name)

    def column_rank(self, table: Table, column: str) -> Rank:
        """Which columns choose their names first: after the project's choice those that are named as they are called."""
        return (
            self._chosen_column(table, column) is None,
            not self._promises or self._promises.name(table.column_key(column)) is None,
            next(column_candidates(column, self._options.style)) != column,
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
        return self._promises.in_module() | self._imported

    @cached_property
    def _imported(self) -> frozenset[str]:
        return imported_names(self._options) | {self._options.base.partition(".")[0]}

    def _promised_item(self, table: Table) -> str | None:
        """The name promised to a table; none where it was the one of a variable, and the table is a class from now on.

        The other way round as well, but where the style asks for variables alone: then the words of a class stay.
        """
        promised, kind = self._promises.name(table.key), self._kind(table)
        before = self._promises.kind(table.key) or kind
        if promised is None or before == kind or self._options.style == "tables":
            return promised
        return None if promised in self._item_candidates(table, before) else promised

    def _kind(self, table: Table) -> ItemKind:
        return "class" if table.key in self._graph.mapped else "variable"

    def _item_candidates(self, table: Table, kind: ItemKind | None = None) -> Iterator[str]:
        kind = kind or self._kind(table)
        propose = class_candidates if kind == "class" else variable_candidates
        schema = self._written_schema(table.schema)
        crowded = self._tables_called[table.name] > 1
        return propose(table, self._options, schema=schema, crowded=crowded)

    def _relationship_candidates(self, side: Side) -> Iterator[str]:
        return self._relationships.candidates(side, alone=self._is_alone(side))

    def _chosen_item(self, table: Table) -> ChosenName | None:
        paths = table_paths(table, self._default_schema)
        chosen = self._rules.item(table, paths, self._item_candidates)
        if chosen is not None and chosen.name in MODULE_NAMES | self._imported:
            raise unusable(chosen, table.path, "the generated module needs that name itself")
        return chosen

    @cached_property
    def _chosen_items(self) -> Mapping[str, ChosenName]:
        found = (self._chosen_item(table) for table in self._graph.tables.values())
        return {chosen.name: chosen for chosen in found if chosen is not None}

    def _chosen_column(self, table: Table, column: str) -> ChosenName | None:
        paths = column_paths(table, (column,), self._default_schema)
        chosen = self._rules.column(table, column, paths)
        if chosen is not None and is_reserved_in_class(chosen.name, self._options.style):
            raise unusable(chosen, f"{table.path}.{column}", "no attribute may be called that")
        return chosen

    def _chosen_columns(self, table: Table) -> Mapping[str, ChosenName]:
        found = (self._chosen_column(table, column.name) for column in table.columns)
        return {chosen.name: chosen for chosen in found if chosen is not None}

    def _chosen_relationship(self, side: Side) -> ChosenName | None:
        chosen = self._rules.relationship(side, self._default_schema, self._relationship_candidates)
        if chosen is not None and is_reserved_in_class(chosen.name, self._options.style):
            raise unusable(chosen, side.owner.path, "no attribute may be called that")
        return chosen

    def _refuse_to_push_away(self, name: str, path: str, chosen: Mapping[str, ChosenName]) -> None:
        """Nothing; raises RuleError where a rule gave away the name that something else has by itself."""
        if name in chosen:
            rule = chosen[name]
            raise RuleError(
                rule.rule,
                f"{name!r} is what {path} is called already",
                hint="Choose another name, or give that one another name too.",
            )

    def _is_alone(self, side: Side) -> bool:
        relations = self._graph.relations[side.source.key]
        return sum(referred_key(fk) == referred_key(side.foreign_key) for fk in relations) == 1

    def _written_schema(self, schema: str | None) -> str | None:
        """What a schema is called in names; None for the connection's own, which nobody writes."""
        if schema is None or schema == self._default_schema:
            return None
        return self._options.schemas.get(schema, schema)

    @cached_property
    def _tables_called(self) -> Counter[str]:
        return Counter(table.name for table in self._graph.tables.values())
