"""Foreign keys that are slow to follow, that compare unlike types, or that do not say what a deletion does."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.model import Catalog, Column, ForeignKey, Table
from ormforge.review.access import accesses
from ormforge.review.finding import SchemaFinding, finding, named
from ormforge.review.sql import Sql
from ormforge.review.types import comparable_type, text_type


def unindexed_foreign_keys(table: Table, sql: Sql) -> Iterator[SchemaFinding]:
    """Foreign keys whose columns begin no index."""
    if sql.is_mysql:
        return  # InnoDB makes the index together with the key, and the catalog leaves it out
    known = tuple(accesses(table))
    for columns, keys in _by_columns(table).items():
        if any(access.finds(columns) for access in known):
            continue
        pointed = named(dict.fromkeys(key.referred_table for key in keys))
        yield finding(
            "unindexed-foreign-key",
            table,
            columns,
            f"no index begins with this foreign key: a deletion or join from {pointed} reads the whole table",
            fix=[sql.create_index(table, columns)],
        )


def mismatched_types(catalog: Catalog, table: Table, sql: Sql) -> Iterator[SchemaFinding]:
    """Columns of a foreign key whose type is not that of the column pointed to."""
    for key in table.foreign_keys:
        target = referred(catalog, key)
        if target is None:
            continue
        for name, referred_name in zip(key.columns, key.referred_columns, strict=True):
            mine, theirs = table.column(name), target.column(referred_name)
            same_type = comparable_type(catalog, mine) == comparable_type(catalog, theirs)
            if same_type and not _differ_in_length(catalog, mine, theirs):
                continue
            fix = _retyped(table, mine, theirs, sql)
            yield finding(
                "foreign-key-type",
                table,
                (name,),
                f"is {_shown(mine)} and points to {target.path}.{named((referred_name,))}, "
                f"which is {_shown(theirs)}",
                severity="info" if same_type else None,
                fix=fix,
                advice=None if fix else "Give both columns one type.",
            )


def silent_deletions(catalog: Catalog, table: Table, sql: Sql) -> Iterator[SchemaFinding]:
    """Foreign keys without ON DELETE."""
    for key in table.foreign_keys:
        if key.on_delete in (None, "NO ACTION") and referred(catalog, key) is not None:
            action = _action(table, key)
            fix = _with_action(table, key, action, sql)
            yield finding(
                "no-on-delete",
                table,
                key.columns,
                f"nothing says what becomes of a row when its {named((key.referred_table,))} is deleted: "
                "the deletion fails",
                fix=fix,
                advice=None if fix else _decision(action, sql),
            )


def referred(catalog: Catalog, key: ForeignKey) -> Table | None:
    """The table that a foreign key points to, with all the columns it names; None where the catalog lacks it."""
    for table in catalog.tables:
        if (table.schema, table.name) == (key.referred_schema, key.referred_table):
            names = {column.name for column in table.columns}
            complete = len(key.columns) == len(key.referred_columns)
            return table if complete and names.issuperset(key.referred_columns) else None
    return None


def _by_columns(table: Table) -> dict[tuple[str, ...], list[ForeignKey]]:
    found: dict[tuple[str, ...], list[ForeignKey]] = {}
    for key in table.foreign_keys:
        found.setdefault(key.columns, []).append(key)
    return found


def _differ_in_length(catalog: Catalog, mine: Column, theirs: Column) -> bool:
    """Whether both are text, and one holds longer values; SQLite heeds no length."""
    return catalog.dialect != "sqlite" and text_type(catalog, mine) != text_type(catalog, theirs)


def _shown(column: Column) -> str:
    return column.type.sql.encode("unicode_escape").decode("ascii") or "a column without a type"


def _retyped(table: Table, mine: Column, theirs: Column, sql: Sql) -> list[str]:
    """The statement that gives the column the type it points to, where nothing else hangs on its own."""
    others = [key for key in table.foreign_keys if mine.name in key.columns]
    if not sql.is_postgresql or mine.generated or len(others) > 1:
        return []
    name, type_ = sql.quote(mine.name), theirs.type.sql
    return [sql.alter(table, f"ALTER COLUMN {name} TYPE {type_} USING {name}::{type_}")]


def _action(table: Table, key: ForeignKey) -> str:
    """What a deletion most likely means for the row: let go of it, go with it, or be refused."""
    if all(table.column(name).nullable for name in key.columns):
        return "SET NULL"
    owned = table.primary_key is not None and set(key.columns) <= set(table.primary_key.columns)
    return "CASCADE" if owned else "RESTRICT"


def _with_action(table: Table, key: ForeignKey, action: str, sql: Sql) -> tuple[str, ...]:
    # Refusal is what MySQL does unasked, and says so nowhere; a deferred key refuses later than RESTRICT does.
    unsayable = action == "RESTRICT" and (sql.is_mysql or key.deferrable)
    if not sql.alters or key.name is None or key.comment is not None or unsayable:
        return ()
    return sql.replace_foreign_key(table, key, action)


def _decision(action: str, sql: Sql) -> str:
    if action == "RESTRICT":
        return "Add ON DELETE CASCADE if its rows go along; if the refusal is meant, silence this with that reason."
    if not sql.alters:
        return f"Rebuild the table with ON DELETE {action}, or what else is meant."
    return f"Create it anew with ON DELETE {action}, or what else is meant."
