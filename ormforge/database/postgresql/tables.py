"""One table or view, put together from what the server stores of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ormforge.catalog.model import Statement, Table
from ormforge.database.postgresql import keys
from ormforge.database.postgresql.columns import StoredColumn, build_column, is_serial
from ormforge.database.postgresql.constraints import StoredConstraint
from ormforge.database.postgresql.indexes import StoredIndex, build_index
from ormforge.database.postgresql.relations import Relation
from ormforge.database.postgresql.sequences import StoredSequence


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTable:
    """Everything the server stores of one table or view; `sequences` are those that its columns own."""

    relation: Relation
    columns: tuple[StoredColumn, ...] = ()
    constraints: tuple[StoredConstraint, ...] = ()
    indexes: tuple[StoredIndex, ...] = ()
    sequences: tuple[StoredSequence, ...] = ()


def serial_sequence(stored: StoredTable) -> StoredSequence | None:
    """The sequence of the serial column: the one column of the primary key that SERIAL describes entirely."""
    key = {column for each in stored.constraints if each.kind == "p" for column in each.columns}
    columns = {each.position: each for each in stored.columns if each.name in key}
    found = [
        sequence
        for sequence in stored.sequences
        if sequence.owner in columns
        and is_serial(stored.relation, columns[sequence.owner], sequence)
    ]
    return found[0] if len(found) == 1 else None


def build_table(
    stored: StoredTable, selected: Collection[int], after_create: tuple[Statement, ...]
) -> Table:
    """The catalog's table; `selected` are the relations that a foreign key can be resolved to."""
    relation, constraints, indexes = stored.relation, stored.constraints, stored.indexes
    serial = serial_sequence(stored)
    identities = {each.owner: each for each in stored.sequences if each.identity}
    return Table(
        schema=relation.schema,
        name=relation.name,
        kind=relation.kind,
        columns=tuple(
            build_column(
                column,
                identities.get(column.position),
                serial is not None and serial.owner == column.position,
            )
            for column in stored.columns
        ),
        primary_key=keys.primary_key(constraints, indexes),
        uniques=keys.uniques(constraints, indexes),
        foreign_keys=keys.foreign_keys(constraints, selected),
        checks=keys.checks(constraints),
        excludes=keys.excludes(constraints, indexes),
        raw_constraints=keys.raw_constraints(constraints, indexes, selected),
        indexes=tuple(
            build_index(index) for index in indexes if index.valid and not index.of_constraint
        ),
        comment=relation.comment,
        options=relation.options,
        after_create=after_create,
        definition=relation.definition,
    )
