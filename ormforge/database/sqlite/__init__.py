"""The catalog of a SQLite database, from its PRAGMAs and its stored statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Catalog, ForeignKey, Omission, Table
from ormforge.database.request import Request
from ormforge.database.sqlite.clauses import ForeignKeyClause, TableClauses
from ormforge.database.sqlite.ddl import view_query
from ormforge.database.sqlite.lexer import fold
from ormforge.database.sqlite.rows import SchemaRows, TableRow, columns_of, read_rows
from ormforge.database.sqlite.table import build_table, plain_columns
from ormforge.errors import DatabaseError

_OLDEST = (3, 37, 0)
"""The first release with `pragma_table_list`."""


def read_sqlite(connection: sqlite3.Connection, request: Request) -> Catalog:
    """The catalog of a SQLite database. Attached databases are its schemas; `main` has none.

    Raises DatabaseError for a schema that is not attached, and sqlite3.Error for a file that is no database.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise DatabaseError(
            f"SQLite {sqlite3.sqlite_version} is too old to describe its tables",
            hint="Use a Python that comes with SQLite 3.37 or newer.",
        )
    attached = [name for _, name, _ in connection.execute("PRAGMA database_list")]
    tables: list[Table] = []
    omissions: list[Omission] = []
    for schema in request.schemas or ("main",):
        if schema not in attached:
            raise DatabaseError(
                f"there is no schema {schema!r} in this SQLite database",
                hint=f"Its schemas are: {', '.join(sorted(attached))}.",
            )
        reader = _SchemaReader(connection, schema, request)
        tables.extend(reader.tables())
        omissions.extend(reader.omissions)
    return Catalog(
        dialect="sqlite",
        tables=tuple(sorted(tables, key=lambda t: (t.schema or "", t.name))),
        omissions=tuple(sorted(omissions, key=lambda o: (o.kind, o.path))),
    )


class _SchemaReader:
    """Reads one schema; `omissions` grows as `tables` runs."""

    def __init__(self, connection: sqlite3.Connection, schema: str, request: Request) -> None:
        self.connection = connection
        self.database = schema
        self.schema = None if schema == "main" else schema
        self.rows = read_rows(connection, schema)
        self.wanted = [row for row in self.rows.tables if request.wants(schema, row.name)]
        self.skip_views = request.views == "skip"
        self.omissions: list[Omission] = []

    def tables(self) -> Iterator[Table]:
        """Every table, view and virtual table that is wanted."""
        built = [
            build_table(row, self.rows, self.schema) for row in self.wanted if row.kind == "table"
        ]
        everything = _Names(self.rows)
        present = frozenset(table.name for table, _ in built)
        for table, clauses in built:
            yield _with_foreign_keys(table, clauses, everything, present)
            self.omit_key_name(table)
        for row in self.wanted:
            if row.kind == "virtual" or (row.kind == "view" and not self.skip_views):
                yield from self.described(row)
        self.omit_triggers()

    def described(self, row: TableRow) -> Iterator[Table]:
        """The view or virtual table, or none of it where SQLite cannot tell its columns."""
        sql = self.rows.statements.get(("view" if row.kind == "view" else "table", row.name), "")
        try:
            columns = columns_of(self.connection, self.database, row.name)
        except sqlite3.Error as error:
            kind = "view" if row.kind == "view" else "virtual table"
            self.omit(kind, row.name, f"SQLite cannot read its columns: {error}")
            return
        yield Table(
            schema=self.schema,
            name=row.name,
            kind="view" if row.kind == "view" else "virtual table",
            columns=plain_columns(columns),
            definition=view_query(sql) if row.kind == "view" else sql,
        )

    def omit_key_name(self, table: Table) -> None:
        name = None if table.primary_key is None else table.primary_key.name
        if name is not None and ("sqlite_autoincrement", "True") in table.options:
            self.omit("name of a key", table.name, "SQLAlchemy names no AUTOINCREMENT key", name)

    def omit_triggers(self) -> None:
        names = {row.name for row in self.wanted}
        for table, name in self.rows.triggers:
            if table in names:
                self.omit("trigger", table, "models do not carry triggers", name)

    def omit(self, kind: str, table: str, reason: str, name: str | None = None) -> None:
        parts = [part for part in (self.schema, table, name) if part is not None]
        path = ".".join(path_part(part) for part in parts)
        self.omissions.append(Omission(kind=kind, path=path, reason=reason))


class _Names:
    """The real names of a schema's tables and columns, found without regard to case."""

    def __init__(self, rows: SchemaRows) -> None:
        self.tables = {fold(row.name): row.name for row in rows.tables if row.kind == "table"}
        self.columns = {
            table: {fold(column.name): column.name for column in columns}
            for table, columns in rows.columns.items()
        }
        self.keys = {
            table: tuple(
                column.name
                for column in sorted(columns, key=lambda c: c.key_position)
                if column.key_position
            )
            for table, columns in rows.columns.items()
        }


def _with_foreign_keys(
    table: Table, clauses: TableClauses, names: _Names, present: frozenset[str]
) -> Table:
    keys = [_foreign_key(table, clause, names, present) for clause in clauses.foreign_keys]
    return replace(table, foreign_keys=tuple(sorted(keys, key=_foreign_key_order)))


def _foreign_key(
    table: Table, clause: ForeignKeyClause, names: _Names, present: frozenset[str]
) -> ForeignKey:
    own = names.columns[table.name]
    referred_table = names.tables.get(fold(clause.referred_table), clause.referred_table)
    theirs = names.columns.get(referred_table, {})
    referred = clause.referred_columns or names.keys.get(referred_table, ())
    known = len(referred) == len(clause.columns) and all(fold(c) in theirs for c in referred)
    if not known:
        referred = clause.referred_columns
    return ForeignKey(
        columns=tuple(own.get(fold(column), column) for column in clause.columns),
        referred_schema=table.schema,
        referred_table=referred_table,
        referred_columns=tuple(theirs.get(fold(column), column) for column in referred),
        name=clause.name,
        name_is_default=clause.name is None,
        on_delete=None if clause.on_delete == "NO ACTION" else clause.on_delete,
        on_update=None if clause.on_update == "NO ACTION" else clause.on_update,
        match=None if clause.match == "SIMPLE" else clause.match,
        deferrable=clause.deferrable,
        initially_deferred=clause.initially_deferred,
        resolved=known and referred_table in present,
    )


def _foreign_key_order(key: ForeignKey) -> tuple[object, ...]:
    return (
        key.columns,
        key.referred_table,
        key.referred_columns,
        key.name or "",
        key.on_delete or "",
        key.on_update or "",
        key.deferrable,
        key.initially_deferred,
    )
