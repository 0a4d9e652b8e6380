"""The entries of enums, domains, other types and sequences."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.keys import table_path
from ormforge.catalog.model import Domain, EnumType, OtherType, Sequence
from ormforge.export.ends import Place
from ormforge.export.page.model import Reference, TypeEntry
from ormforge.export.page.places import unique_id
from ormforge.export.page.tables import Sources
from ormforge.export.page.words import domain_text, sequence_text

_Named = EnumType | Domain | OtherType | Sequence


def type_entries(sources: Sources) -> Iterator[TypeEntry]:
    """Every type of the database's own, enums first, then its sequences."""
    catalog, taken = sources.catalog, set[str]()
    names = {key: enum.name for enum in sources.draft.enums for key in enum.keys}
    users = _users(sources)
    named: tuple[_Named, ...] = (
        *catalog.enums,
        *catalog.domains,
        *catalog.other_types,
        *catalog.sequences,
    )
    for each in named:
        place = (each.schema, each.name)
        kind, what, text = _words(each)
        yield TypeEntry(
            id=unique_id(table_path(*place), taken),
            label=sources.places.label(place),
            kind=kind,
            labels=each.labels if isinstance(each, EnumType) else (),
            text=text,
            comment=None if isinstance(each, OtherType) else each.comment,
            python=None if isinstance(each, Sequence) else names.get(each.key),
            used_by=tuple(users.get(place, ())),
            state=sources.changes.state(None, what, table_path(*place)),
        )


def _words(each: _Named) -> tuple[str, str, str]:
    """What kind of thing it is, what a comparison calls it, and what it says."""
    if isinstance(each, EnumType):
        return "enum", "enum", ""
    if isinstance(each, Domain):
        return "domain", "domain", domain_text(each)
    if isinstance(each, Sequence):
        return "sequence", "sequence", sequence_text(each.options)
    return each.kind, "type", each.create


def _users(sources: Sources) -> dict[Place, list[Reference]]:
    """The columns that are of each type, and those that sequences belong to."""
    found: dict[Place, list[Reference]] = {}
    for table in sources.catalog.tables:
        for column in table.columns:
            if column.type.user_type is not None:
                reference = sources.places.reference((table.schema, table.name), (column.name,))
                found.setdefault(column.type.user_type, []).append(reference)
    for sequence in sources.catalog.sequences:
        if sequence.owner is not None:
            schema, table_name, column_name = sequence.owner
            reference = sources.places.reference((schema, table_name), (column_name,))
            found.setdefault((sequence.schema, sequence.name), []).append(reference)
    return found
