"""Why a table, column, relationship or enum is what it is in the models: the rule or default behind each part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, Table
from ormforge.config import Config
from ormforge.config.matching import winning_rule
from ormforge.config.source import dotted
from ormforge.draft.model import Draft, DraftColumn, DraftModel, DraftRelationship, DraftTable, Pins
from ormforge.drafting.choices import Inheritance, RulePath
from ormforge.drafting.chosen_types import type_rule
from ormforge.drafting.declared_keys import key_rule
from ormforge.drafting.enum_choices import enum_spellings
from ormforge.drafting.imported import name_of
from ormforge.drafting.loading import relationship_paths
from ormforge.drafting.mixins import takes_mixin
from ormforge.drafting.names import column_paths, table_paths
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.paths import table_called
from ormforge.errors import UsageError
from ormforge.pipeline.explained_names import NameReasons
from ormforge.pipeline.generate import read_inputs
from ormforge.pipeline.own_base import project_options
from ormforge.pipeline.plugins import planned_draft
from ormforge.pipeline.promises import promises
from ormforge.pipeline.source import read_catalog
from ormforge.report import Fact


def explain(config: Config, root: Path, key: str) -> tuple[Fact, ...]:
    """Everything there is to say about the object of this key: a table, a column, a relationship or an enum.

    The key is a path as rules have it (`public.books.author_id`, `books`), with or without its kind before it. Raises
    UsageError for one that nothing has, with the nearest.
    """
    inputs = read_inputs(config, root, read_catalog(config, root))
    options = project_options(inputs.workspace, config, root)
    pins = promises(inputs.workspace, inputs.catalog, options, config, root)
    draft = planned_draft(config, inputs.catalog, options, pins)
    names = NameReasons(
        catalog=inputs.catalog,
        options=options,
        config=config,
        workspace=inputs.workspace,
        pins=pins,
    )
    explainer = Explainer(
        catalog=inputs.catalog, draft=draft, options=options, pins=pins, names=names
    )
    found = tuple(explainer.about(key))
    if not found:
        near = get_close_matches(key, sorted(explainer.known()), n=3)
        hint = f"Did you mean {', '.join(near)}?" if near else None
        raise UsageError(f"{key}: the models have no such table, column, relationship", hint=hint)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """Finds the reasons behind one draft."""

    catalog: Catalog
    draft: Draft
    options: DraftOptions
    pins: Pins
    names: NameReasons

    def about(self, path: str) -> Iterator[Fact]:
        """The facts about everything that has this path."""
        kind, blank, rest = path.partition(" ")
        wanted = rest if blank and kind in ("table", "column", "relationship", "type") else path
        for item in self.draft.items:
            if wanted in self._paths(item.table):
                yield from self._item(item)
            if isinstance(item, DraftModel):
                yield from self._members(item, wanted, path)
        for enum in self.draft.enums:
            if wanted in enum_spellings(self.catalog).get(enum.key, (enum.key.partition(" ")[2],)):
                yield self._named(enum.key, enum.name, "the words of the type")

    def known(self) -> Iterator[str]:
        """Every path that there is something to say about, in its shortest spelling."""
        for item in self.draft.items:
            yield min(self._paths(item.table), key=len)
            if isinstance(item, DraftModel):
                for column in item.mapped_columns:
                    yield min(self._column_paths(item.table, (column.column.name,)), key=len)
                for relationship in item.relationships:
                    yield min(self._relationship_paths(item.table, relationship), key=len)

    def _members(self, model: DraftModel, wanted: str, path: str) -> Iterator[Fact]:
        table = model.table
        for column in model.mapped_columns:
            if wanted in self._column_paths(table, (column.column.name,)):
                yield from self._column(model, column)
        for relationship in model.relationships:
            follows = self._column_paths(table, relationship.columns)
            owned = relationship.owns_foreign_key and wanted in follows
            if (
                owned
                or path == relationship.key
                or (wanted in self._relationship_paths(table, relationship))
            ):
                yield from self._relationship(model, relationship)
                if owned:
                    yield from self._other_side(relationship)

    def _other_side(self, forward: DraftRelationship) -> Iterator[Fact]:
        for model in self.draft.models:
            for relationship in model.relationships:
                if model.key == forward.target_key and (
                    relationship.name == forward.back_populates
                ):
                    yield from self._relationship(model, relationship)

    def _item(self, item: DraftModel | DraftTable) -> Iterator[Fact]:
        table = item.table
        yield self._named(table.key, item.name, "the table's name")
        if not isinstance(item, DraftModel):
            return
        base = self._rule(("bases",), self.options.bases, self._paths(table))
        above = ("output", "base") if self.options.base_import else None
        child = self._parent_rule(table)
        yield _fact(
            table.key, "base", item.bases[-1], child or base or above, "the base of the module"
        )
        yield from self._identities(table)
        for mixin in self.options.mixins:
            if name_of(mixin.use) in item.bases:
                yield _fact(table.key, "mixin", mixin.use, mixin.rule, "")
        plain = self.catalog.table(table.key)
        key = key_rule(plain, self.catalog, self.options)
        if key is not None:
            columns = ", ".join(self.options.keys[key])
            yield _fact(table.key, "key", columns, ("keys", key), "")

    def _parent_rule(self, table: Table) -> RulePath | None:
        for rule in self.options.inheritance:
            for path in rule.children:
                if winning_rule((path,), self._paths(table)) is not None:
                    return (*rule.rule, "children", path)
        return None

    def _identities(self, table: Table) -> Iterator[Fact]:
        """What tells the rows of the classes of a hierarchy apart."""
        for rule in self.options.inheritance:
            if self._is_parent(rule, table):
                if rule.on is not None:
                    yield _fact(table.key, "identity column", rule.on, (*rule.rule, "on"), "")
                if rule.identity is not None:
                    by = (*rule.rule, "identity")
                    yield _fact(table.key, "identity", rule.identity, by, "")
        child = self._parent_rule(table)
        identity = None if child is None else self._identity(child)
        if identity:
            yield _fact(table.key, "identity", identity, child, "")

    def _identity(self, child: RulePath) -> str:
        rule = next(
            rule for rule in self.options.inheritance if child[: len(rule.rule)] == rule.rule
        )
        return rule.children[str(child[-1])]

    def _is_parent(self, rule: Inheritance, table: Table) -> bool:
        parent = table_called(rule.table, self.catalog)
        return parent is not None and parent.key == table.key

    def _column(self, model: DraftModel, column: DraftColumn) -> Iterator[Fact]:
        table, name = model.table, column.column.name
        yield self._named(column.key, column.name, "the column's name", model.name)
        chosen = type_rule(self.options.types, table, column.column, self.catalog.default_schema)
        why = f"what {column.column.type.sql or 'no type'} is in Python"
        why = f"{why}, or NULL" if column.column.nullable else why
        by: RulePath | None = None if chosen is None else ("types", chosen)
        if by is None:
            by = self._rule(
                ("enums",), self.options.enums, enum_spellings(self.catalog).get(column.key, ())
            )
        yield _fact(column.key, "type", column.annotation, by, why)
        if column.value is not None:
            yield _fact(column.key, "value", column.value, None, "what the database says of it")
        for rule in self.options.inheritance:
            if rule.on == name and self._is_parent(rule, table):
                which = f"which subclass of {model.name} a row is"
                yield _fact(column.key, "identity column", which, (*rule.rule, "on"), "")
        if column in model.inherited:
            mixin = self._mixin_of(table, name)
            yield _fact(column.key, "place", "a base of the class", mixin, "the class inherits it")

    def _mixin_of(self, table: Table, column: str) -> RulePath | None:
        default = self.catalog.default_schema
        found = (m.rule for m in self.options.mixins if column in m.columns)
        taken = {m.rule for m in self.options.mixins if takes_mixin(table, m, default)}
        return next((rule for rule in found if rule in taken), None)

    def _relationship(self, model: DraftModel, relationship: DraftRelationship) -> Iterator[Fact]:
        key = relationship.key
        default = "the words of the foreign key and the tables"
        yield self._named(key, relationship.name, default, model.name)
        asked = self.draft.asked_by.get(key)
        because = "the foreign key and the unique keys of the tables"
        yield _fact(key, "type", relationship.annotation, asked, because)
        paths = self._relationship_paths(model.table, relationship)
        lazy = self._rule(("lazy",), self.options.lazy, paths)
        if lazy is not None:
            yield _fact(key, "lazy", self.options.lazy[str(lazy[-1])], lazy, "")

    def _rule(
        self, at: RulePath, rules: Iterable[str], spellings: Iterable[str]
    ) -> RulePath | None:
        rule = winning_rule(rules, spellings)
        return None if rule is None else (*at, rule)

    def _named(self, key: Key, name: str, default: str, owner: str | None = None) -> Fact:
        """Why something has its name; `owner` is the class whose member it is."""
        rule = self.draft.named_by.get(key)
        if rule is not None:
            return _fact(key, "name", name, rule, default)
        promised = self.pins.names.get(key) == name
        ruled = self.names.ruled(key)
        if promised and name != ruled:
            reason = (
                "given by hand" if self.names.by_hand(key, name) else "kept from an earlier run"
            )
            reason = reason if ruled is None else f"{reason}; the rules make it {ruled}"
            place = self.names.place(key, owner, name)
            return Fact(subject=key, aspect="name", value=name, reason=reason, place=place)
        return Fact(
            subject=key,
            aspect="name",
            value=name,
            reason=f"{default}; kept from the last run" if promised else default,
            shaped_by=tuple(map(dotted, self.names.shaping(key))),
        )

    def _paths(self, table: Table) -> tuple[str, ...]:
        return tuple(table_paths(table, self.catalog.default_schema))

    def _column_paths(self, table: Table, columns: Iterable[str]) -> tuple[str, ...]:
        return tuple(column_paths(table, columns, self.catalog.default_schema))

    def _relationship_paths(self, table: Table, relationship: DraftRelationship) -> tuple[str, ...]:
        default = self.catalog.default_schema
        return tuple(relationship_paths(table, relationship.name, default))


def _fact(key: Key, aspect: str, value: str, rule: RulePath | None, reason: str) -> Fact:
    named = None if rule is None else dotted(rule)
    return Fact(subject=key, aspect=aspect, value=value, reason=reason, rule=named)
