"""Names that the project chooses: by a rule of its configuration, or by a function of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias

from ormforge.catalog.keys import Key
from ormforge.catalog.model import ForeignKey, Table
from ormforge.config.matching import winning_rule
from ormforge.drafting.choices import NamingFunction, RelationshipNames, RulePath
from ormforge.drafting.names import column_candidates, column_paths, table_paths
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.sides import Side
from ormforge.errors import RuleError


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenName:
    """A name, and the rule that gives it."""

    name: str
    rule: RulePath


ChosenNames: TypeAlias = Mapping[Key, ChosenName]


def given(chosen: ChosenName, path: str, *taken: Set[str]) -> str:
    """The chosen name; raises RuleError where something else has it."""
    if any(chosen.name in names for names in taken):
        raise RuleError(
            chosen.rule,
            f"{path} cannot be called {chosen.name!r}: something else has that name",
            hint="Choose another name.",
        )
    return chosen.name


def unusable(chosen: ChosenName, path: str, reason: str) -> RuleError:
    """The error of a name that nothing may have."""
    message = f"names {path} {chosen.name!r}: {reason}"
    return RuleError(chosen.rule, message, hint="Choose another name.")


class NameRules:
    """What the rules and functions of the options choose; the same question always gets the same answer."""

    def __init__(self, options: DraftOptions) -> None:
        self._options = options
        self._answers: dict[tuple[str, ...], str | None] = {}

    def item(
        self,
        table: Table,
        paths: Iterable[str],
        propose: Callable[[Table], Iterator[str]],
    ) -> ChosenName | None:
        """The name of a table's class or variable."""
        rule = winning_rule(self._options.tables, paths)
        if rule is not None:
            return ChosenName(name=self._options.tables[rule], rule=("naming", "tables", rule))
        function = self._options.functions.classes
        if function is None:
            return None
        facts = {"table": table.name, "schema": table.schema, "proposed": next(propose(table))}
        return self._asked(function, "class-name", table.key, facts)

    def column(self, table: Table, column: str, paths: Iterable[str]) -> ChosenName | None:
        """The name of a column's attribute."""
        rule = winning_rule(self._options.columns, paths) if self._options.columns else None
        if rule is not None:
            return ChosenName(name=self._options.columns[rule], rule=("naming", "columns", rule))
        function = self._options.functions.columns
        if function is None:
            return None
        proposed = next(column_candidates(column, self._options.style))
        facts = {"column": column, "table": table.name, "schema": table.schema}
        facts["proposed"] = proposed
        return self._asked(function, "column-name", table.column_key(column), facts)

    def relationship(
        self, side: Side, default_schema: str | None, propose: Callable[[Side], Iterator[str]]
    ) -> ChosenName | None:
        """The name of a relationship."""
        chosen = self._of_side(side, default_schema)
        function = self._options.functions.relationships
        if chosen is not None or function is None:
            return chosen
        facts: dict[str, object] = {"table": side.owner.name, "schema": side.owner.schema}
        facts |= {"target": side.target.name, "columns": side.foreign_key.columns}
        facts |= {"many": side.collection, "proposed": next(propose(side))}
        return self._asked(function, "relationship-name", side.key, facts)

    def _of_side(self, side: Side, default_schema: str | None) -> ChosenName | None:
        """What the rules say about the foreign key that the relationship follows, or comes back by."""
        if side.asked is not None:
            return self._asked_for(side, default_schema)
        if side.link is not None and side.near is not None:
            return self._rule(side.link, side.foreign_key, default_schema, "forward") or self._rule(
                side.link, side.near, default_schema, "reverse"
            )
        part = "forward" if side.owns_foreign_key else "reverse"
        return self._rule(side.source, side.foreign_key, default_schema, part)

    def _rule(
        self, table: Table, foreign_key: ForeignKey, default_schema: str | None, part: str
    ) -> ChosenName | None:
        if not self._options.relationships:
            return None
        paths = column_paths(table, foreign_key.columns, default_schema)
        rule = winning_rule(self._options.relationships, paths)
        names = RelationshipNames() if rule is None else self._options.relationships[rule]
        name = names.forward if part == "forward" else names.reverse
        if rule is None or name is None:
            return None
        return ChosenName(name=name, rule=("naming", "relationships", rule, part))

    def _asked_for(self, side: Side, default_schema: str | None) -> ChosenName | None:
        """The name that stands with the rule that asks for the relationship itself."""
        asked = side.asked
        if asked is None:
            return None
        if side.link is None:
            part: str | None = "forward" if side.owns_foreign_key else "reverse"
        else:
            part = winning_rule(asked.names, table_paths(side.owner, default_schema))
        if part is None or part not in asked.names:
            return None
        inner = () if side.link is None else ("names",)
        return ChosenName(name=asked.names[part], rule=(*asked.rule, *inner, part))

    def _asked(
        self, function: NamingFunction, key: str, about: Key, facts: Mapping[str, object]
    ) -> ChosenName | None:
        """The answer of the project's function; None where it leaves the name to the rules."""
        if (key, about) not in self._answers:
            self._answers[key, about] = function(**facts)
        name = self._answers[key, about]
        if name is None or name == facts["proposed"]:
            return None
        return ChosenName(name=name, rule=("naming", key))
