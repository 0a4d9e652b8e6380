"""The catalog: what a database holds, as immutable values.

Every text that is SQL (defaults, expressions, types) is the database's own, never rewritten. Tuples whose order the
database does not define are sorted by name, so that two catalogs of one database are equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ormforge.catalog.keys import Key, column_key, table_key, table_path, type_key

TableKind = Literal["table", "view", "materialized view", "foreign table", "virtual table"]
Option = tuple[str, str]
"""A name and a value; what the names mean depends on where the options stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnType:
    """A column's type.

    `sql` is the complete type in the database's words, schema-qualified where it is not a built-in type:
    `character varying(100)`, `public.book_state[]`, `int(10) unsigned`, `""` for a column without a type.
    `user_type` names the enum, domain, composite or range type it is, or that it is an array of.
    """

    sql: str
    user_type: tuple[str | None, str] | None = None
    dimensions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """`GENERATED ALWAYS AS (expression)`, stored or computed on reading."""

    expression: str
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceOptions:
    """The options of a sequence; None where the value is what the database would choose by itself."""

    data_type: str | None = None
    start: int | None = None
    increment: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    cache: int | None = None
    cycle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """`GENERATED ALWAYS | BY DEFAULT AS IDENTITY`."""

    always: bool
    options: SequenceOptions = SequenceOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table or view, in the order of the table.

    `default` is SQL text (MariaDB: with its ON UPDATE). `autoincrement` tells that the database numbers the rows by
    itself and no default says so: an alias of SQLite's rowid, MariaDB's AUTO_INCREMENT, PostgreSQL's serial (the
    column then has no default, and the owned sequence, having its default name and options, is not listed).
    `collation` and `charset` are None where they are the table's or the type's own.
    """

    name: str
    type: ColumnType
    nullable: bool
    default: str | None = None
    generated: Generated | None = None
    identity: Identity | None = None
    autoincrement: bool = False
    collation: str | None = None
    charset: str | None = None
    comment: str | None = None
    on_conflict_not_null: str | None = None

    @property
    def has_default(self) -> bool:
        """Whether the database itself gives a new row a value other than NULL here, by `DEFAULT`."""
        return self.default is not None and self.default.upper() != "NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryKey:
    """A primary key; columns in the order of the key. `name` is None where the dialect has none.

    `sql` is the whole clause, but for its name, where the columns would not say it (MariaDB's key prefixes, SQLite's
    sort orders and collations): `PRIMARY KEY (a(20), b)`. It is empty where the column's type already holds the key.
    """

    columns: tuple[str, ...]
    name: str | None = None
    name_is_default: bool = True
    deferrable: bool = False
    initially_deferred: bool = False
    include: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    comment: str | None = None
    sql: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """A unique constraint. `name_is_default`: the database would choose this name by itself."""

    columns: tuple[str, ...]
    name: str | None = None
    name_is_default: bool = True
    deferrable: bool = False
    initially_deferred: bool = False
    nulls_not_distinct: bool = False
    include: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key; `referred_schema` is None only where the dialect has no schemas.

    `referred_columns` are given in the order of `columns`. `resolved` is False where the table or a column pointed to
    is not in the database, or not in this catalog; only then can `referred_columns` be empty: the statement names none.
    """

    columns: tuple[str, ...]
    referred_schema: str | None
    referred_table: str
    referred_columns: tuple[str, ...]
    name: str | None = None
    name_is_default: bool = True
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    deferrable: bool = False
    initially_deferred: bool = False
    not_valid: bool = False
    comment: str | None = None
    resolved: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A CHECK constraint: the expression without its outer brackets. `column` is set where it belongs to one column
    and moving it to the table would change the catalog (MariaDB)."""

    expression: str
    name: str | None = None
    column: str | None = None
    not_valid: bool = False
    no_inherit: bool = False
    options: tuple[Option, ...] = ()
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclude:
    """An EXCLUDE constraint: elements are (column or expression with its sort order, operator)."""

    name: str
    method: str
    elements: tuple[tuple[str, str], ...]
    columns: tuple[str | None, ...]
    where: str | None = None
    operator_classes: tuple[Option, ...] = ()
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexElement:
    """One element of an index. `sql` is all of it (`lower(a)`, `a DESC NULLS LAST`, `(a || b)`); `column` is the
    column's name where the element is a column, however sorted; `plain` where it is the column and nothing else.
    """

    sql: str
    column: str | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index that no constraint owns. `lengths` are MariaDB's key prefixes, `kind` its FULLTEXT or SPATIAL."""

    name: str
    elements: tuple[IndexElement, ...]
    unique: bool = False
    where: str | None = None
    method: str | None = None
    kind: str | None = None
    include: tuple[str, ...] = ()
    operator_classes: tuple[Option, ...] = ()
    lengths: tuple[tuple[str, int], ...] = ()
    nulls_not_distinct: bool = False
    options: tuple[Option, ...] = ()
    tablespace: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawConstraint:
    """A table-level clause that no SQLAlchemy construct can carry, complete but for its name."""

    sql: str
    name: str | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A DDL statement that has to run for the catalog to be complete, and the object it is about, for a person."""

    sql: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table or view.

    `options` are SQLAlchemy's keyword arguments of `Table` for what the dialect's table options say
    (`("mysql_engine", "InnoDB")`, `("sqlite_strict", "True")` with bool options as `"True"`; `("prefixes", "UNLOGGED")`;
    `("postgresql_partition_by", "RANGE (d)")`). `after_create` are statements that follow CREATE TABLE and its indexes.
    """

    schema: str | None
    name: str
    kind: TableKind = "table"
    columns: tuple[Column, ...] = ()
    primary_key: PrimaryKey | None = None
    uniques: tuple[Unique, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    excludes: tuple[Exclude, ...] = ()
    indexes: tuple[Index, ...] = ()
    raw_constraints: tuple[RawConstraint, ...] = ()
    comment: str | None = None
    options: tuple[Option, ...] = ()
    after_create: tuple[Statement, ...] = ()
    definition: str | None = None
    """The text of a view's query, or a virtual table's whole statement."""

    @property
    def path(self) -> str:
        """The table's name as it stands in keys: `public.books`."""
        return table_path(self.schema, self.name)

    @property
    def key(self) -> Key:
        """The table's key: `table public.books`."""
        return table_key(self.schema, self.name)

    def column_key(self, name: str) -> Key:
        """The key of one of its columns."""
        return column_key(self.schema, self.name, name)

    def column(self, name: str) -> Column:
        """The column of this name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumType:
    """An enum type of the database, its labels in order."""

    schema: str | None
    name: str
    labels: tuple[str, ...]
    comment: str | None = None

    @property
    def key(self) -> Key:
        """The type's key."""
        return type_key(self.schema, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A domain: its base type and what it adds to it."""

    schema: str | None
    name: str
    type: ColumnType
    nullable: bool = True
    default: str | None = None
    collation: str | None = None
    checks: tuple[Check, ...] = ()
    comment: str | None = None

    @property
    def key(self) -> Key:
        """The type's key."""
        return type_key(self.schema, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherType:
    """A composite or range type: what it is called, and the statement that creates it.

    `needs` are the database's own types that it is made of, row types of tables among them, as (schema, name).
    """

    schema: str | None
    name: str
    kind: Literal["composite", "range"]
    create: str
    needs: tuple[tuple[str | None, str], ...] = ()

    @property
    def key(self) -> Key:
        """The type's key."""
        return type_key(self.schema, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A sequence that is no identity column's and no plain serial's; `owner` is (schema, table, column)."""

    schema: str | None
    name: str
    options: SequenceOptions = SequenceOptions()
    owner: tuple[str | None, str, str] | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """Something of the database that models cannot express, or that was left out: `trigger`, its path, why.

    `hint` is what to do to have it in the models, where something can be done: a run then warns of it.
    """

    kind: str
    path: str
    reason: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All that one run knows of a database.

    `dialect` is SQLAlchemy's name of it (`sqlite`, `postgresql`, `mysql`, `mariadb`, ...). `default_schema` is the
    connection's own: models do not name it. Tables are sorted by schema and name. `other_types` stand in an order in
    which they can be created. `after_create` are statements that need all tables to be there: inheritance, comments on
    types.
    """

    dialect: str
    default_schema: str | None = None
    tables: tuple[Table, ...] = ()
    enums: tuple[EnumType, ...] = ()
    domains: tuple[Domain, ...] = ()
    other_types: tuple[OtherType, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    after_create: tuple[Statement, ...] = ()
    omissions: tuple[Omission, ...] = field(default=())

    def table(self, key: Key) -> Table:
        """The table of this key; KeyError if there is none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)
