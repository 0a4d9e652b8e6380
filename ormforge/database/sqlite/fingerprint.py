"""A hash of all that SQLite has stored of its schemas."""

from __future__ import annotations

import hashlib
import sqlite3

from ormforge.database.request import Request
from ormforge.database.sqlite.keywords import quoted


def hash_schemas(connection: sqlite3.Connection, request: Request) -> str:
    """The hash of the stored statements, of what is asked of them, and of SQLite's release."""
    found = hashlib.sha256()
    asked = (request.schemas, request.include, request.exclude, request.views)
    found.update(f"{sqlite3.sqlite_version} {asked!r}".encode("utf-8", "surrogateescape"))
    for schema in request.schemas or ("main",):
        rows = connection.execute(
            f"SELECT type, name, tbl_name, sql FROM {quoted(schema)}.sqlite_master"  # noqa: S608
        )
        for row in sorted(rows, key=repr):
            found.update(repr(row).encode())
    return found.hexdigest()
