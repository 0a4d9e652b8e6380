"""What each table of a catalog becomes, and which foreign keys relate it to which.

Plain analysis of the catalog: no SQLAlchemy, no names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from ormforge.catalog.keys import Key, table_key
from ormforge.catalog.model import Catalog, ForeignKey, Table
from ormforge.drafting.constraints import declared_foreign_keys
from ormforge.drafting.inheritance import Hierarchy, inheritance_of
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.sides import Asked
from ormforge.drafting.styles import wording_of
from ormforge.drafting.virtual import Virtual, virtual_foreign_keys

VIEWS = ("view", "materialized view")


@dataclass(frozen=True, kw_only=True)
class Graph:
    """The tables of a catalog by their key, and what becomes of each.

    `classes` become mapped classes; `links` become a `Table` and two many-to-many relationships; every other table
    becomes a `Table`. `mapped` are all classes: in some styles links are among them, without relationships. `declared` are the foreign keys to tables of the catalog, by the key of the table that holds them,
    each once; `relations` are those of them that relationships follow, and the `virtual` ones that the project adds.
    """

    tables: Mapping[Key, Table]
    classes: frozenset[Key]
    links: frozenset[Key]
    mapped: frozenset[Key]
    relations: Mapping[Key, tuple[ForeignKey, ...]]
    declared: Mapping[Key, tuple[ForeignKey, ...]]
    virtual: Mapping[Key, tuple[Virtual, ...]]
    hierarchy: Hierarchy = field(default_factory=Hierarchy)

    def asked(self, table: Table, foreign_key: ForeignKey) -> Asked | None:
        """The rule that asks for the foreign key; None for one of the database's own."""
        found = (asked for virtual, asked in self.virtual[table.key] if virtual is foreign_key)
        return next(found, None)

    @cached_property
    def unique_columns(self) -> Mapping[Key, tuple[frozenset[str], ...]]:
        """The sets of columns that no two rows of a table share."""
        return {key: unique_columns(table) for key, table in self.tables.items()}

    def is_unique(self, table: Table, columns: tuple[str, ...]) -> bool:
        """Whether at most one row of the table has given values in the columns."""
        return any(unique <= set(columns) for unique in self.unique_columns[table.key])

    def between(self, one: Table, other: Table) -> int:
        """How many foreign keys there are between two tables, either way, or between those they inherit from."""
        lines = (self.hierarchy.line(one.key), self.hierarchy.line(other.key))
        ways = {pair for here, there in (lines, lines[::-1]) for pair in product(here, there)}
        return sum(
            referred_key(foreign_key) == target
            for source, target in ways
            for foreign_key in self.declared.get(source, ())
        )

    def shares_its_columns(self, table: Table, foreign_key: ForeignKey) -> bool:
        """Whether another foreign key leads from the same columns to other columns of the same table."""
        return any(
            set(other.columns) == set(foreign_key.columns)
            and referred_key(other) == referred_key(foreign_key)
            and _pairs(other) != _pairs(foreign_key)
            for other in self.declared[table.key]
        )


def build_graph(catalog: Catalog, options: DraftOptions) -> Graph:
    """What each table becomes; views only where the options want them."""
    wanted = [t for t in catalog.tables if options.views != "skip" or t.kind not in VIEWS]
    tables = {table.key: table for table in wanted}
    declared = {key: _declared(table, tables) for key, table in tables.items()}
    hierarchy = inheritance_of(catalog, options)
    added = virtual_foreign_keys(catalog, options)
    virtual = {key: _to_tables(added.get(key, ()), tables) for key in tables}
    relations = {
        key: (
            *(
                foreign_key
                for foreign_key in _relations(table, declared[key])
                if not hierarchy.is_inheriting(table, foreign_key)
            ),
            *(foreign_key for foreign_key, _ in virtual[key]),
        )
        for key, table in tables.items()
    }
    mapped = frozenset(key for key, table in tables.items() if _can_be_mapped(table, options))
    referred = {referred_key(fk) for foreign_keys in relations.values() for fk in foreign_keys}
    links = frozenset(
        key
        for key in mapped - referred
        if is_pure_link(tables[key])
        and len(relations[key]) == 2
        and all(referred_key(foreign_key) in mapped for foreign_key in relations[key])
    )
    return Graph(
        tables=tables,
        classes=mapped - links,
        links=links,
        mapped=mapped if wording_of(options.style).links_are_classes else mapped - links,
        relations=relations,
        declared=declared,
        virtual=virtual,
        hierarchy=hierarchy,
    )


def referred_key(foreign_key: ForeignKey) -> Key:
    """The key of the table that a foreign key points to."""
    return table_key(foreign_key.referred_schema, foreign_key.referred_table)


def unique_columns(table: Table) -> tuple[frozenset[str], ...]:
    """The sets of columns that identify a row: keys, and unique indexes over all rows and plain columns."""
    primary = () if table.primary_key is None else (table.primary_key.columns,)
    indexes = (
        tuple(element.column for element in index.elements if element.column is not None)
        for index in table.indexes
        if index.unique
        and index.where is None
        and all(element.column is not None for element in index.elements)
    )
    constraints = (unique.columns for unique in table.uniques)
    return tuple(frozenset(columns) for columns in (*primary, *constraints, *indexes) if columns)


def is_pure_link(table: Table) -> bool:
    """Whether a table only pairs the rows of two others: two foreign keys that together are its key and all of it."""
    if table.kind != "table" or len(table.foreign_keys) != 2:
        return False
    one, other = (frozenset(foreign_key.columns) for foreign_key in table.foreign_keys)
    everything = frozenset(column.name for column in table.columns)
    return (
        one | other == everything
        and not (one <= other or other <= one)
        and _is_key(table, everything)
    )


def _is_key(table: Table, columns: frozenset[str]) -> bool:
    return table.primary_key is not None and frozenset(table.primary_key.columns) == columns


def _can_be_mapped(table: Table, options: DraftOptions) -> bool:
    if options.style == "tables":
        return False
    if table.primary_key is None or not table.primary_key.columns:
        return False
    if table.kind in VIEWS:
        return options.views == "class"
    return table.kind != "virtual table"


def _declared(table: Table, tables: Mapping[Key, Table]) -> tuple[ForeignKey, ...]:
    """The foreign keys to tables that there are, by the place of their columns."""
    place = {column.name: number for number, column in enumerate(table.columns)}
    found: dict[tuple[Key, frozenset[tuple[str, str]]], ForeignKey] = {}
    for foreign_key in sorted(declared_foreign_keys(table), key=lambda fk: fk.name or ""):
        target = tables.get(referred_key(foreign_key))
        if target is not None and _is_resolved(foreign_key, table, target):
            found.setdefault((target.key, _pairs(foreign_key)), foreign_key)
    return tuple(
        sorted(
            found.values(),
            key=lambda fk: (
                [place[name] for name in fk.columns],
                referred_key(fk),
                fk.referred_columns,
            ),
        )
    )


def _to_tables(virtual: tuple[Virtual, ...], tables: Mapping[Key, Table]) -> tuple[Virtual, ...]:
    return tuple((fk, asked) for fk, asked in virtual if referred_key(fk) in tables)


def _relations(table: Table, declared: tuple[ForeignKey, ...]) -> tuple[ForeignKey, ...]:
    """Those that lead from a row to another one, and can be followed: one for each choice of columns and table."""
    found: dict[tuple[Key, tuple[str, ...]], ForeignKey] = {}
    for foreign_key in declared:
        to_itself = referred_key(foreign_key) == table.key
        if to_itself and (
            foreign_key.columns == foreign_key.referred_columns or _is_entangled(foreign_key)
        ):
            continue
        found.setdefault((referred_key(foreign_key), foreign_key.columns), foreign_key)
    return tuple(found.values())


def _pairs(foreign_key: ForeignKey) -> frozenset[tuple[str, str]]:
    return frozenset(zip(foreign_key.columns, foreign_key.referred_columns, strict=True))


def _is_entangled(foreign_key: ForeignKey) -> bool:
    """Whether a column of a table's foreign key to itself points on, and is pointed to in another row as well.

    SQLAlchemy cannot tell the direction of such a relationship ("foreign key columns within the join condition are
    present in both the parent and the child's mapped tables"), so there is none.
    """
    pairs = zip(foreign_key.columns, foreign_key.referred_columns, strict=True)
    moved = {column for column, referred in pairs if column != referred}
    return not moved.isdisjoint(foreign_key.referred_columns)


def _is_resolved(foreign_key: ForeignKey, table: Table, target: Table) -> bool:
    here, there = ({column.name for column in t.columns} for t in (table, target))
    return here.issuperset(foreign_key.columns) and there.issuperset(foreign_key.referred_columns)
