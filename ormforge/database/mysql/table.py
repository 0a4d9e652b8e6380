"""One table of a MariaDB or MySQL database, as the catalog says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ormforge.catalog.model import (
    Check,
    Column,
    ForeignKey,
    PrimaryKey,
    RawConstraint,
    Statement,
    Table,
)
from ormforge.database.mysql import indexes
from ormforge.database.mysql.columns import (
    build_column,
    hide_generated,
    is_row_period,
    json_columns,
)
from ormforge.database.mysql.foreign_keys import Names, build_foreign_keys
from ormforge.database.mysql.options import is_partitioned, partitioning, table_options
from ormforge.database.mysql.periods import Periods, may_have_period, read_periods
from ormforge.database.mysql.rows import Row, SchemaRows, Server
from ormforge.database.mysql.sql_text import (
    quoted,
    unescaped,
    without_database,
    without_outer_brackets,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What tables are built from; `show_create` asks the server for a table's statement."""

    server: Server
    rows: SchemaRows
    names: Names
    show_create: Callable[[str, str], str]


def build_table(row: Row, sources: Sources) -> Table:
    """A base table with all that belongs to it."""
    place = (str(row["table_schema"]), str(row["table_name"]))
    rows = sources.rows
    keys = indexes.read_keys(rows.statistics.get(place, ()), str(row["engine"] or ""))
    column_rows, checks = rows.columns.get(place, []), rows.checks.get(place, [])
    statement = sources.show_create(*place) if _needs_statement(row, checks) else ""
    periods = read_periods(statement)
    columns = build_columns(row, column_rows, checks, keys, sources)
    json = json_columns(checks, column_rows)
    foreign_keys = build_foreign_keys(
        rows.foreign_keys.get(place, ()), place[1], [c.name for c in columns], sources.names
    )
    table = Table(
        schema=sources.names.schemas[place[0]],
        name=place[1],
        columns=columns,
        primary_key=_primary_key(keys, column_rows, periods),
        foreign_keys=foreign_keys,
        comment=row["table_comment"] or None,
        checks=_checks(checks, json, periods, sources.server),
        options=_options(row, statement),
    )
    hidden = [
        hide_generated(column, source, _own_name(table), table.path)
        for column, source in zip(columns, column_rows, strict=True)
    ]
    table = replace(table, after_create=tuple(one for one in hidden if one is not None))
    return _with_keys(table, keys, foreign_keys, periods)


def build_columns(
    row: Row,
    column_rows: Sequence[Row],
    checks: list[Row],
    keys: Sequence[indexes.Key],
    sources: Sources,
) -> tuple[Column, ...]:
    """The columns of a table or view, in its order."""
    json = json_columns(checks, list(column_rows))
    primary = next((key.columns for key in keys if key.name == "PRIMARY"), ())
    place = (str(row["table_schema"]), str(row["table_name"]))
    return tuple(
        build_column(
            column,
            sources.server,
            table_collation=row["table_collation"],
            json=column["column_name"] in json,
            reference_system=sources.rows.reference_systems.get((*place, column["column_name"])),
            numbered_outside_key=_is_numbered(column) and column["column_name"] not in primary,
        )
        for column in column_rows
    )


def _is_numbered(column: Row) -> bool:
    return "auto_increment" in str(column["extra"] or "").lower()


def _needs_statement(row: Row, checks: Sequence[Row]) -> bool:
    versioned = row["table_type"] == "SYSTEM VERSIONED"
    return versioned or is_partitioned(row) or may_have_period(checks)


def _options(row: Row, statement: str) -> tuple[tuple[str, str], ...]:
    options = table_options(row, versioned=row["table_type"] == "SYSTEM VERSIONED")
    partition = partitioning(statement) if is_partitioned(row) else None
    return options if partition is None else (*options, partition)


def _primary_key(
    keys: Sequence[indexes.Key], columns: Sequence[Row], periods: Periods
) -> PrimaryKey | None:
    """The primary key without the columns that a period adds to it, which the mapping does not need."""
    ends = frozenset(str(row["column_name"]) for row in columns if is_row_period(row))
    key = indexes.primary_key(keys, without=ends)
    if key is None or periods.primary_key is None:
        return key
    return replace(key, sql=periods.primary_key)


def _checks(
    checks: Sequence[Row], json: frozenset[str], periods: Periods, server: Server
) -> tuple[Check, ...]:
    found = [
        _check(row, server)
        for row in checks
        if not _is_implied(row, json, periods) and row.get("enforced", "YES") != "NO"
    ]
    return tuple(sorted(found, key=lambda c: (c.column or "", c.name or "", c.expression)))


def _is_implied(row: Row, json: frozenset[str], periods: Periods) -> bool:
    column_level = row.get("level") == "Column"
    return row["constraint_name"] in (json if column_level else periods.names)


def _check(row: Row, server: Server) -> Check:
    column = str(row["constraint_name"]) if row.get("level") == "Column" else None
    name = None if column is not None else str(row["constraint_name"])
    return Check(expression=_check_text(row, server), name=name, column=column)


def _check_text(row: Row, server: Server) -> str:
    clause = str(row["check_clause"])
    text = unescaped(clause) if server.escapes_expressions else clause
    return without_database(without_outer_brackets(text), str(row["constraint_schema"]))


def _with_keys(
    table: Table,
    keys: Sequence[indexes.Key],
    foreign_keys: Sequence[ForeignKey],
    periods: Periods,
) -> Table:
    """The table with its keys, each as the construct that can say it."""
    others = [key for key in keys if key.name != "PRIMARY"]
    overlapping = dict(periods.unique_keys)
    in_place = _needed_in_create_table(table, others)
    implied = indexes.made_by_foreign_keys(keys, foreign_keys)
    plain = [k for k in others if k.name not in overlapping and k.name != in_place]
    raw = [RawConstraint(sql=sql) for sql in overlapping.values()]
    raw += [indexes.inside_create_table(key) for key in others if key.name == in_place]
    return replace(
        table,
        uniques=tuple(indexes.unique(key) for key in plain if indexes.is_constraint(key)),
        indexes=tuple(
            indexes.index(key)
            for key in plain
            if not indexes.is_constraint(key) and key.name not in implied
        ),
        raw_constraints=(*sorted(raw, key=lambda r: r.sql), *periods.clauses),
        after_create=(
            *table.after_create,
            *_afterwards(table, [k for k in keys if k.name not in (in_place, *implied)]),
        ),
    )


def _afterwards(table: Table, keys: Sequence[indexes.Key]) -> tuple[Statement, ...]:
    return indexes.afterwards(_own_name(table), table.path, keys)


def _own_name(table: Table) -> str:
    """The table's name as it can stand in a statement."""
    return ".".join(quoted(part) for part in (table.schema, table.name) if part is not None)


def _needed_in_create_table(table: Table, keys: Sequence[indexes.Key]) -> str | None:
    """The index that an AUTO_INCREMENT column needs from the start, because no constraint gives it one."""
    column = next((c.name for c in table.columns if c.autoincrement), None)
    primary = table.primary_key.columns[:1] if table.primary_key else ()
    if column is None or primary == (column,):
        return None
    leading = [key for key in keys if key.columns[:1] == (column,)]
    if any(indexes.is_constraint(key) for key in leading):
        return None
    return leading[0].name if leading else None
