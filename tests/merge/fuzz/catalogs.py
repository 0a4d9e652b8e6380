"""Small catalogs as the readers of the three dialects give them: where every sequence starts."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ormforge.catalog.model import (
    Catalog,
    Check,
    Column,
    ColumnType,
    EnumType,
    ForeignKey,
    Identity,
    Index,
    IndexElement,
    PrimaryKey,
    Table,
    Unique,
)

WORDS = ("alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa", "zeta")
TRAPS = (
    "metadata",
    "class",
    "list",
    "registry",
    "name",
    "type",
    "text",
    "id2",
    "Überzahl",
    "two words",
)
STATE = EnumType(schema="public", name="state", labels=("draft", "in print"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one dialect's catalogs say things. `types` are a column's types with the defaults that they may have."""

    name: str
    schema: str | None
    number: str
    types: Mapping[str, tuple[str, ...]]
    comments: bool
    native_enums: bool = False
    options: tuple[tuple[str, str], ...] = field(default=())


DIALECTS = {
    "postgresql": Dialect(
        name="postgresql",
        schema="public",
        number="integer",
        types={
            "integer": ("0", "42"),
            "character varying(50)": ("'x'::character varying",),
            "character varying(120)": (),
            "text": ("'it''s'::text",),
            "numeric(10,2)": ("0",),
            "timestamp with time zone": ("now()",),
            "date": (),
            "boolean": ("false",),
            "jsonb": ("'{}'::jsonb",),
            "uuid": ("gen_random_uuid()",),
            "integer[]": (),
        },
        comments=True,
        native_enums=True,
    ),
    "mysql": Dialect(
        name="mysql",
        schema=None,
        number="int(11)",
        types={
            "int(11)": ("0",),
            "int(10) unsigned": (),
            "varchar(50)": ("'x'",),
            "varchar(120)": (),
            "text": (),
            "decimal(10,2)": ("0.00",),
            "datetime": ("current_timestamp()",),
            "date": (),
            "tinyint(1)": ("1",),
            "enum('a','b')": ("'a'",),
            "enum('a','b','c')": (),
        },
        comments=True,
        options=(
            ("mysql_engine", "InnoDB"),
            ("mysql_default_charset", "utf8mb4"),
            ("mysql_collate", "utf8mb4_general_ci"),
        ),
    ),
    "sqlite": Dialect(
        name="sqlite",
        schema=None,
        number="INTEGER",
        types={
            "INTEGER": ("0",),
            "VARCHAR(50)": ("'x'",),
            "VARCHAR(120)": (),
            "TEXT": ("'it''s'",),
            "NUMERIC(10, 2)": ("0",),
            "DATETIME": ("current_timestamp",),
            "DATE": (),
            "BOOLEAN": (),
        },
        comments=False,
    ),
}


def start(dialect: Dialect, seed: int) -> Catalog:
    """A catalog of a few tables: some that refer to each other, a link table, sometimes a view."""
    rng = random.Random(f"start {seed}")
    authors = new_table(dialect, "authors", (text_column(dialect, "name"),))
    books = new_table(
        dialect,
        "books",
        (number_column(dialect, "author_id"), *random_columns(dialect, rng, 2)),
        (foreign_key(dialect, "author_id", "authors"),),
    )
    tables = [authors, books, new_table(dialect, "tags", (text_column(dialect, "label"),))]
    if rng.random() < 0.5:
        tables.append(link_table(dialect, "book_tags", "books", "tags"))
    if rng.random() < 0.4:
        parent = replace(number_column(dialect, "parent_id"), nullable=True)
        key = foreign_key(dialect, "parent_id", "nodes")
        tables.append(new_table(dialect, "nodes", (parent,), (key,)))
    if rng.random() < 0.3:
        tables.append(view(dialect, "shelf", books))
    return assembled(dialect, tables)


def assembled(dialect: Dialect, tables: list[Table] | tuple[Table, ...]) -> Catalog:
    """The catalog that holds the tables, with the enum types that they use."""
    used = any(column.type.user_type for table in tables for column in table.columns)
    return Catalog(
        dialect=dialect.name,
        default_schema=dialect.schema,
        tables=tuple(sorted(tables, key=lambda table: table.name)),
        enums=(STATE,) if used else (),
    )


def new_table(
    dialect: Dialect,
    name: str,
    columns: tuple[Column, ...],
    keys: tuple[ForeignKey, ...] = (),
) -> Table:
    """A table with a numbered primary key `id`."""
    is_postgresql = dialect.name == "postgresql"
    own = Column(
        name="id",
        type=ColumnType(sql=dialect.number),
        nullable=False,
        identity=Identity(always=True) if is_postgresql else None,
        autoincrement=not is_postgresql,
    )
    key = PrimaryKey(columns=("id",), name=f"{name}_pkey" if is_postgresql else None)
    return Table(
        schema=dialect.schema,
        name=name,
        columns=(own, *columns),
        primary_key=key,
        foreign_keys=keys,
        options=dialect.options,
    )


def link_table(dialect: Dialect, name: str, first: str, second: str) -> Table:
    """A table of nothing but two foreign keys."""
    ends = tuple(f"{other.removesuffix('s')}_id" for other in (first, second))
    return Table(
        schema=dialect.schema,
        name=name,
        columns=tuple(number_column(dialect, end) for end in ends),
        primary_key=PrimaryKey(columns=ends),
        foreign_keys=tuple(
            foreign_key(dialect, end, other)
            for end, other in zip(ends, (first, second), strict=True)
        ),
        options=dialect.options,
    )


def view(dialect: Dialect, name: str, table: Table) -> Table:
    """A view of a table."""
    columns = tuple(
        Column(name=column.name, type=column.type, nullable=True) for column in table.columns
    )
    return Table(
        schema=dialect.schema,
        name=name,
        kind="view",
        columns=columns,
        definition=f"SELECT * FROM {table.name}",
    )


def number_column(dialect: Dialect, name: str) -> Column:
    """A column that a foreign key can stand on."""
    return Column(name=name, type=ColumnType(sql=dialect.number), nullable=False)


def text_column(dialect: Dialect, name: str) -> Column:
    """A column of a short text."""
    return Column(name=name, type=ColumnType(sql=list(dialect.types)[1]), nullable=False)


def random_columns(dialect: Dialect, rng: random.Random, count: int) -> tuple[Column, ...]:
    """Columns of different names and any types."""
    return tuple(random_column(dialect, rng, name) for name in rng.sample(WORDS, count))


def random_column(dialect: Dialect, rng: random.Random, name: str) -> Column:
    """A column of any type."""
    sql = rng.choice([*dialect.types, *(["state"] if dialect.native_enums else [])])
    kind = ColumnType(sql=sql)
    if sql == "state":
        kind = ColumnType(sql="public.state", user_type=("public", "state"))
    default = rng.choice((None, *dialect.types.get(sql, ())))
    return Column(name=name, type=kind, nullable=rng.random() < 0.5, default=default)


def foreign_key(dialect: Dialect, column: str, table: str) -> ForeignKey:
    """A foreign key to another table's `id`."""
    return ForeignKey(
        columns=(column,),
        referred_schema=dialect.schema,
        referred_table=table,
        referred_columns=("id",),
        name=None if dialect.name == "sqlite" else f"fk_{column}_{table}",
    )


def unique(columns: tuple[str, ...], name: str) -> Unique:
    """A unique constraint of one's own name."""
    return Unique(columns=columns, name=name, name_is_default=False)


def index(column: str, name: str) -> Index:
    """An index of one column."""
    return Index(name=name, elements=(IndexElement(sql=column, column=column, plain=True),))


def check(column: str, name: str) -> Check:
    """A check constraint about one column."""
    return Check(expression=f"{column} IS NOT NULL OR 1 = 1", name=name)
