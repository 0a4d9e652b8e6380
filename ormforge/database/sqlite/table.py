"""One table of a SQLite database: PRAGMA rows and the stored statement together, as the catalog says them."""

from __future__ import annotations

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
from ormforge.database.sqlite.keywords import plain_name, quoted
from ormforge.database.sqlite.lexer import fold, text_between, unquoted
from ormforge.database.sqlite.rows import ColumnRow, IndexPartRow, IndexRows, SchemaRows, TableRow
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
        columns=tuple(_with_key_order(c, primary_key, indexes, clauses) for c in columns),
        primary_key=primary_key,
        uniques=tuple(sorted((k for k in keys if isinstance(k, Unique)), key=_unique_order)),
        raw_constraints=tuple(
            sorted((k for k in keys if isinstance(k, RawConstraint)), key=_raw_order)
        ),
        checks=tuple(
            Check(expression=c.expression, name=c.name, options=_conflict_option(c.on_conflict))
            for c in clauses.checks
        ),
        indexes=tuple(_indexes(indexes, rows.statements, collations)),
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
    """The default as SQL; SQLite reads a name in quotes as a string, and so it is written as one."""
    default = row.default if said.default is None else said.default
    if row.default is None or default is None:
        return None
    if default.upper() in {"NULL", "(NULL)"}:
        return row.default  # says nothing, but alembic would drop it on every run
    if default.startswith(('"', "`", "[")):
        return "'" + unquoted(default).replace("'", "''") + "'"
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
    on_conflict, sql = clause.on_conflict if clause else None, None
    if clause is not None and index is not None:
        on_conflict = _on_conflict(_same_keys(index, clauses, collations)) or on_conflict
        if fold(key[0].type) == "integer" and clause.descending:
            sql = ""
        elif not _is_plain(index, collations):
            sql = _key_text("PRIMARY KEY", index, collations, on_conflict)
    return PrimaryKey(
        columns=tuple(column.name for column in key),
        name=clause.name if clause else None,
        name_is_default=clause is None or clause.name is None,
        options=_conflict_option(on_conflict),
        sql=sql,
    )


def _with_key_order(
    column: Column, key: PrimaryKey | None, indexes: Iterable[IndexRows], clauses: TableClauses
) -> Column:
    """The column, its key made part of the type where only that keeps it what it is.

    `INTEGER PRIMARY KEY DESC` is no alias for the rowid, but `PRIMARY KEY (id DESC)` over an INTEGER column is one:
    https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key
    """
    if key is None or key.sql != "" or column.name not in key.columns:
        return column
    clause = next(k for k in clauses.keys if k.primary)
    name = "" if clause.name is None else f"CONSTRAINT {quoted(clause.name)} "
    descending = any(i.parts[0].descending for i in indexes if i.origin == "pk")
    first = "" if descending else "UNIQUE "  # which the key shares its index with
    conflict = _conflict_text(dict(key.options).get("sqlite_on_conflict"))
    sql = f"{column.type.sql} {first}{name}PRIMARY KEY DESC{conflict}"
    return replace(column, type=ColumnType(sql=sql))


def _constraint(
    index: IndexRows, clauses: TableClauses, collations: Mapping[str, str]
) -> Unique | RawConstraint:
    columns = tuple(part.column or "" for part in index.parts)
    same = [clause for clause in _same_keys(index, clauses, collations) if not clause.primary]
    name = next((clause.name for clause in same if clause.name is not None), None)
    on_conflict = _on_conflict(same)
    if not _is_plain(index, collations):
        sql = _key_text("UNIQUE", index, collations, on_conflict)
        return RawConstraint(sql=sql, name=name, columns=columns)
    return Unique(
        columns=columns,
        name=name,
        name_is_default=name is None,
        options=_conflict_option(on_conflict),
    )


def _same_keys(
    index: IndexRows, clauses: TableClauses, collations: Mapping[str, str]
) -> list[KeyClause]:
    """The clauses that SQLite keeps this one index for: the same columns in one order, by the same collations."""
    wanted = [(fold(part.column or ""), fold(part.collation)) for part in index.parts]
    own = {fold(column): collation for column, collation in collations.items()}

    def elements(clause: KeyClause) -> list[tuple[str, str]]:
        columns = [fold(part.column) for part in clause.parts]
        return [
            (column, fold(part.collation or own.get(column, "binary")))
            for column, part in zip(columns, clause.parts, strict=True)
        ]

    return [clause for clause in clauses.keys if elements(clause) == wanted]


def _on_conflict(same: Iterable[KeyClause]) -> str | None:
    """What one of the clauses says: SQLite lets no two say different things."""
    return next((k.on_conflict for k in same if k.on_conflict is not None), None)


def _is_plain(index: IndexRows, collations: Mapping[str, str]) -> bool:
    """Whether the columns alone say all of the key: none is descending, none has a collation of the key's own."""
    return not any(
        part.descending or _own_collation(part, collations) is not None for part in index.parts
    )


def _own_collation(part: IndexPartRow, collations: Mapping[str, str]) -> str | None:
    """The collation where it is not the column's."""
    same = fold(part.collation) == collations.get(part.column or "", "binary")
    return None if same else part.collation


def _key_text(
    words: str, index: IndexRows, collations: Mapping[str, str], on_conflict: str | None
) -> str:
    parts = [_element_text(part, collations) for part in index.parts]
    return f"{words} ({', '.join(parts)}){_conflict_text(on_conflict)}"


def _element_text(part: IndexPartRow, collations: Mapping[str, str]) -> str:
    """A column as an element of a key or index, however the statement wrote it: with what is not the column's own."""
    collation = _own_collation(part, collations)
    collate = "" if collation is None else f" COLLATE {plain_name(collation)}"
    return f"{plain_name(part.column or '')}{collate}{' DESC' * part.descending}"


def _conflict_text(on_conflict: str | None) -> str:
    return "" if on_conflict is None else f" ON CONFLICT {on_conflict}"


def _conflict_option(on_conflict: str | None) -> tuple[Option, ...]:
    return () if on_conflict is None else (("sqlite_on_conflict", on_conflict),)


def _unique_order(unique: Unique) -> tuple[str, tuple[str, ...]]:
    return unique.name or "", unique.columns


def _raw_order(raw: RawConstraint) -> tuple[str, str]:
    return raw.name or "", raw.sql


# -- indexes and options


def _indexes(
    indexes: Iterable[IndexRows],
    statements: Mapping[tuple[str, str], str],
    collations: Mapping[str, str],
) -> Iterable[Index]:
    for index in indexes:
        sql = statements.get(("index", index.name))
        if index.origin == "c" and sql is not None:
            yield _index(index, sql, collations)


def _index(index: IndexRows, sql: str, collations: Mapping[str, str]) -> Index:
    clauses = parse_index(sql)
    elements = []
    for part, element in zip(index.parts, clauses.elements, strict=False):
        if part.column is None:
            ascending = element if part.descending else without_sort_word(element)
            elements.append(IndexElement(sql=text_between(sql, ascending)))
        else:
            text = _element_text(part, collations)
            plain = text == plain_name(part.column)
            elements.append(IndexElement(sql=text, column=part.column, plain=plain))
    return Index(
        name=index.name, elements=tuple(elements), unique=index.unique, where=clauses.where
    )


def _options(row: TableRow, clauses: TableClauses) -> tuple[Option, ...]:
    autoincrement = any(key.autoincrement for key in clauses.keys)
    said = {
        "sqlite_autoincrement": "True" if autoincrement else None,
        "sqlite_strict": "True" if row.strict else None,
        "sqlite_with_rowid": "False" if row.without_rowid else None,
    }
    return tuple((name, value) for name, value in said.items() if value is not None)
