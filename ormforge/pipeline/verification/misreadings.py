"""What alembic would change although the models are right: it goes by SQLAlchemy's reflection, which misreads some things.

Each rule is about a class of objects, told from the source's catalog. docs/exact.md has an example of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ormforge.catalog.model import Catalog, Column, Domain, ForeignKey, Index, Table

_SERVERS = ("mysql", "mariadb")

Operation = tuple[Any, ...]
"""One of alembic's: (word, schema, table, column, existing, before, after), or (word, the object)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misreading:
    """A class of operations that say nothing of the database: `applies` tells whether one, on a table, is of it."""

    words: tuple[str, ...]
    reason: str
    applies: Callable[[Operation, Table, Catalog], bool]


def reason_for(operation: Operation, table: Table, source: Catalog) -> str | None:
    """Why alembic would do this to a table that is as the models say; None where no rule knows."""
    for rule in _RULES:
        if operation[0] in rule.words and rule.applies(operation, table, source):
            return rule.reason
    return None


# -- what the source has where an operation points


def _column(operation: Operation, table: Table) -> Column | None:
    return next((column for column in table.columns if column.name == operation[3]), None)


def _domain(operation: Operation, table: Table, source: Catalog) -> Domain | None:
    column = _column(operation, table)
    named = None if column is None else column.type.user_type
    return next((each for each in source.domains if (each.schema, each.name) == named), None)


def _index(operation: Operation, table: Table) -> Index | None:
    name = operation[1].name
    return next((index for index in table.indexes if index.name == name), None)


def _column_names(operation: Operation) -> tuple[str, ...]:
    return tuple(column.name for column in operation[1].columns)


# -- rules


def _is_rowid(operation: Operation, table: Table, source: Catalog) -> bool:
    column = _column(operation, table)
    key = table.primary_key
    in_key = column is not None and key is not None and key.columns == (column.name,)
    return source.dialect == "sqlite" and in_key and operation[5:7] == (True, False)


def _is_not_null_domain(operation: Operation, table: Table, source: Catalog) -> bool:
    domain = _domain(operation, table, source)
    return domain is not None and not domain.nullable and operation[5:7] == (False, True)


def _has_default_of_domain(operation: Operation, table: Table, source: Catalog) -> bool:
    domain, column = _domain(operation, table, source), _column(operation, table)
    return domain is not None and column is not None and column.default is None


def _owns_sequence(operation: Operation, table: Table, source: Catalog) -> bool:
    column = _column(operation, table)
    drawn = column is not None and column.default is not None and "nextval(" in column.default
    return source.dialect == "postgresql" and drawn and operation[5] is None


def _has_default(operation: Operation, table: Table, _source: Catalog) -> bool:
    column = _column(operation, table)
    return column is not None and column.default is not None


def _has_column(operation: Operation, table: Table, _source: Catalog) -> bool:
    return _column(operation, table) is not None


def _misses_options(operation: Operation, table: Table, source: Catalog) -> bool:
    columns = tuple(element.parent.name for element in operation[1].elements)
    keys = [key for key in table.foreign_keys if sorted(key.columns) == sorted(columns)]
    told = any(_has_options(key) for key in keys) or len(keys) > 1
    return source.dialect == "sqlite" and told


def _has_options(key: ForeignKey) -> bool:
    options = (key.on_delete, key.on_update, key.match, key.deferrable, key.initially_deferred)
    return any(options)


def _is_unique_of_sqlite(operation: Operation, table: Table, source: Catalog) -> bool:
    columns = sorted(_column_names(operation))
    known = any(sorted(unique.columns) == columns for unique in table.uniques)
    return source.dialect == "sqlite" and known


def _is_elaborate_index(operation: Operation, table: Table, _source: Catalog) -> bool:
    index = _index(operation, table)
    return index is not None and (
        index.where is not None or any(not element.plain for element in index.elements)
    )


def _is_ignored_index(operation: Operation, table: Table, source: Catalog) -> bool:
    known = operation[0] == "add_index" and _index(operation, table) is not None
    return source.dialect in _SERVERS and known


def _is_carried_by_ddl(operation: Operation, table: Table, _source: Catalog) -> bool:
    name = str(operation[1].name)
    clauses = [clause.name for clause in table.raw_constraints]
    texts = [clause.sql for clause in table.raw_constraints]
    texts += [statement.sql for statement in table.after_create]
    return name in clauses or any(name in text for text in texts)


def _has_garbled_name(_operation: Operation, table: Table, source: Catalog) -> bool:
    names = [table.name, *(column.name for column in table.columns)]
    return source.dialect in _SERVERS and any("`" in name or "%" in name for name in names)


_RULES = (
    Misreading(
        words=("modify_nullable",),
        reason="SQLite tells that a rowid key without NOT NULL may be null, which it never is",
        applies=_is_rowid,
    ),
    Misreading(
        words=("modify_nullable",),
        reason="SQLAlchemy gives a column the NOT NULL of its domain",
        applies=_is_not_null_domain,
    ),
    Misreading(
        words=("modify_default",),
        reason="SQLAlchemy gives a column the default of its domain",
        applies=_has_default_of_domain,
    ),
    Misreading(
        words=("modify_default",),
        reason="alembic leaves out the default of an integer column that owns its sequence",
        applies=_owns_sequence,
    ),
    Misreading(
        words=("modify_default",),
        reason="alembic compares a default with its text as SQLAlchemy returns it, which is spelled another way",
        applies=_has_default,
    ),
    Misreading(
        words=("modify_type",),
        reason="SQLAlchemy's reflection returns the type as another",
        applies=_has_column,
    ),
    Misreading(
        words=("add_fk", "remove_fk"),
        reason="SQLAlchemy reads no options of SQLite's foreign keys that stand in their column, and one key of two over the same columns",
        applies=_misses_options,
    ),
    Misreading(
        words=("add_constraint",),
        reason="SQLAlchemy finds SQLite's UNIQUE constraints by patterns, which miss it behind a quoted default or a type with brackets",
        applies=_is_unique_of_sqlite,
    ),
    Misreading(
        words=("add_index", "remove_index", "add_constraint", "remove_constraint"),
        reason="the models carry it as a statement or clause of SQL, which alembic does not read",
        applies=_is_carried_by_ddl,
    ),
    Misreading(
        words=("add_index", "remove_index"),
        reason="SQLAlchemy's reflection leaves out sort orders, collations or expressions of an index, or spells them another way",
        applies=_is_elaborate_index,
    ),
    Misreading(
        words=("add_index",),
        reason="SQLAlchemy's reflection does not return an IGNORED index",
        applies=_is_ignored_index,
    ),
    Misreading(
        words=("add_column", "remove_column"),
        reason="SQLAlchemy's reflection garbles names with ` or % on MariaDB and MySQL",
        applies=_has_garbled_name,
    ),
)
