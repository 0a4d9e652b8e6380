"""What migrations do to a catalog, at random. Each returns the catalog after one change, None where it cannot be made."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from ormforge.catalog.model import Catalog, Column, ColumnType, Table
from tests.merge.fuzz.catalogs import (
    DIALECTS,
    TRAPS,
    WORDS,
    Dialect,
    assembled,
    check,
    foreign_key,
    index,
    link_table,
    new_table,
    number_column,
    random_column,
    random_columns,
    unique,
    view,
)

Migration = Callable[[Catalog, random.Random], "Catalog | None"]


def _dialect(catalog: Catalog) -> Dialect:
    return DIALECTS[catalog.dialect]


def _table(catalog: Catalog, rng: random.Random, *, keyed: bool = False) -> Table | None:
    found = [
        table
        for table in catalog.tables
        if table.kind == "table" and (table.primary_key is not None or not keyed)
    ]
    return rng.choice(found) if found else None


def _with(catalog: Catalog, table: Table) -> Catalog:
    tables = [table if old.name == table.name else old for old in catalog.tables]
    return assembled(_dialect(catalog), tables)


def _free(table: Table) -> list[Column]:
    """The columns that no key of the table stands on."""
    bound = set(table.primary_key.columns if table.primary_key else ())
    return [column for column in table.columns if column.name not in bound]


def add_table(catalog: Catalog, rng: random.Random) -> Catalog | None:
    dialect = _dialect(catalog)
    name = rng.choice((*(f"{word}s" for word in WORDS), *TRAPS))
    if any(table.name == name for table in catalog.tables):
        return None
    table = new_table(dialect, name, random_columns(dialect, rng, 2))
    return assembled(dialect, [*catalog.tables, table])


def drop_table(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    if table is None or len(catalog.tables) < 2:
        return None
    left = [other for other in catalog.tables if other.name != table.name]
    return assembled(_dialect(catalog), [_without_keys_to(other, table.name) for other in left])


def _without_keys_to(table: Table, name: str) -> Table:
    keys = tuple(key for key in table.foreign_keys if key.referred_table != name)
    return replace(table, foreign_keys=keys)


def rename_table(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    name = f"{rng.choice(WORDS)}_renamed"
    if table is None or any(other.name == name for other in catalog.tables):
        return None
    tables = [replace(t, name=name) if t is table else t for t in catalog.tables]
    renamed = [
        replace(
            other,
            foreign_keys=tuple(
                replace(key, referred_table=name) if key.referred_table == table.name else key
                for key in other.foreign_keys
            ),
        )
        for other in tables
    ]
    return assembled(_dialect(catalog), renamed)


def add_column(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    name = rng.choice((*WORDS, *WORDS, *TRAPS))
    if table is None or any(column.name == name for column in table.columns):
        return None
    at = rng.randrange(1, len(table.columns) + 1)
    column = random_column(_dialect(catalog), rng, name)
    columns = (*table.columns[:at], column, *table.columns[at:])
    return _with(catalog, replace(table, columns=columns))


def drop_column(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    free = _free(table) if table else []
    if table is None or not free or len(table.columns) < 2:
        return None
    name = rng.choice(free).name
    return _with(
        catalog,
        replace(
            table,
            columns=tuple(column for column in table.columns if column.name != name),
            foreign_keys=tuple(key for key in table.foreign_keys if name not in key.columns),
            uniques=tuple(item for item in table.uniques if name not in item.columns),
            indexes=tuple(item for item in table.indexes if item.elements[0].column != name),
            checks=tuple(item for item in table.checks if not item.expression.startswith(name)),
        ),
    )


def rename_column(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    plain = [column for column in _free(table) if not _is_used(table, column.name)] if table else []
    name = f"{rng.choice(WORDS)}_new"
    if table is None or not plain or any(column.name == name for column in table.columns):
        return None
    old = rng.choice(plain)
    columns = tuple(replace(c, name=name) if c is old else c for c in table.columns)
    return _with(catalog, replace(table, columns=columns))


def _is_used(table: Table, name: str) -> bool:
    keys = [column for key in table.foreign_keys for column in key.columns]
    others = [column for item in table.uniques for column in item.columns]
    indexed = [element.column for item in table.indexes for element in item.elements]
    checked = any(item.expression.startswith(name) for item in table.checks)
    return name in keys or name in others or name in indexed or checked


def _alter(catalog: Catalog, rng: random.Random, **changes: object) -> Catalog | None:
    table = _table(catalog, rng)
    free = _free(table) if table else []
    if table is None or not free:
        return None
    old = rng.choice(free)
    columns = tuple(
        replace(column, **changes) if column is old else column  # type: ignore[arg-type]
        for column in table.columns
    )
    return _with(catalog, replace(table, columns=columns))


def change_type(catalog: Catalog, rng: random.Random) -> Catalog | None:
    sql = rng.choice(list(_dialect(catalog).types))
    return _alter(catalog, rng, type=ColumnType(sql=sql), default=None)


def change_null(catalog: Catalog, rng: random.Random) -> Catalog | None:
    return _alter(catalog, rng, nullable=rng.random() < 0.5)


def change_default(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    dialect = _dialect(catalog)
    found = [c for c in _free(table) if dialect.types.get(c.type.sql)] if table else []
    if table is None or not found:
        return None
    old = rng.choice(found)
    value = None if old.default else rng.choice(dialect.types[old.type.sql])
    columns = tuple(replace(c, default=value) if c is old else c for c in table.columns)
    return _with(catalog, replace(table, columns=columns))


def comment_column(catalog: Catalog, rng: random.Random) -> Catalog | None:
    if not _dialect(catalog).comments:
        return None
    comment = rng.choice((None, "a comment", 'with "quotes" and \\', "a much longer comment " * 3))
    return _alter(catalog, rng, comment=comment)


def comment_table(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    if table is None or not _dialect(catalog).comments:
        return None
    comment = rng.choice((None, "What is sold", "Two lines\nof comment"))
    return _with(catalog, replace(table, comment=comment))


def toggle_unique(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    if table is None:
        return None
    if table.uniques:
        return _with(catalog, replace(table, uniques=()))
    columns = [column.name for column in table.columns]
    wanted = tuple(rng.sample(columns, min(len(columns), rng.choice((1, 2)))))
    item = unique(wanted, f"uq_{table.name}_{'_'.join(wanted)}")
    return _with(catalog, replace(table, uniques=(item,)))


def toggle_indexes(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    if table is None:
        return None
    chosen = [column.name for column in table.columns if rng.random() < 0.3]
    items = tuple(index(name, f"ix_{table.name}_{name}") for name in chosen)
    return _with(catalog, replace(table, indexes=items))


def toggle_check(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    if table is None:
        return None
    plain = [column.name for column in table.columns if column.name.isidentifier()]
    items = () if table.checks else (check(rng.choice(plain), f"ck_{table.name}"),)
    return _with(catalog, replace(table, checks=items))


def add_foreign_key(catalog: Catalog, rng: random.Random) -> Catalog | None:
    dialect = _dialect(catalog)
    table, remote = _table(catalog, rng), _table(catalog, rng, keyed=True)
    if table is None or remote is None or remote.columns[0].name != "id":
        return None
    name = f"{rng.choice((*WORDS, remote.name.removesuffix('s')))}_id"
    if any(column.name == name for column in table.columns):
        return None
    column = replace(number_column(dialect, name), nullable=rng.random() < 0.5)
    key = foreign_key(dialect, name, remote.name)
    return _with(
        catalog,
        replace(
            table,
            columns=(*table.columns, column),
            foreign_keys=(*table.foreign_keys, key),
        ),
    )


def drop_foreign_key(catalog: Catalog, rng: random.Random) -> Catalog | None:
    found = [table for table in catalog.tables if table.foreign_keys]
    if not found:
        return None
    table = rng.choice(found)
    gone = rng.choice(table.foreign_keys)
    keys = tuple(key for key in table.foreign_keys if key is not gone)
    return _with(catalog, replace(table, foreign_keys=keys))


def unique_foreign_key(catalog: Catalog, rng: random.Random) -> Catalog | None:
    found = [table for table in catalog.tables if table.foreign_keys and not table.uniques]
    if not found:
        return None
    table = rng.choice(found)
    key = rng.choice(table.foreign_keys)
    item = unique(key.columns, f"uq_{table.name}_{key.columns[0]}")
    return _with(catalog, replace(table, uniques=(item,)))


def add_link(catalog: Catalog, rng: random.Random) -> Catalog | None:
    dialect = _dialect(catalog)
    first, second = _table(catalog, rng, keyed=True), _table(catalog, rng, keyed=True)
    if first is None or second is None or first is second:
        return None
    if any(table.columns[0].name != "id" for table in (first, second)):
        return None
    name = f"{first.name}_{second.name}"
    if any(table.name == name for table in catalog.tables):
        return None
    return assembled(dialect, [*catalog.tables, link_table(dialect, name, first.name, second.name)])


def grow_link(catalog: Catalog, rng: random.Random) -> Catalog | None:
    """A link table gets a column of its own, and so turns into a class; or loses it."""
    found = [
        table
        for table in catalog.tables
        if len(table.foreign_keys) == 2 and table.columns[0].name != "id"
    ]
    if not found:
        return None
    table = rng.choice(found)
    if table.columns[-1].name == "since":
        return _with(catalog, replace(table, columns=table.columns[:-1]))
    column = replace(number_column(_dialect(catalog), "since"), nullable=True)
    return _with(catalog, replace(table, columns=(*table.columns, column)))


def toggle_primary_key(catalog: Catalog, rng: random.Random) -> Catalog | None:
    """A table loses its primary key, and so turns from a class into a `Table`; or gets it back."""
    table = _table(catalog, rng)
    if table is None or table.columns[0].name != "id":
        return None
    if any(
        key.referred_table == table.name for other in catalog.tables for key in other.foreign_keys
    ):
        return None
    if table.primary_key is None:
        fresh = new_table(_dialect(catalog), table.name, table.columns[1:])
        return _with(catalog, replace(fresh, foreign_keys=table.foreign_keys))
    own = replace(table.columns[0], identity=None, autoincrement=False)
    columns = (own, *table.columns[1:])
    return _with(catalog, replace(table, columns=columns, primary_key=None))


def add_view(catalog: Catalog, rng: random.Random) -> Catalog | None:
    table = _table(catalog, rng)
    if table is None or any(other.kind == "view" for other in catalog.tables):
        return None
    dialect = _dialect(catalog)
    return assembled(dialect, [*catalog.tables, view(dialect, "overview", table)])


MIGRATIONS: dict[str, Migration] = {
    migration.__name__: migration
    for migration in (
        add_table,
        drop_table,
        rename_table,
        add_column,
        add_column,
        drop_column,
        rename_column,
        change_type,
        change_null,
        change_default,
        comment_column,
        comment_table,
        toggle_unique,
        toggle_indexes,
        toggle_check,
        add_foreign_key,
        drop_foreign_key,
        unique_foreign_key,
        add_link,
        grow_link,
        toggle_primary_key,
        add_view,
    )
}
