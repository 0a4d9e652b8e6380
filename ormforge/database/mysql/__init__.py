"""The catalog of a MariaDB or MySQL server, from its information_schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from ormforge.catalog.keys import path_part, table_path
from ormforge.catalog.model import (
    Catalog,
    Omission,
    SequenceOptions,
    Table,
)
from ormforge.catalog.model import (
    Sequence as CatalogSequence,
)
from ormforge.database.drivers import split_drivername
from ormforge.database.mysql.foreign_keys import Names
from ormforge.database.mysql.options import places
from ormforge.database.mysql.rows import (
    Row,
    SchemaRows,
    Server,
    granted_by_column,
    read_rows,
    read_server,
    schema_names,
    seen_in_part,
    show_create_table,
)
from ormforge.database.mysql.sql_text import without_database
from ormforge.database.mysql.table import Sources, build_columns, build_table
from ormforge.database.request import Request
from ormforge.errors import DatabaseError

_BASE_TABLES = ("BASE TABLE", "SYSTEM VERSIONED")
_LARGEST = 9223372036854775806


def read_mysql(connection: Connection, request: Request) -> Catalog:
    """The catalog of a MariaDB or MySQL server.

    The connection's own database has no schema name in it, so that databases of other names with the same tables are
    the same catalog; other databases are schemas. Raises DatabaseError for a database that is not there.
    """
    server = read_server(connection)
    schemas = _schemas(connection, server, request)
    rows = read_rows(connection, server, schemas)
    wanted = [
        row
        for row in rows.tables
        if request.wants(str(row["table_schema"]), str(row["table_name"]))
    ]
    sources = Sources(
        server=server,
        rows=rows,
        names=_names(rows, wanted, schemas, server),
        show_create=lambda schema, table: show_create_table(connection, schema, table),
    )
    tables = [build_table(row, sources) for row in wanted if row["table_type"] in _BASE_TABLES]
    omissions = (*_omissions(wanted, sources), *_hidden_columns(connection, wanted, sources))
    if request.views != "skip":
        tables.extend(_views(wanted, sources))
    return Catalog(
        dialect=split_drivername(request.url)[0],
        tables=tuple(sorted(tables, key=lambda t: (t.schema or "", t.name))),
        sequences=tuple(_sequences(wanted, sources)),
        omissions=tuple(sorted(omissions, key=lambda o: (o.kind, o.path))),
    )


def _schemas(connection: Connection, server: Server, request: Request) -> tuple[str, ...]:
    if request.schemas is None:
        if server.database is None:
            raise DatabaseError(
                "the database URL names no database",
                hint="Add it to the URL, as in mysql://user@host/shop, or set [database] schemas.",
            )
        return (server.database,)
    known = schema_names(connection)
    for schema in request.schemas:
        if schema not in known:
            raise DatabaseError(
                f"there is no database {schema!r} on this server, or this user may not see it",
                hint=f"Visible are: {', '.join(known)}.",
            )
    return tuple(dict.fromkeys(request.schemas))


def _names(
    rows: SchemaRows, wanted: Sequence[Row], schemas: Sequence[str], server: Server
) -> Names:
    return Names(
        schemas={schema: None if schema == server.database else schema for schema in schemas},
        tables={
            place: [str(row["column_name"]) for row in columns]
            for place, columns in rows.columns.items()
        },
        present=frozenset(
            (str(row["table_schema"]), str(row["table_name"]))
            for row in wanted
            if row["table_type"] in _BASE_TABLES
        ),
        folds_names=server.folds_names,
    )


def _views(wanted: Sequence[Row], sources: Sources) -> Iterator[Table]:
    for row in wanted:
        place = (str(row["table_schema"]), str(row["table_name"]))
        columns = sources.rows.columns.get(place, [])
        if row["table_type"] == "VIEW" and columns:
            query = str(sources.rows.views.get(place, {}).get("view_definition") or "")
            yield Table(
                schema=sources.names.schemas[place[0]],
                name=place[1],
                kind="view",
                columns=build_columns(row, columns, [], (), sources),
                definition=without_database(query, place[0]) or None,
            )


def _sequences(wanted: Sequence[Row], sources: Sources) -> Iterator[CatalogSequence]:
    for row in wanted:
        place = (str(row["table_schema"]), str(row["table_name"]))
        options = sources.rows.sequences.get(place)
        if options is not None:
            yield CatalogSequence(
                schema=sources.names.schemas[place[0]],
                name=place[1],
                options=_sequence_options(options),
            )


def _sequence_options(row: Row) -> SequenceOptions:
    """The options that are not MariaDB's own choice (https://mariadb.com/kb/en/create-sequence/)."""
    rising = int(row["increment"]) >= 0
    low, high = (1, _LARGEST) if rising else (-_LARGEST - 1, -1)
    minimum, maximum = int(row["minimum_value"]), int(row["maximum_value"])
    start, increment = int(row["start_value"]), int(row["increment"])
    cache = int(row["cache_size"])
    return SequenceOptions(
        start=None if start == (minimum if rising else maximum) else start,
        increment=None if increment == 1 else increment,
        minimum=None if minimum == low else minimum,
        maximum=None if maximum == high else maximum,
        cache=None if cache == 1000 else cache,
        cycle=bool(row["cycle_option"]),
    )


def _hidden_columns(
    connection: Connection, wanted: Sequence[Row], sources: Sources
) -> Iterator[Omission]:
    by_column = granted_by_column(connection)
    for row in wanted:
        schema, name = str(row["table_schema"]), str(row["table_name"])
        if (schema, name) in by_column and seen_in_part(connection, schema, name):
            yield Omission(
                kind="table",
                path=table_path(sources.names.schemas[schema], name),
                reason="only some of its columns are in sight, the others are not in the models: "
                "the user has privileges on single columns",
                hint="`ormforge doctor` tells the GRANT that is missing.",
            )


def _omissions(wanted: Sequence[Row], sources: Sources) -> Iterator[Omission]:
    for row in wanted:
        place = (str(row["table_schema"]), str(row["table_name"]))
        path = table_path(sources.names.schemas[place[0]], place[1])
        if row["table_type"] == "VIEW" and not sources.rows.columns.get(place):
            reason = "the server cannot tell its columns: it refers to something that is not there"
            yield Omission(kind="view", path=path, reason=reason)
        for trigger in sources.rows.triggers.get(place, ()):
            name = f"{path}.{path_part(str(trigger['trigger_name']))}"
            yield Omission(kind="trigger", path=name, reason="models do not carry triggers")
        for option in places(row):
            reason = f"where its files lie ({option}) belongs to this server"
            yield Omission(kind="table option", path=path, reason=reason)
        for check in sources.rows.checks.get(place, ()):
            if check.get("enforced", "YES") == "NO":
                name = f"{path}.{path_part(str(check['constraint_name']))}"
                yield Omission(kind="check", path=name, reason="it is NOT ENFORCED")
