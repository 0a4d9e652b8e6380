"""Entries of the changelog that told a rename as two changes, before it was recorded as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ormforge.catalog.changes import schema_changes
from ormforge.catalog.model import Catalog, Table
from ormforge.catalog.renames import Rename, part_name, path_parts, split_key
from ormforge.changelog import Entry, entries_of


def corrections(catalog: Catalog, renames: Iterable[Rename]) -> Iterator[Entry]:
    """For each recorded rename the entry that takes the place of those which told its object gone, and another come."""
    for rename in renames:
        former = part_name(path_parts(split_key(rename[0])[1])[-1])
        for now, before in _renamed(catalog, rename, former):
            both = replace(catalog, tables=(before,)), replace(catalog, tables=(now,))
            apart = entries_of(schema_changes(*both, ()), ())
            joined = entries_of(schema_changes(*both, (rename,)), ())
            if len(apart) == 2 and len(joined) == 1:
                yield replace(joined[0], replaces=tuple(entry.text for entry in apart))


def _renamed(catalog: Catalog, rename: Rename, former: str) -> Iterator[tuple[Table, Table]]:
    """The table as it is, and as it was called before; of a renamed column, a table of that column alone."""
    for table in catalog.tables:
        if table.key == rename[1]:
            yield table, replace(table, name=former)
        for column in table.columns:
            if table.column_key(column.name) == rename[1]:
                alone = Table(schema=table.schema, name=table.name, columns=(column,))
                yield alone, replace(alone, columns=(replace(column, name=former),))
