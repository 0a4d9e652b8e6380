"""The entry of a table in the dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ormforge.catalog.keys import Key, path_part
from ormforge.catalog.model import Catalog, Check, Column, Exclude, ForeignKey, Index, Table, Unique
from ormforge.draft.model import Draft, DraftColumn, DraftModel, DraftTable
from ormforge.export.ends import Place, links
from ormforge.export.page.changes import Changes, table_lines
from ormforge.export.page.model import ColumnEntry, Detail, Reference, State, TableEntry
from ormforge.export.page.places import Places
from ormforge.export.page.words import (
    column_facts,
    exclude_text,
    foreign_key_text,
    index_text,
    key_text,
)
from ormforge.report import CustomCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the entries are taken from, looked up by key or place."""

    catalog: Catalog
    draft: Draft
    places: Places
    changes: Changes
    code: Sequence[CustomCode]
    items: dict[Key, DraftModel | DraftTable] = field(init=False)
    pointing: dict[Place, list[Reference]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", {item.key: item for item in self.draft.items})
        pointing: dict[Place, list[Reference]] = {}
        for link in links(self.catalog):
            near = (link.table.schema, link.table.name)
            reference = self.places.reference(near, link.key.columns)
            pointing.setdefault(link.target, []).append(reference)
        object.__setattr__(self, "pointing", pointing)


def table_entry(table: Table, sources: Sources) -> TableEntry:
    """All there is to say about a table."""
    place = (table.schema, table.name)
    item = sources.items.get(table.key)
    changes = sources.changes
    return TableEntry(
        id=sources.places.ids[place],
        label=sources.places.label(place),
        schema=table.schema or "",
        tone=sources.places.tone(table.schema),
        kind=table.kind,
        comment=table.comment,
        python=None if item is None else item.name,
        is_class=isinstance(item, DraftModel),
        columns=tuple(_columns(table, item, sources)),
        details=tuple(_details(table, sources)),
        relationships=tuple(_relationships(item, sources)),
        referenced_by=tuple(sources.pointing.get(place, ())),
        code=tuple(each for each in sources.code if each.table == table.path),
        definition=table.definition,
        state=changes.table_state(place),
        changes=table_lines(place, changes.tables.get(place, ())),
    )


def _columns(
    table: Table, item: DraftModel | DraftTable | None, sources: Sources
) -> Iterator[ColumnEntry]:
    drafted: dict[Key, DraftColumn] = {}
    if isinstance(item, DraftModel):
        drafted = {column.key: column for column in item.mapped_columns}
    primary = table.primary_key.columns if table.primary_key is not None else ()
    unique = {each.columns[0] for each in table.uniques if len(each.columns) == 1}
    for column in table.columns:
        attribute = drafted.get(table.column_key(column.name))
        path = f"{table.path}.{path_part(column.name)}"
        place = (table.schema, table.name)
        yield ColumnEntry(
            name=column.name,
            type=column.type.sql,
            nullable=column.nullable,
            primary=column.name in primary,
            unique=column.name in unique,
            facts=tuple(column_facts(column)),
            references=tuple(_references(table, column, sources.places)),
            comment=column.comment,
            attribute=None if attribute is None else attribute.name,
            annotation=None if attribute is None else attribute.annotation,
            state=sources.changes.state(place, "column", path),
            changes=sources.changes.lines(place, "column", path),
        )


def _references(table: Table, column: Column, places: Places) -> Iterator[Reference]:
    for key in table.foreign_keys:
        if column.name in key.columns:
            place = (key.referred_schema, key.referred_table)
            at = key.columns.index(column.name)
            yield places.reference(place, key.referred_columns[at : at + 1])


def _relationships(
    item: DraftModel | DraftTable | None, sources: Sources
) -> Iterator[tuple[str, str, Reference]]:
    if not isinstance(item, DraftModel):
        return
    ids = {table.key: (table.schema, table.name) for table in sources.catalog.tables}
    for relationship in item.relationships:
        place = ids.get(relationship.target_key)
        target = Reference(label=relationship.target)
        if place is not None:
            target = Reference(label=relationship.target, id=sources.places.ids[place])
        yield relationship.name, relationship.annotation, target


def _details(table: Table, sources: Sources) -> Iterator[tuple[str, tuple[Detail, ...]]]:
    """The keys, constraints and indexes of a table under their headings, those that it has."""
    groups = (
        ("Primary key", _primary_key(table, sources)),
        ("Foreign keys", [_foreign_key(table, key, sources) for key in table.foreign_keys]),
        ("Unique constraints", [_unique(table, each, sources) for each in table.uniques]),
        ("Indexes", [_index(table, index, sources) for index in table.indexes]),
        ("Checks", [_check(table, check, sources) for check in table.checks]),
        ("Exclusion constraints", [_exclude(table, each, sources) for each in table.excludes]),
        ("Other constraints", [Detail(name=r.name, text=r.sql) for r in table.raw_constraints]),
        ("Options", [Detail(name=name, text=value) for name, value in table.options]),
    )
    for heading, details in groups:
        if details:
            yield heading, tuple(details)


def _primary_key(table: Table, sources: Sources) -> list[Detail]:
    key = table.primary_key
    if key is None or (key.name is None and key.sql is None and len(key.columns) == 1):
        return []
    state = sources.changes.state((table.schema, table.name), "primary key", table.path)
    return [Detail(name=key.name, text=key_text(key), comment=key.comment, state=state)]


def _foreign_key(table: Table, key: ForeignKey, sources: Sources) -> Detail:
    place = (key.referred_schema, key.referred_table)
    return Detail(
        name=key.name,
        text=f"({', '.join(key.columns)})",
        reference=sources.places.reference(place, key.referred_columns),
        rest=foreign_key_text(key),
        comment=key.comment,
        state=_state(table, "foreign key", key.name, sources),
    )


def _unique(table: Table, unique: Unique, sources: Sources) -> Detail:
    state = _state(table, "unique constraint", unique.name, sources)
    return Detail(name=unique.name, text=key_text(unique), comment=unique.comment, state=state)


def _index(table: Table, index: Index, sources: Sources) -> Detail:
    state = _state(table, "index", index.name, sources)
    return Detail(name=index.name, text=index_text(index), comment=index.comment, state=state)


def _check(table: Table, check: Check, sources: Sources) -> Detail:
    state = _state(table, "check", check.name, sources)
    return Detail(name=check.name, text=check.expression, comment=check.comment, state=state)


def _exclude(table: Table, exclude: Exclude, sources: Sources) -> Detail:
    state = _state(table, "exclusion constraint", exclude.name, sources)
    return Detail(name=exclude.name, text=exclude_text(exclude), state=state)


def _state(table: Table, what: str, name: str | None, sources: Sources) -> State:
    if name is None:
        return ""
    place = (table.schema, table.name)
    return sources.changes.state(place, what, f"{table.path}.{path_part(name)}")
