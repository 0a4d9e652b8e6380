"""Catalogs kept in files, to run from without a database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ormforge.catalog.model import Catalog, Table
from ormforge.catalog.snapshot import load_catalog
from ormforge.database.request import Request
from ormforge.errors import DatabaseError


def read_snapshot(file: Path, request: Request) -> Catalog:
    """The catalog in a file that `ormforge snapshot` wrote, without the tables that are not asked for.

    Raises DatabaseError.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise DatabaseError(
            f"{file}: cannot be read: {error.strerror}",
            hint="Write it with: ormforge snapshot -o FILE",
        ) from error
    except UnicodeDecodeError as error:
        raise DatabaseError(f"{file}: is no catalog snapshot of ormforge") from error
    try:
        return narrowed(load_catalog(text), request)
    except DatabaseError as error:
        raise DatabaseError(f"{file}: {error.message}", hint=error.hint) from error


def narrowed(catalog: Catalog, request: Request) -> Catalog:
    """The catalog with only the tables and views that the request wants; foreign keys to others are unresolved."""
    kept = tuple(table for table in catalog.tables if _wanted(table, catalog, request))
    if len(kept) == len(catalog.tables):
        return catalog
    there = {(table.schema, table.name) for table in kept}
    tables = (
        replace(
            table,
            foreign_keys=tuple(
                replace(
                    key,
                    resolved=key.resolved and (key.referred_schema, key.referred_table) in there,
                )
                for key in table.foreign_keys
            ),
        )
        for table in kept
    )
    return replace(catalog, tables=tuple(tables))


def _wanted(table: Table, catalog: Catalog, request: Request) -> bool:
    schema = table.schema or catalog.default_schema
    if request.schemas is not None and schema is not None and schema not in request.schemas:
        return False
    if request.views == "skip" and table.kind in ("view", "materialized view"):
        return False
    return request.wants(schema, table.name)
