"""What has to run after CREATE TABLE for a table to be complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ormforge.catalog.model import Check, Statement, Table
from ormforge.drafting.ddl import comment_on, quoted_path
from ormforge.drafting.plain_wording import plain_wording

_CREATE_VIRTUAL = re.compile(
    r"\s*CREATE\s+VIRTUAL\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?", re.IGNORECASE
)


def table_statements(table: Table, schema: str | None, dialect: str) -> Iterator[Statement]:
    """The statements, in the order in which they run; `schema` is None for the connection's own."""
    path = quoted_path(schema, table.name, dialect)
    for check in table.checks:
        if check.not_valid:
            yield _not_valid(check, path, table, dialect)
        if check.comment is not None and (check.not_valid or check.no_inherit):
            constraint = quoted_path(None, check.name or "", dialect)
            sql = comment_on("CONSTRAINT", f"{constraint} ON {path}", check.comment)
            yield Statement(sql=sql, about=f"comment on check {check.name} of {table.path}")
    yield from table.after_create


def virtual_table_statement(table: Table) -> Statement | None:
    """The statement that makes a virtual table of SQLite where it is not there yet."""
    if table.kind != "virtual table" or table.definition is None:
        return None
    sql = _CREATE_VIRTUAL.sub("CREATE VIRTUAL TABLE IF NOT EXISTS ", table.definition, count=1)
    return Statement(sql=sql, about=f"virtual table {table.path}")


def _not_valid(check: Check, path: str, table: Table, dialect: str) -> Statement:
    constraint = quoted_path(None, check.name or "", dialect)
    inherit = " NO INHERIT" if check.no_inherit else ""
    expression = plain_wording(check.expression, table, dialect)
    words = f"CHECK ({expression}){inherit} NOT VALID"
    return Statement(
        sql=f"ALTER TABLE {path} ADD CONSTRAINT {constraint} {words}",
        about=f"check {check.name} of {path}",
    )
