"""What changed in a database between two moments, each change judged for the code that uses the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ormforge.catalog.breaking import judge
from ormforge.catalog.compare import Difference, compare_catalogs
from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Catalog, ForeignKey, Index, IndexElement, Table
from ormforge.catalog.renames import (
    Rename,
    Tables,
    Translation,
    part_name,
    path_parts,
    translate,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChange:
    """One change. `breaking` says what it breaks in code that uses the models; None where it breaks nothing."""

    difference: Difference
    breaking: str | None = None

    def __str__(self) -> str:
        return str(self.difference)


def schema_changes(
    before: Catalog, after: Catalog, renames: tuple[Rename, ...] = ()
) -> tuple[SchemaChange, ...]:
    """The changes that turn the one catalog into the other, in the order of their paths.

    What a person has recorded as renamed is one change, not an object gone and another come.
    """
    translation = translate(renames, column_names(before), column_names(after))
    old = _renamed_catalog(before, translation) if translation else before
    found = [*_renamed(before, translation), *compare_catalogs(old, after)]
    found.sort(key=lambda one: (one.path, one.what, one.property or "", one.kind))
    judged = zip(found, judge(found, old, after), strict=True)
    return tuple(SchemaChange(difference=one, breaking=breaks) for one, breaks in judged)


def column_names(catalog: Catalog) -> Tables:
    """The tables of a catalog by path, each with the names of its columns as paths say them."""
    return {
        table.path: frozenset(path_part(column.name) for column in table.columns)
        for table in catalog.tables
    }


def _renamed(before: Catalog, translation: Translation) -> Iterator[Difference]:
    for table in before.tables:
        new = translation.table(table.path)
        if new != table.path:
            yield Difference(
                kind="renamed", what=table.kind, path=new, before=table.path, after=new
            )
        for column in table.columns:
            part = path_part(column.name)
            named = translation.column(table.path, part)
            if named != part:
                yield Difference(
                    kind="renamed",
                    what="column",
                    path=f"{new}.{named}",
                    before=f"{table.path}.{part}",
                    after=f"{new}.{named}",
                )


def _renamed_catalog(catalog: Catalog, translation: Translation) -> Catalog:
    """The catalog, had it always had the new names."""
    tables = [_renamed_table(table, translation) for table in catalog.tables]
    return replace(catalog, tables=tuple(sorted(tables, key=lambda t: (t.schema or "", t.name))))


def _renamed_table(table: Table, translation: Translation) -> Table:
    schema, name = _names(translation.table(table.path))
    path = table.path

    def new(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_column(translation, path, column) for column in columns)

    key = table.primary_key
    return replace(
        table,
        schema=schema,
        name=name,
        columns=tuple(replace(one, name=new((one.name,))[0]) for one in table.columns),
        primary_key=None if key is None else replace(key, columns=new(key.columns)),
        uniques=tuple(replace(one, columns=new(one.columns)) for one in table.uniques),
        foreign_keys=tuple(_renamed_key(one, path, translation) for one in table.foreign_keys),
        indexes=tuple(_renamed_index(one, path, translation) for one in table.indexes),
    )


def _renamed_key(key: ForeignKey, path: str, translation: Translation) -> ForeignKey:
    target = f"{path_part(key.referred_schema)}." if key.referred_schema is not None else ""
    target += path_part(key.referred_table)
    schema, name = _names(translation.table(target))
    referred = (_column(translation, target, column) for column in key.referred_columns)
    return replace(
        key,
        columns=tuple(_column(translation, path, column) for column in key.columns),
        referred_schema=schema,
        referred_table=name,
        referred_columns=tuple(referred),
    )


def _renamed_index(index: Index, path: str, translation: Translation) -> Index:
    def new(element: IndexElement) -> IndexElement:
        if element.column is None:
            return element
        named = _column(translation, path, element.column)
        # Only where an element is nothing but the column is it known how its text would read.
        text = named if element.plain and element.sql == element.column else element.sql
        return replace(element, column=named, sql=text)

    return replace(index, elements=tuple(map(new, index.elements)))


def _column(translation: Translation, table: str, column: str) -> str:
    return part_name(translation.column(table, path_part(column)))


def _names(path: str) -> tuple[str | None, str]:
    *schema, name = map(part_name, path_parts(path))
    return (schema[0] if schema else None), name
