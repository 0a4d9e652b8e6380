"""The statements that follow CREATE TABLE: what a table says beyond what SQLAlchemy's constructs can."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ormforge.catalog.model import Statement
from ormforge.database.postgresql import keys
from ormforge.database.postgresql.columns import StoredColumn
from ormforge.database.postgresql.default_names import default_name
from ormforge.database.postgresql.indexes import StoredIndex, parameter
from ormforge.database.postgresql.sequences import StoredSequence
from ormforge.database.postgresql.sql_text import quote_literal, quote_name
from ormforge.database.postgresql.statements import comment_on, statement
from ormforge.database.postgresql.tables import StoredTable, serial_sequence

_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "x": "EXTENDED", "m": "MAIN"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}
_PLAIN_VALUE = re.compile(r"[\w.]+")


def alterations(stored: StoredTable, extended: Iterable[Statement] = ()) -> tuple[Statement, ...]:
    """The statements for one table, in the order in which they can run; `extended` are those of its statistics."""
    if stored.relation.kind != "table":
        return ()
    return (
        *_table(stored),
        *_constraints(stored),
        *_sequences(stored),
        *_columns(stored),
        *_storage_of_keys(stored),
        *(each for index in stored.indexes if index.valid for each in _index(stored, index)),
        *extended,
    )


def _table(stored: StoredTable) -> Iterator[Statement]:
    relation = stored.relation
    alter = f"ALTER TABLE {relation.ref}"
    if relation.row_type:
        yield statement(f"{alter} OF {relation.row_type}", f"row type of {relation.ref}")
    if relation.parameters:
        settings = _settings(relation.parameters)
        yield statement(f"{alter} SET ({settings})", f"storage parameters of {relation.ref}")
    if words := {"f": "FULL", "n": "NOTHING"}.get(relation.replica_identity):
        yield statement(f"{alter} REPLICA IDENTITY {words}", f"replica identity of {relation.ref}")


def _constraints(stored: StoredTable) -> Iterator[Statement]:
    alter = f"ALTER TABLE {stored.relation.ref}"
    for each in keys.repeated_uniques(stored.constraints, stored.indexes):
        yield statement(f"{alter} ADD CONSTRAINT {each.ref} {each.definition}", each.name)
        if each.comment:
            yield comment_on("CONSTRAINT", f"{each.ref} ON {stored.relation.ref}", each.comment)
    yield from _not_nulls(stored)
    raw = {each.name for each in keys.raw_constraints(stored.constraints, stored.indexes, ())}
    for each in stored.constraints:
        if each.comment and (each.kind in "xn" or each.period or each.name in raw):
            yield comment_on("CONSTRAINT", f"{each.ref} ON {stored.relation.ref}", each.comment)


def _not_nulls(stored: StoredTable) -> Iterator[Statement]:
    """What PostgreSQL 18 keeps of NOT NULL beyond the word: its name, and whether it is inherited and valid."""
    alter = f"ALTER TABLE {stored.relation.ref}"
    for each in stored.constraints:
        if each.kind != "n":
            continue
        if each.not_valid or each.no_inherit:
            column = next(c.ref for c in stored.columns if c.name in each.columns)
            yield statement(f"{alter} ALTER COLUMN {column} DROP NOT NULL", each.name)
            yield statement(f"{alter} ADD CONSTRAINT {each.ref} {each.definition}", each.name)
        elif not each.name_is_default:
            chosen = quote_name(default_name(stored.relation.name, each.columns, "not_null"))
            yield statement(f"{alter} RENAME CONSTRAINT {chosen} TO {each.ref}", each.name)


def _sequences(stored: StoredTable) -> Iterator[Statement]:
    """Owned sequences: those that the catalog lists are given to their columns, identity ones are put right."""
    serial = serial_sequence(stored)
    for sequence in stored.sequences:
        if sequence.identity:
            yield from _identity(stored, sequence)
        elif sequence != serial:
            column = next(c for c in stored.columns if c.position == sequence.owner)
            yield statement(
                f"ALTER SEQUENCE {sequence.ref} OWNED BY {stored.relation.ref}.{column.ref}",
                f"owner of {sequence.ref}",
            )
        if sequence.comment and (sequence.identity or sequence == serial):
            yield comment_on("SEQUENCE", sequence.ref, sequence.comment)


def _identity(stored: StoredTable, sequence: StoredSequence) -> Iterator[Statement]:
    column = next(c for c in stored.columns if c.position == sequence.owner)
    chosen = default_name(stored.relation.name, [column.name], "seq")
    if sequence.name != chosen:
        schema = sequence.ref.removesuffix(quote_name(sequence.name)).removesuffix(sequence.name)
        yield statement(
            f"ALTER SEQUENCE {schema}{quote_name(chosen)} RENAME TO {quote_name(sequence.name)}",
            f"name of {sequence.ref}",
        )
    if sequence.data_type != column.type.sql:
        yield statement(
            f"ALTER SEQUENCE {sequence.ref} AS {sequence.data_type}", f"type of {sequence.ref}"
        )
    if not sequence.like_owner:
        word = "UNLOGGED" if sequence.unlogged else "LOGGED"
        yield statement(f"ALTER SEQUENCE {sequence.ref} SET {word}", f"logging of {sequence.ref}")


def _columns(stored: StoredTable) -> Iterator[Statement]:
    """What columns say of how they are stored and sampled, all in one statement, wherever they stand in the table."""
    actions = [
        f"ALTER COLUMN {column.ref} {action}"
        for column in sorted(stored.columns, key=lambda column: column.name)
        for action in _column_actions(column)
    ]
    if actions:
        sql = f"ALTER TABLE {stored.relation.ref} {', '.join(actions)}"
        yield statement(sql, f"column storage of {stored.relation.ref}")


def _column_actions(column: StoredColumn) -> Iterator[str]:
    if column.storage:
        yield f"SET STORAGE {_STORAGE[column.storage]}"
    if column.compression:
        yield f"SET COMPRESSION {_COMPRESSION[column.compression]}"
    if column.statistics is not None:
        yield f"SET STATISTICS {column.statistics}"
    if column.parameters:
        yield f"SET ({_settings(column.parameters)})"


def _storage_of_keys(stored: StoredTable) -> Iterator[Statement]:
    """Storage of the indexes behind keys; the text of an EXCLUDE constraint has its own."""
    if stored.relation.partitioned:
        return
    behind = {each.index for each in stored.constraints if each.kind in "pu"}
    for index in stored.indexes:
        alter = f"ALTER INDEX {index.ref}"
        if index.oid in behind and index.parameters:
            settings = _settings(index.parameters)
            yield statement(f"{alter} SET ({settings})", f"storage parameters of {index.ref}")
        if index.oid in behind and index.tablespace:
            space = quote_name(index.tablespace)
            yield statement(f"{alter} SET TABLESPACE {space}", f"tablespace of {index.ref}")


def _index(stored: StoredTable, index: StoredIndex) -> Iterator[Statement]:
    """What CREATE INDEX cannot say."""
    alter = f"ALTER INDEX {index.ref}"
    for target in index.statistics:
        yield statement(f"{alter} ALTER COLUMN {target}", f"statistics target of {index.ref}")
    if index.clustered:
        yield statement(
            f"ALTER TABLE {stored.relation.ref} CLUSTER ON {index.plain_ref}",
            f"clustering of {stored.relation.ref}",
        )
    if index.identifies:
        yield statement(
            f"ALTER TABLE {stored.relation.ref} REPLICA IDENTITY USING INDEX {index.plain_ref}",
            f"replica identity of {stored.relation.ref}",
        )
    if index.comment:
        yield comment_on("INDEX", index.ref, index.comment)


def _settings(parameters: Iterable[str]) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in map(parameter, parameters))


def _value(value: str) -> str:
    return value if _PLAIN_VALUE.fullmatch(value) else quote_literal(value)
