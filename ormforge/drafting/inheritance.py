"""Joined-table inheritance, where the project asks for it: which class is a subclass of which, and how rows are told
apart.

https://docs.sqlalchemy.org/en/20/orm/inheritance.html#joined-table-inheritance
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ormforge.catalog.keys import Key, table_key
from ormforge.catalog.model import Catalog, ForeignKey, Table
from ormforge.drafting.choices import Inheritance, RulePath
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.paths import table_called
from ormforge.errors import RuleError


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The table of a subclass: its parent's table, the foreign key between them, and its polymorphic identity.

    `ambiguous`: there are other foreign keys between the two tables.
    """

    parent: Table
    foreign_key: ForeignKey
    identity: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The table of a parent class: the key of the column that tells rows apart, and what it holds for its own."""

    on: Key | None
    identity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchy:
    """Every subclass and every parent, by the key of its table."""

    children: Mapping[Key, Child] = field(default_factory=lambda: MappingProxyType({}))
    roots: Mapping[Key, Root] = field(default_factory=lambda: MappingProxyType({}))

    def ancestors(self, table: Key) -> tuple[Key, ...]:
        """The tables of the classes that a class inherits from, nearest first."""
        found: list[Key] = []
        while table in self.children:
            table = self.children[table].parent.key
            found.append(table)
        return tuple(found)

    def line(self, table: Key) -> tuple[Key, ...]:
        """The table itself and those of its ancestors: what a row of the class is read from."""
        return (table, *self.ancestors(table))

    def family(self, one: Key, other: Key) -> bool:
        """Whether two different classes have a common ancestor, or one inherits from the other."""
        return one != other and self.line(one)[-1] == self.line(other)[-1]

    def depth(self, table: Key) -> int:
        """How many classes a class inherits from: it has to be defined after them."""
        return len(self.ancestors(table))

    def descendants(self, table: Key) -> tuple[Key, ...]:
        """The tables of the classes that inherit from a class."""
        return tuple(sorted(key for key in self.children if table in self.ancestors(key)))

    def is_inheriting(self, table: Table, foreign_key: ForeignKey) -> bool:
        """Whether the foreign key is the one that joins a subclass to its parent."""
        child = self.children.get(table.key)
        return child is not None and child.foreign_key == foreign_key

    def joined(self, table: Table) -> frozenset[str]:
        """The columns that a subclass shares with its parent under one name."""
        child = self.children.get(table.key)
        if child is None:
            return frozenset()
        pairs = zip(child.foreign_key.columns, child.foreign_key.referred_columns, strict=True)
        return frozenset(here for here, there in pairs if here == there)

    def discriminator(self, table: Key) -> Key | None:
        """The key of the column that tells the rows of a class's hierarchy apart."""
        roots = (self.roots.get(key) for key in self.line(table))
        return next((root.on for root in roots if root is not None and root.on is not None), None)

    def identity(self, table: Key) -> str | None:
        """What that column holds for rows of the class."""
        child, root = self.children.get(table), self.roots.get(table)
        if child is not None:
            return child.identity or None
        return None if root is None else root.identity


def inheritance_of(catalog: Catalog, options: DraftOptions) -> Hierarchy:
    """The hierarchies that the rules ask for. Raises RuleError where the tables cannot be one."""
    children: dict[Key, Child] = {}
    roots: dict[Key, Root] = {}
    for rule in options.inheritance:
        if options.style == "sqlmodel":
            raise RuleError(
                rule.rule,
                "SQLModel's classes cannot be joined to a parent's table",
                hint='Choose the style "declarative" or "dataclass".',
            )
        parent = table_called(rule.table, catalog)
        if parent is None:
            continue
        _check_column(rule, parent)
        on = None if rule.on is None else parent.column_key(rule.on)
        roots[parent.key] = Root(on=on, identity=rule.identity)
        for path, identity in rule.children.items():
            table = table_called(path, catalog)
            if table is None:
                continue
            where = (*rule.rule, "children", path)
            if table.key in children:
                raise RuleError(where, f"{table.path} has a parent already")
            foreign_key = _foreign_key(where, table, parent)
            children[table.key] = Child(
                parent=parent,
                foreign_key=foreign_key,
                identity=identity,
                ambiguous=_between(table, parent) > 1,
            )
            _check_circle(where, table, children)
    return Hierarchy(children=children, roots=roots)


def _check_column(rule: Inheritance, parent: Table) -> None:
    if rule.on is not None and all(column.name != rule.on for column in parent.columns):
        raise RuleError((*rule.rule, "on"), f"{parent.path} has no column {rule.on}")


def _check_circle(where: RulePath, table: Table, children: Mapping[Key, Child]) -> None:
    key = table.key
    while key in children:
        key = children[key].parent.key
        if key == table.key:
            raise RuleError(where, f"{table.path} would be its own parent")


def _foreign_key(where: RulePath, table: Table, parent: Table) -> ForeignKey:
    """The foreign key from the child's primary key to the parent's."""
    own, theirs = (_key_of(known) for known in (table, parent))
    fitting = [
        foreign_key
        for foreign_key in _keys_to(table, parent)
        if own == set(foreign_key.columns) and theirs == set(foreign_key.referred_columns)
    ]
    if not fitting:
        raise RuleError(
            where,
            f"the primary key of {table.path} is no foreign key to that of {parent.path}, which joined inheritance needs",
        )
    return fitting[0]


def _keys_to(table: Table, other: Table) -> list[ForeignKey]:
    return [
        foreign_key
        for foreign_key in table.foreign_keys
        if table_key(foreign_key.referred_schema, foreign_key.referred_table) == other.key
    ]


def _between(one: Table, other: Table) -> int:
    return len(_keys_to(one, other)) + len(_keys_to(other, one))


def _key_of(table: Table) -> set[str]:
    return set() if table.primary_key is None else set(table.primary_key.columns)
