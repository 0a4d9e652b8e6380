"""What alembic's autogenerate would do to the source database to make it like the models: nothing, one hopes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ormforge.catalog.model import Catalog, Table
from ormforge.database import Request
from ormforge.database.connect import run_connected
from ormforge.errors import DatabaseError
from ormforge.pipeline.verification.misreadings import Operation, reason_for
from ormforge.report import Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

_NOTHING = "alembic would change nothing."
_LEAVE_OUT = (
    "Nothing is wrong there; include_object in alembic's env.py keeps it out of migrations."
)


def alembic_findings(
    metadata: MetaData, request: Request, source: Catalog, different: frozenset[str]
) -> Iterator[Finding]:
    """An error for each operation of `compare_metadata`, types and server defaults compared.

    An operation on a table that is not among the `different` ones is no error: the catalogs, which were read without
    SQLAlchemy's reflection, agree there, so that the reflection has misread the source (inline `ON DELETE` of SQLite, say).
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
    tables = {table.name: table for table in source.tables}
    right = [one for one in operations if _table(one) in tables.keys() - different]
    founded = [one for one in operations if one not in right]
    for operation in founded:
        yield Finding(subject="alembic", severity="error", message=_described(operation))
    if not founded:
        said = "What alembic would change is right as it is." if right else _NOTHING
        yield Finding(subject="alembic", severity="ok", message=said)
    yield from _misread(((one, tables[_table(one)]) for one in right), source)


def _misread(operations: Iterable[tuple[Operation, Table]], source: Catalog) -> Iterator[Finding]:
    """What alembic would do to tables that are as the models say: a note for each class of it, with the reason; a
    warning where no class is known."""
    places: dict[str, list[str]] = {}
    for operation, table in operations:
        reason = reason_for(operation, table, source)
        if reason is None:
            said = f"{_described(operation)}, although the catalogs are equal there"
            yield Finding(subject="alembic", severity="warning", message=said)
        else:
            places.setdefault(reason, []).append(_described(operation))
    for reason, described in places.items():
        more = f" and {len(described) - 3} more" if len(described) > 3 else ""
        message = f"{reason}, so that alembic would: {'; '.join(described[:3])}{more}"
        yield Finding(subject="alembic", severity="info", message=message, hint=_LEAVE_OUT)


def _table(operation: Operation) -> str:
    """The name of the table that an operation is about: (op, schema, table, ...) or (op, object, ...)."""
    if operation[1] is None or isinstance(operation[1], str):
        return str(operation[2])
    table: Any = getattr(operation[1], "table", operation[1])
    return str(table.name)


def _described(operation: Operation) -> str:
    """The operation in short: its word, the table, the column or object, and what becomes of a property."""
    named = getattr(operation[1], "name", None)
    column = operation[3] if len(operation) > 3 and isinstance(operation[3], str) else named
    if operation[0] in ("add_fk", "remove_fk"):
        column = ", ".join(element.parent.name for element in operation[1].elements)
    before_after = " -> ".join(map(_shown, operation[5:7]))
    parts = (operation[0], _table(operation), column, before_after)
    return " ".join(str(part) for part in parts if part)


def _shown(value: Any) -> str:
    """A type, a default or a flag as text."""
    argument = getattr(value, "arg", value)
    return str(getattr(argument, "text", argument))


def _compare(metadata: MetaData, source: Catalog) -> Callable[[Connection], list[Operation]]:
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

    def compare(connection: Connection) -> list[Operation]:
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
