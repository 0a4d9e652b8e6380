"""One table of a SQLite database: PRAGMA rows and the stored statement together, as the catalog says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ormforge.catalog.model import (
    Check,
    Column,
    ColumnType,
    Generated,
    Index,
    IndexElement,
    Option,
    PrimaryKey,
    RawConstraint,
    Table,
    Unique,
)
from ormforge.database.sqlite.clauses import ColumnClauses, KeyClause, TableClauses
from ormforge.database.sqlite.ddl import parse_index, parse_table, without_sort_word
from ormforge.database.sqlite.lexer import fold, text_between
from ormforge.database.sqlite.rows import ColumnRow, IndexRows, SchemaRows, TableRow, quoted
from ormforge.database.sqlite.types import type_text

_HIDDEN_VIRTUAL, _HIDDEN_STORED = 2, 3


def build_table(row: TableRow, rows: SchemaRows, schema: str | None) -> tuple[Table, TableClauses]:
    """The table without its foreign keys, and the clauses of its statement, which hold them."""
    sql = rows.statements.get(("table", row.name), "")
    clauses = parse_table(sql)
    column_rows = rows.columns.get(row.name, [])
    indexes = rows.indexes.get(row.name, [])
    alias = _rowid_alias(row, column_rows, indexes)
    columns = tuple(_column(column, clauses, alias) for column in column_rows)
    collations = {column.name: fold(column.collation or "BINARY") for column in columns}
    keys = [_constraint(index, clauses, collations) for index in indexes if index.origin == "u"]
    primary_key = _primary_key(column_rows, indexes, clauses, collations)
    table = Table(
        schema=schema,
        name=row.name,
        columns=tuple(_with_key_order(column, primary_key, clauses) for column in columns),
        primary_key=primary_key,
        uniques=tuple(sorted((k for k in keys if isinstance(k, Unique)), key=_unique_order)),
        raw_constraints=tuple(
            sorted((k for k in keys if isinstance(k, RawConstraint)), key=_raw_order)
        ),
        checks=tuple(
            Check(expression=c.expression, name=c.name, options=_conflict_option(c.on_conflict))
            for c in clauses.checks
        ),
        indexes=tuple(_indexes(indexes, rows.statements)),
        options=_options(row, clauses),
    )
    return table, clauses


def plain_columns(rows: Iterable[ColumnRow]) -> tuple[Column, ...]:
    """The columns of a view or virtual table: names and types."""
    return tuple(
        Column(name=row.name, type=ColumnType(sql=type_text(row.type)), nullable=not row.not_null)
        for row in rows
        if row.hidden != 1
    )


# -- columns


def _rowid_alias(
    row: TableRow, columns: Iterable[ColumnRow], indexes: Iterable[IndexRows]
) -> str | None:
    """The column that is another name for the rowid: the one key that SQLite keeps no index for."""
    key = [column.name for column in columns if column.key_position]
    indexed = any(index.origin == "pk" for index in indexes)
    return key[0] if len(key) == 1 and not indexed and not row.without_rowid else None


def _column(row: ColumnRow, clauses: TableClauses, alias: str | None) -> Column:
    said = clauses.columns.get(fold(row.name), ColumnClauses())
    collation = said.collation
    return Column(
        name=row.name,
        type=ColumnType(sql=type_text(row.type)),
        nullable=not row.not_null and row.name != alias,
        default=_default(row, said),
        generated=_generated(row, said),
        autoincrement=row.name == alias,
        collation=None if collation is None or fold(collation) == "binary" else collation,
        on_conflict_not_null=said.on_conflict_not_null,
    )


def _default(row: ColumnRow, said: ColumnClauses) -> str | None:
    """The default as SQL; SQLite reads a double-quoted one as a string, and so it is written as one."""
    default = row.default if said.default is None else said.default
    if row.default is None or default is None:
        return None
    if default.upper() in {"NULL", "(NULL)"}:
        return row.default  # says nothing, but alembic would drop it on every run
    if default.startswith('"'):
        text = default[1:-1].replace('""', '"').replace("'", "''")
        return f"'{text}'"
    return default


def _generated(row: ColumnRow, said: ColumnClauses) -> Generated | None:
    if row.hidden not in (_HIDDEN_VIRTUAL, _HIDDEN_STORED) or said.generated is None:
        return None
    return Generated(expression=said.generated, stored=row.hidden == _HIDDEN_STORED)


# -- keys


def _primary_key(
    columns: Iterable[ColumnRow],
    indexes: Iterable[IndexRows],
    clauses: TableClauses,
    collations: Mapping[str, str],
) -> PrimaryKey | None:
    key = sorted((c for c in columns if c.key_position), key=lambda c: c.key_position)
    if not key:
        return None
    clause = next((k for k in clauses.keys if k.primary), None)
    index = next((i for i in indexes if i.origin == "pk"), None)
    sql = None
    if clause is not None and index is not None and not _is_plain(index, collations):
        integer = len(key) == 1 and fold(key[0].type) == "integer" and clause.inline
        sql = "" if integer else _key_text(clause)
    return PrimaryKey(
        columns=tuple(column.name for column in key),
        name=clause.name if clause else None,
        name_is_default=clause is None or clause.name is None,
        options=_conflict_option(clause.on_conflict if clause else None),
        sql=sql,
    )


def _with_key_order(column: Column, key: PrimaryKey | None, clauses: TableClauses) -> Column:
    """The column, its key made part of the type where only that keeps it what it is.

    `INTEGER PRIMARY KEY DESC` is no alias for the rowid, but `PRIMARY KEY (id DESC)` over an INTEGER column is one:
    https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key
    """
    if key is None or key.sql != "" or column.name not in key.columns:
        return column
    clause = next(k for k in clauses.keys if k.primary)
    name = "" if clause.name is None else f"CONSTRAINT {quoted(clause.name)} "
    sql = f"{column.type.sql} {name}PRIMARY KEY DESC{_conflict_text(clause)}"
    return replace(column, type=ColumnType(sql=sql))


def _constraint(
    index: IndexRows, clauses: TableClauses, collations: Mapping[str, str]
) -> Unique | RawConstraint:
    columns = tuple(part.column or "" for part in index.parts)
    wanted = [fold(column) for column in columns]
    clause = next(
        (k for k in clauses.keys if not k.primary and [fold(c) for c in k.columns] == wanted), None
    )
    name = clause.name if clause else None
    if clause is not None and not _is_plain(index, collations):
        return RawConstraint(sql=_key_text(clause), name=name, columns=columns)
    return Unique(
        columns=columns,
        name=name,
        name_is_default=name is None,
        options=_conflict_option(clause.on_conflict if clause else None),
    )


def _is_plain(index: IndexRows, collations: Mapping[str, str]) -> bool:
    """Whether the columns alone say all of the key: none is descending, none has a collation of the key's own."""
    return not any(
        part.descending or fold(part.collation) != collations.get(part.column or "", "binary")
        for part in index.parts
    )


def _key_text(clause: KeyClause) -> str:
    parts = [f"{part} DESC" for part in clause.parts] if clause.descending else clause.parts
    word = "PRIMARY KEY" if clause.primary else "UNIQUE"
    return f"{word} ({', '.join(parts)}){_conflict_text(clause)}"


def _conflict_text(clause: KeyClause) -> str:
    return "" if clause.on_conflict is None else f" ON CONFLICT {clause.on_conflict}"


def _conflict_option(on_conflict: str | None) -> tuple[Option, ...]:
    return () if on_conflict is None else (("sqlite_on_conflict", on_conflict),)


def _unique_order(unique: Unique) -> tuple[str, tuple[str, ...]]:
    return unique.name or "", unique.columns


def _raw_order(raw: RawConstraint) -> tuple[str, str]:
    return raw.name or "", raw.sql


# -- indexes and options


def _indexes(
    indexes: Iterable[IndexRows], statements: Mapping[tuple[str, str], str]
) -> Iterable[Index]:
    for index in indexes:
        sql = statements.get(("index", index.name))
        if index.origin == "c" and sql is not None:
            yield _index(index, sql)


def _index(index: IndexRows, sql: str) -> Index:
    clauses = parse_index(sql)
    elements = []
    for part, element in zip(index.parts, clauses.elements, strict=False):
        ascending = element if part.descending else without_sort_word(element)
        plain = part.column is not None and len(ascending) == 1 and not part.descending
        text = _plain_name(part.column) if plain else text_between(sql, ascending)
        elements.append(IndexElement(sql=text, column=part.column, plain=plain))
    return Index(
        name=index.name, elements=tuple(elements), unique=index.unique, where=clauses.where
    )


def _plain_name(column: str | None) -> str:
    """The column's name however the statement wrote it: in quotes only where it needs them."""
    name = column or ""
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else quoted(name)


def _options(row: TableRow, clauses: TableClauses) -> tuple[Option, ...]:
    autoincrement = any(key.autoincrement for key in clauses.keys)
    said = {
        "sqlite_autoincrement": "True" if autoincrement else None,
        "sqlite_strict": "True" if row.strict else None,
        "sqlite_with_rowid": "False" if row.without_rowid else None,
    }
    return tuple((name, value) for name, value in said.items() if value is not None)
