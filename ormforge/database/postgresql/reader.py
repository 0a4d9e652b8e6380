"""The whole catalog of a PostgreSQL database, in a number of queries that does not depend on its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa

from ormforge.catalog.model import Catalog, Domain, EnumType, Omission, OtherType, Statement
from ormforge.database.postgresql.alterations import alterations
from ormforge.database.postgresql.columns import TypeName, read_columns
from ormforge.database.postgresql.constraints import read_constraints
from ormforge.database.postgresql.indexes import read_indexes
from ormforge.database.postgresql.omissions import extension_tables, read_omissions
from ormforge.database.postgresql.relations import Relation, read_relations
from ormforge.database.postgresql.sequences import (
    Position,
    StoredSequence,
    build_sequence,
    read_sequences,
)
from ormforge.database.postgresql.session import Session, reading_session
from ormforge.database.postgresql.statements import statement
from ormforge.database.postgresql.statistics import read_statistics
from ormforge.database.postgresql.tables import StoredTable, build_table, serial_sequence
from ormforge.database.postgresql.types import StoredType, StoredTypes, read_types
from ormforge.database.request import Request

Stored = tuple[StoredTable, ...]


def read_postgresql(connection: sa.Connection, request: Request) -> Catalog:
    """The catalog of the tables that the request wants, and of the types and sequences that they draw on.

    Where the request includes everything, unused types and sequences of its schemas are part of it too. The connection
    must not be in autocommit mode; it is left as it was. Raises DatabaseError for a schema that is not there.
    """
    with reading_session(connection, request.schemas) as session:
        return _read(session, request)


def _read(session: Session, request: Request) -> Catalog:
    relations = read_relations(session, request)
    selected = relations.selected
    types = read_types(session)
    sequences = read_sequences(session)
    stored = _stored_tables(session, selected, types.names, sequences)
    statistics = read_statistics(session)
    whole = session.schemas if request.include == ("*",) else ()
    kept = _kept_types(types, stored, whole)
    values = [each.value for each in kept.values()]
    listed = _listed_sequences(sequences, stored, whole)
    omissions = [
        *relations.partitions,
        *_lost_parents(selected),
        *read_omissions(session, stored, kept.keys()),
        *extension_tables(session, request),
    ]
    return Catalog(
        dialect="postgresql",
        default_schema=session.default_schema,
        tables=tuple(
            build_table(each, selected, alterations(each, statistics.get(each.relation.oid, ())))
            for each in stored
        ),
        enums=tuple(value for value in values if isinstance(value, EnumType)),
        domains=tuple(value for value in values if isinstance(value, Domain)),
        other_types=tuple(value for value in values if isinstance(value, OtherType)),
        sequences=tuple(build_sequence(each, _owner(each, stored)) for each in listed),
        after_create=(
            *_inheritance(selected),
            *(each for kind in kept.values() for each in kind.statements),
            *_unlogged(listed),
        ),
        omissions=tuple(sorted(omissions, key=lambda each: (each.kind, each.path, each.reason))),
    )


def _stored_tables(
    session: Session,
    selected: Mapping[int, Relation],
    type_names: Mapping[int, TypeName],
    sequences: Iterable[StoredSequence],
) -> Stored:
    columns = read_columns(session, type_names)
    indexes = read_indexes(session)
    included = {each.oid: each.include for several in indexes.values() for each in several}
    constraints = read_constraints(session, included)
    owned: dict[int, list[StoredSequence]] = {}
    for sequence in sequences:
        if sequence.owner is not None:
            owned.setdefault(sequence.owner[0], []).append(sequence)
    return tuple(
        StoredTable(
            relation=relation,
            columns=columns.get(oid, ()),
            constraints=constraints.get(oid, ()),
            indexes=indexes.get(oid, ()),
            sequences=tuple(owned.get(oid, ())),
        )
        for oid, relation in selected.items()
    )


def _kept_types(
    types: StoredTypes, stored: Stored, schemas: tuple[str, ...]
) -> dict[int, StoredType]:
    """The types that columns use, all those of `schemas`, and what these are made of."""
    wanted = [oid for oid, each in types.types.items() if each.value.schema in schemas]
    wanted += [column.base_type for table in stored for column in table.columns]
    used = types.used_by(wanted)
    return {oid: each for oid, each in types.types.items() if oid in used}


def _listed_sequences(
    sequences: Iterable[StoredSequence], stored: Stored, schemas: tuple[str, ...]
) -> tuple[StoredSequence, ...]:
    """The sequences that no column makes by itself: used or owned by a table at hand, or free in one of `schemas`."""
    implied = {serial.oid for table in stored if (serial := serial_sequence(table))}
    positions = {column.position for table in stored for column in table.columns}
    return tuple(
        each
        for each in sequences
        if not each.identity
        and each.oid not in implied
        and (
            each.users & positions
            or each.owner in positions
            or (each.owner is None and each.schema in schemas)
        )
    )


def _owner(sequence: StoredSequence, stored: Stored) -> tuple[str, str, str] | None:
    owners: dict[Position, tuple[str, str, str]] = {
        column.position: (table.relation.schema, table.relation.name, column.name)
        for table in stored
        for column in table.columns
    }
    return None if sequence.owner is None else owners.get(sequence.owner)


def _inheritance(selected: Mapping[int, Relation]) -> Iterator[Statement]:
    """INHERITS, said when all tables are there; parents in their order."""
    for child in selected.values():
        for parent in child.parents:
            if parent in selected:
                sql = f"ALTER TABLE {child.ref} INHERIT {selected[parent].ref}"
                yield statement(sql, f"inheritance of {child.ref}")


def _lost_parents(selected: Mapping[int, Relation]) -> Iterator[Omission]:
    for child in selected.values():
        if not all(parent in selected for parent in child.parents):
            reason = "a table it inherits from is left out"
            yield Omission(kind="inheritance", path=child.path, reason=reason)


def _unlogged(sequences: Iterable[StoredSequence]) -> Iterator[Statement]:
    for each in sequences:
        if each.unlogged:
            sql = f"ALTER SEQUENCE {each.ref} SET UNLOGGED"
            yield statement(sql, f"logging of {each.ref}")
