"""What alembic's autogenerate would do to the source database to make it like the models: nothing, one hopes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ormforge.catalog.model import Catalog
from ormforge.database import Request
from ormforge.database.connect import run_connected
from ormforge.errors import DatabaseError
from ormforge.report import Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData


def alembic_findings(
    metadata: MetaData, request: Request, source: Catalog, different: frozenset[str]
) -> Iterator[Finding]:
    """An error for each operation of `compare_metadata`, types and server defaults compared.

    An operation on a table that is not among the `different` ones is a note only: the catalogs, which were read without
    SQLAlchemy's reflection, agree there, so the reflection has misread the source (inline `ON DELETE` of SQLite, say).
    https://alembic.sqlalchemy.org/en/latest/api/autogenerate.html#alembic.autogenerate.compare_metadata
    """
    if find_spec("alembic") is None:
        yield Finding(
            subject="alembic",
            severity="warning",
            message="alembic is not installed, so its view was not asked for.",
            hint="pip install 'ormforge[verify]'",
        )
        return
    try:
        operations = run_connected(request.url, _compare(metadata, source))
    except DatabaseError as error:
        # SQLAlchemy's reflection fails on what the catalogs can read, a foreign key to an absent table for one.
        message = f"alembic cannot read the database: {error.message}"
        yield Finding(subject="alembic", severity="warning", message=message)
        return
    founded = [one for one in operations if _table(one) in different]
    for operation in founded:
        yield Finding(subject="alembic", severity="error", message=_described(operation))
    if not founded:
        yield Finding(subject="alembic", severity="ok", message="alembic would change nothing.")
    if contradicted := len(operations) - len(founded):
        message = f"{contradicted} operations of alembic left out: the catalogs are equal there."
        yield Finding(subject="alembic", severity="info", message=message)


def _table(operation: tuple[Any, ...]) -> str:
    """The name of the table that an operation is about: (op, schema, table, ...) or (op, object, ...)."""
    if operation[1] is None or isinstance(operation[1], str):
        return str(operation[2])
    table = getattr(operation[1], "table", operation[1])
    return str(table.name)


def _described(operation: tuple[Any, ...]) -> str:
    named = getattr(operation[1], "name", None)
    column = operation[3] if len(operation) > 3 and isinstance(operation[3], str) else named
    before_after = " -> ".join(repr(value) for value in operation[5:7])
    return " ".join(filter(None, (operation[0], _table(operation), column, before_after)))


def _compare(metadata: MetaData, source: Catalog) -> Callable[[Connection], list[tuple[Any, ...]]]:
    known = {(table.schema or source.default_schema, table.name) for table in source.tables}
    views = {
        (table.schema or source.default_schema, table.name)
        for table in source.tables
        if table.kind not in ("table", "virtual table")
    }

    def wanted(one: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        place = (getattr(one, "schema", None) or source.default_schema, name)
        return kind != "table" or (place in known and place not in views)

    schemas = {table.schema for table in source.tables}

    def in_schema(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "schema" or (name or source.default_schema) in schemas

    def compare(connection: Connection) -> list[tuple[Any, ...]]:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_schemas": schemas - {None, source.default_schema} != set(),
            "include_object": wanted,
            "include_name": in_schema,
            "target_metadata": metadata,
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context = MigrationContext.configure(connection, opts=options)
            groups = compare_metadata(context, metadata)
        return [one for group in groups for one in (group if isinstance(group, list) else [group])]

    return compare
