"""The rows of information_schema that describe some schemas, read in a constant number of statements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import DBAPIError

from ormforge.database.mysql.sql_text import quoted

Row = Mapping[str, Any]
"""A row under lower-case names; the columns of information_schema differ from server to server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What the server is; it decides how information_schema is to be read."""

    mariadb: bool
    version: tuple[int, ...]
    database: str | None
    folds_names: bool = False

    @property
    def quotes_defaults(self) -> bool:
        """Whether a column's default is SQL text; elsewhere a string default stands without its quotes."""
        return self.mariadb and self.version >= (10, 2, 7)

    @property
    def escapes_expressions(self) -> bool:
        """Whether expressions stand with a backslash before each quote."""
        return not self.mariadb

    @property
    def has_checks(self) -> bool:
        """Whether there is a `check_constraints` view."""
        return self.version >= ((10, 2, 22) if self.mariadb else (8, 0, 16))


@dataclass(slots=True)
class SchemaRows:
    """The rows, grouped by schema and table; `sequences` under the sequence."""

    tables: list[Row]
    columns: dict[tuple[str, str], list[Row]]
    statistics: dict[tuple[str, str], list[Row]]
    foreign_keys: dict[tuple[str, str], list[Row]]
    checks: dict[tuple[str, str], list[Row]]
    triggers: dict[tuple[str, str], list[Row]]
    views: dict[tuple[str, str], Row]
    reference_systems: dict[tuple[str, str, str], int] = field(default_factory=dict)
    sequences: dict[tuple[str, str], Row] = field(default_factory=dict)


def read_server(connection: Connection) -> Server:
    """What the server says of itself."""
    row = _rows(
        connection,
        "SELECT version() AS version, database() AS name, @@lower_case_table_names AS folds",
    )[0]
    version = str(row["version"])
    numbers = re.match(r"(?:5\.5\.5-)?(\d+)\.(\d+)(?:\.(\d+))?", version)
    return Server(
        mariadb="mariadb" in version.lower(),
        version=tuple(int(part or 0) for part in numbers.groups()) if numbers else (),
        database=row["name"],
        folds_names=int(row["folds"]) != 0,
    )


def schema_names(connection: Connection) -> tuple[str, ...]:
    """The names of all databases that the user may see, sorted."""
    rows = _rows(connection, "SELECT schema_name AS name FROM information_schema.schemata")
    return tuple(sorted(str(row["name"]) for row in rows))


def read_rows(connection: Connection, server: Server, schemas: Sequence[str]) -> SchemaRows:
    """The rows of these schemas."""

    def grouped(
        view: str, order: str = "", *, schema: str = "table_schema", table: str = "table_name"
    ) -> dict[tuple[str, str], list[Row]]:
        return _grouped(_view(connection, view, schemas, schema=schema, order=order), schema, table)

    found = SchemaRows(
        tables=_view(connection, "tables", schemas, order="table_schema, table_name"),
        columns=grouped("columns", "ordinal_position"),
        statistics=grouped("statistics", "index_name, seq_in_index"),
        foreign_keys=_foreign_keys(connection, schemas),
        checks=_checks(connection, server, schemas),
        triggers=grouped("triggers", schema="trigger_schema", table="event_object_table"),
        views={
            (str(row["table_schema"]), str(row["table_name"])): row
            for row in _view(connection, "views", schemas)
        },
    )
    if server.mariadb:
        found.reference_systems = _reference_systems(connection, schemas)
        found.sequences = _sequences(connection, found.tables)
    return found


def show_create_table(connection: Connection, schema: str, table: str) -> str:
    """The text of SHOW CREATE TABLE."""
    statement = f"SHOW CREATE TABLE {quoted(schema)}.{quoted(table)}"
    row = connection.exec_driver_sql(statement.replace("%", "%%"), ()).one()
    return str(_text(row[1]))


def granted_by_column(connection: Connection) -> frozenset[tuple[str, str]]:
    """The tables on which the user has privileges on single columns, by schema and name; perhaps on the whole as well."""
    found = _rows(
        connection,
        "SELECT DISTINCT table_schema, table_name FROM information_schema.column_privileges",
    )
    return frozenset((str(row["table_schema"]), str(row["table_name"])) for row in found)


def seen_in_part(connection: Connection, schema: str, table: str) -> bool:
    """Whether the user has privileges on columns of the table alone: its statement is then refused."""
    try:
        show_create_table(connection, schema, table)
    except DBAPIError:
        connection.rollback()
        return True
    return False


def _rows(connection: Connection, sql: str, schemas: Sequence[str] = ()) -> list[Row]:
    statement = text(sql)
    if schemas:
        statement = statement.bindparams(bindparam("schemas", list(schemas), expanding=True))
    found = connection.execute(statement).mappings()
    return [{name.lower(): _text(value) for name, value in row.items()} for row in found]


def _view(
    connection: Connection,
    view: str,
    schemas: Sequence[str],
    *,
    schema: str = "table_schema",
    order: str = "",
) -> list[Row]:
    """The rows of a view, of exactly these schemas: the server compares their names without regard to case."""
    ordered = f" ORDER BY {order}" if order else ""
    rows = _rows(
        connection,
        f"SELECT * FROM information_schema.{view} WHERE {schema} IN :schemas{ordered}",  # noqa: S608
        schemas,
    )
    return [row for row in rows if row[schema] in schemas]


def _grouped(rows: Sequence[Row], schema: str, table: str) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row[schema]), str(row[table])].append(row)
    return found


def _add_hidden_rules(connection: Connection, keys: list[dict[str, Any]]) -> None:
    """Add the rules of keys that `referential_constraints` does not show: it takes a privilege besides SELECT.

    The table's statement, which SELECT is enough for, has each key on a line of its own.
    """
    hidden = [row for row in keys if "delete_rule" not in row]
    tables = {(str(row["table_schema"]), str(row["table_name"])) for row in hidden}
    statements = {table: show_create_table(connection, *table).splitlines() for table in tables}
    for row in hidden:
        start = f"  CONSTRAINT {quoted(str(row['constraint_name']))} FOREIGN KEY "
        lines = statements[str(row["table_schema"]), str(row["table_name"])]
        line = next((line for line in lines if line.startswith(start)), "")
        for name, event in (("delete_rule", "DELETE"), ("update_rule", "UPDATE")):
            rule = re.search(rf" ON {event} ([A-Z]+(?: [A-Z]+)?)(?= ON |,?$)", line)
            row[name] = rule[1] if rule else None


def _foreign_keys(
    connection: Connection, schemas: Sequence[str]
) -> dict[tuple[str, str], list[Row]]:
    """The columns of the foreign keys, each row with the rules of its key."""
    rules = {
        (row["constraint_schema"], row["table_name"], row["constraint_name"]): row
        for row in _view(connection, "referential_constraints", schemas, schema="constraint_schema")
    }
    columns = _view(
        connection,
        "key_column_usage",
        schemas,
        order="table_name, constraint_name, ordinal_position",
    )
    joined = [
        {**rules.get((row["table_schema"], row["table_name"], row["constraint_name"]), {}), **row}
        for row in columns
        if row["referenced_table_name"] is not None
    ]
    _add_hidden_rules(connection, joined)
    return _grouped(joined, "table_schema", "table_name")


def _checks(
    connection: Connection, server: Server, schemas: Sequence[str]
) -> dict[tuple[str, str], list[Row]]:
    """The checks; MySQL tells the table of each in another view, and whether it is enforced."""
    if not server.has_checks:
        return {}
    checks = _view(connection, "check_constraints", schemas, schema="constraint_schema")
    if server.mariadb:
        return _grouped(checks, "constraint_schema", "table_name")
    owners = {
        (row["constraint_schema"], row["constraint_name"]): row
        for row in _view(connection, "table_constraints", schemas, schema="constraint_schema")
        if row["constraint_type"] == "CHECK"
    }
    joined = [
        {**owners[row["constraint_schema"], row["constraint_name"]], **row}
        for row in checks
        if (row["constraint_schema"], row["constraint_name"]) in owners
    ]
    return _grouped(joined, "constraint_schema", "table_name")


def _reference_systems(
    connection: Connection, schemas: Sequence[str]
) -> dict[tuple[str, str, str], int]:
    """The spatial reference system of each geometry column that has one."""
    rows = _view(connection, "geometry_columns", schemas, schema="g_table_schema")
    return {
        (row["g_table_schema"], row["g_table_name"], row["g_geometry_column"]): int(row["srid"])
        for row in rows
        if row["srid"]
    }


def _sequences(connection: Connection, tables: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """The options of all sequences: each is a table of one row."""
    names = [
        (str(row["table_schema"]), str(row["table_name"]))
        for row in tables
        if row["table_type"] == "SEQUENCE"
    ]
    if not names:
        return {}
    options = "minimum_value, maximum_value, start_value, increment, cache_size, cycle_option"
    query = " UNION ALL ".join(
        f"SELECT {number} AS number, {options} FROM {quoted(schema)}.{quoted(table)}"  # noqa: S608
        for number, (schema, table) in enumerate(names)
    )
    result = connection.exec_driver_sql(query.replace("%", "%%"), ()).mappings()
    return {names[row["number"]]: dict(row) for row in result}


def _text(value: Any) -> Any:
    return (
        value.decode("utf-8", "surrogateescape") if isinstance(value, bytes | bytearray) else value
    )
