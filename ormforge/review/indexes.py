"""Indexes that cost every write and find nothing that another one does not find."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Catalog, Index, PrimaryKey, Table
from ormforge.review.access import Access, accesses
from ormforge.review.finding import SchemaFinding, finding, named
from ormforge.review.sql import Sql


def duplicate_indexes(catalog: Catalog, table: Table, sql: Sql) -> Iterator[SchemaFinding]:
    """Indexes and unique constraints that another one of the table already is."""
    kept: list[Access] = []
    for access in sorted(accesses(table), key=lambda a: a.rank):
        same = next((other for other in kept if _replaces(other, access)), None)
        if same is None:
            kept.append(access)
            continue
        yield finding(
            "duplicate-index",
            table,
            _members(access),
            f"is the same as {_called(same)}; every write pays for both",
            fix=(fix := _dropped(catalog, table, access, sql)),
            advice=None if fix else _undroppable(sql),
        )


def redundant_indexes(table: Table, sql: Sql) -> Iterator[SchemaFinding]:
    """Plain indexes that are the beginning of a longer one."""
    every = tuple(accesses(table))
    for access in every:
        if not isinstance(access.source, Index) or access.unique:
            continue
        longer = [other for other in every if _begins(access, other)]
        if longer:
            yield finding(
                "redundant-index",
                table,
                _members(access),
                f"is the beginning of {_called(min(longer, key=lambda a: a.rank))}, which finds the same rows",
                fix=[sql.drop_index(table, access.source)],
            )


def _replaces(kept: Access, other: Access) -> bool:
    """Whether nothing is lost without the other one."""
    if kept.shape != other.shape:
        return False
    if not other.unique:
        return True
    # A foreign key cannot point to a deferrable key, and keys may differ in what NULL equals.
    same_nulls = kept.nulls_not_distinct == other.nulls_not_distinct
    key = isinstance(kept.source, PrimaryKey)
    return kept.unique and not kept.deferrable and (same_nulls or key)


def _begins(short: Access, long: Access) -> bool:
    if short.method is not None or short.kind is not None or short.deferrable:
        return False
    size = len(short.elements)
    same_kind = (short.where, None, None) == (long.where, long.method, long.kind)
    if not same_kind or size >= len(long.elements) or long.elements[:size] != short.elements:
        return False
    shared = {text for _, text in short.elements}
    return (
        _about(shared, short.operator_classes) == _about(shared, long.operator_classes)
        and set(short.lengths) == {item for item in long.lengths if item[0] in shared}
        and set(short.include) <= {*long.include, *(text for _, text in long.elements)}
    )


def _about(names: set[str], pairs: tuple[tuple[str, str], ...]) -> set[tuple[str, str]]:
    return {pair for pair in pairs if pair[0] in names}


def _dropped(catalog: Catalog, table: Table, access: Access, sql: Sql) -> list[str]:
    if isinstance(access.source, Index):
        return [sql.drop_index(table, access.source)]
    if access.name is None or not sql.alters:
        return []
    if is_referred_to(catalog, table, access.columns):
        return []
    return [sql.drop_unique(table, access.name)]


def _undroppable(sql: Sql) -> str:
    if not sql.alters:
        return "Leave it out of the table's definition and rebuild the table."
    return "Drop it once no foreign key depends on it."


def is_referred_to(catalog: Catalog, table: Table, columns: tuple[str, ...]) -> bool:
    """Whether a foreign key of the catalog points to these columns."""
    return any(
        (key.referred_schema, key.referred_table) == (table.schema, table.name)
        and set(key.referred_columns) == set(columns)
        for other in catalog.tables
        for key in other.foreign_keys
    )


def _members(access: Access) -> tuple[str, ...]:
    return (access.name,) if access.name is not None else access.columns


def _called(access: Access) -> str:
    if isinstance(access.source, PrimaryKey):
        return "the primary key"
    what = "the index" if isinstance(access.source, Index) else "the unique constraint"
    return (
        f"{what} over {named(access.columns)}"
        if access.name is None
        else f"{what} {path_part(access.name)}"
    )
