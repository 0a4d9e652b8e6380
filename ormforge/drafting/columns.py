"""Columns: their annotation, the `mapped_column(...)` of a class, the `Column(...)` of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Integer, Numeric

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Check, Column, Table, Unique
from ormforge.draft.model import PythonType
from ormforge.drafting.blueprint import Blueprint, inline_foreign_keys
from ormforge.drafting.choices import Comments
from ormforge.drafting.defaults import computed, identity, server_default
from ormforge.drafting.expressions import (
    ORM,
    SQLALCHEMY,
    Expression,
    Keywords,
    call,
    literal,
    name,
    subscript,
)
from ormforge.drafting.foreign_keys import inline_foreign_key
from ormforge.drafting.keywords import lacks_quotes
from ormforge.drafting.sql_text import string_argument


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSource:
    """A column in words.

    `annotation` is `Mapped[str | None]`; `value` is `mapped_column(...)`, None where the annotation says it all;
    `element` is `Column("name", ...)`, an argument of `Table`. `python` is the type of a value that is not NULL, `enum`
    the key of the enum it is of. `required`: an insert must give a value.
    """

    python: PythonType
    enum: Key | None
    required: bool
    parts: _Parts

    @property
    def annotation(self) -> Expression:
        """What a declarative class says before the value."""
        return subscript(name(ORM, "Mapped"), self.value_type(optional=self.parts.column.nullable))

    @property
    def value(self) -> Expression | None:
        """What a declarative class says after the annotation."""
        return self.mapped_column({})

    @property
    def element(self) -> Expression:
        """Worked out only when it is asked for: most tables become classes."""
        return _table_column(self.parts, self.parts.column.name)

    @property
    def python_name(self) -> str:
        """The attribute that the column is mapped to."""
        return self.parts.python_name

    @property
    def is_type_implied(self) -> bool:
        """Whether the annotation alone stands for the column's type."""
        return self.parts.place.blueprint.types[self.parts.place.key].expression is None

    @property
    def arguments(self) -> tuple[Expression, ...]:
        """The constructs that stand in the column after its type: foreign keys, identity and the like."""
        return self.parts.arguments

    @property
    def keywords(self) -> Keywords:
        """The keywords that the column has in a class and in a table alike."""
        return self.parts.options

    def column_call(self, written_name: str | None) -> Expression:
        """`Column(...)` as in a `Table`, under the name that is to be written in it, if any."""
        return _table_column(self.parts, written_name)

    def mapped_column(self, keywords: Keywords) -> Expression | None:
        """`mapped_column(...)` with further keywords; None where there is nothing to say."""
        return _mapped_column(self.parts, keywords)

    def value_type(self, *, optional: bool) -> Expression:
        """The Python type of the column's values, `optional` where None is among them."""
        text = f"{self.python.text} | None" if optional and self.python.text != "Any" else None
        return Expression(text=text or self.python.text, imports=self.python.imports)


@dataclass(frozen=True, slots=True)
class _Place:
    """A column in its table."""

    key: Key
    column: Column
    table: Table
    blueprint: Blueprint

    @property
    def primary(self) -> tuple[str, ...]:
        return () if self.table.primary_key is None else self.table.primary_key.columns

    @property
    def in_known_key(self) -> bool:
        """Whether SQLAlchemy knows that the column is in the primary key, and so takes it to be NOT NULL."""
        key = self.table.primary_key
        return key is not None and key.sql is None and self.column.name in key.columns


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a column says in a class and in a table alike: constructs after its type, and keywords."""

    place: _Place
    python_name: str
    arguments: tuple[Expression, ...]
    options: dict[str, Expression]

    @property
    def column(self) -> Column:
        return self.place.column


def column_arguments(
    column: Column, table: Table, blueprint: Blueprint, *, python_name: str | None = None
) -> ColumnSource:
    """The column in words; `python_name` is the attribute it is mapped to, by default its own name."""
    place = _Place(table.column_key(column.name), column, table, blueprint)
    spec = blueprint.types[place.key]
    name_ = python_name or column.name
    return ColumnSource(
        python=spec.python,
        enum=blueprint.enums.get(place.key),
        required=is_required(column),
        parts=_Parts(place, name_, tuple(_arguments(place)), _options(place)),
    )


def is_required(column: Column) -> bool:
    """Whether an insert must give the column a value."""
    given = column.has_default or column.generated or column.identity
    return not column.nullable and not column.autoincrement and not given


def in_column_primary_key(table: Table, *, always_named: bool) -> bool:
    """Whether `primary_key=True` in the columns says all of the primary key."""
    key = table.primary_key
    if key is None:
        return False
    order = tuple(column.name for column in table.columns if column.name in key.columns)
    numbered = [c.name for c in table.columns if c.autoincrement and c.name in key.columns]
    # SQLAlchemy moves a numbered column to the front of a key that it puts together itself.
    in_order = order == key.columns and numbered in ([], list(key.columns[:1]))
    named = key.name is not None and (always_named or not key.name_is_default)
    options = key_conflict(table) is None and key.options
    plain = not (key.deferrable or key.include or options or key.comment)
    return in_order and plain and not named and key.sql is None


def key_conflict(table: Table) -> str | None:
    """What SQLite's ON CONFLICT says of a key of one column: with AUTOINCREMENT, only the column can say it."""
    key = table.primary_key
    if key is None or len(key.columns) != 1 or key.sql is not None:
        return None
    return dict(key.options).get("sqlite_on_conflict")


def in_column_unique(table: Table, column: str, *, always_named: bool) -> Unique | None:
    """The unique constraint that `unique=True` in the column says all of."""
    for unique in table.uniques:
        named = unique.name is not None and (always_named or not unique.name_is_default)
        extra = (unique.deferrable, unique.nulls_not_distinct, unique.include, unique.options)
        plain = not any(extra) and unique.comment is None
        if unique.columns == (column,) and plain and not named:
            return unique
    return None


def in_column_check(check: Check, table: Table) -> bool:
    """Whether the CHECK has to stand in its column: MariaDB tells the two places apart."""
    known = any(column.name == check.column for column in table.columns)
    return known and string_argument(check.expression).imports == frozenset()


def _mapped_column(parts: _Parts, keywords: Keywords) -> Expression | None:
    place, arguments, options = parts.place, parts.arguments, parts.options
    key, column = place.key, place.column
    spec = place.blueprint.types[key]
    positional: list[Expression] = []
    if parts.python_name != column.name or "quote" in options:
        positional.append(literal(column.name))
    if key not in place.blueprint.inheriting:
        inherits = bool(inline_foreign_keys(place.table, column.name))
        shown = spec.full if inherits else spec.expression
        positional += [] if shown is None else [shown]
    named = dict(options)
    nullable = {"nullable": literal(column.nullable)}
    if spec.python.text == "Any" or (column.nullable and place.in_known_key):
        named = _after_key(nullable, named)
    named.update(keywords)
    if not positional and not arguments and not named:
        return None
    return call(name(ORM, "mapped_column"), [*positional, *arguments], named)


def _table_column(parts: _Parts, written_name: str | None) -> Expression:
    place, arguments, options = parts.place, parts.arguments, parts.options
    column = place.column
    typed = () if place.key in place.blueprint.inheriting else (_full(place),)
    named = dict(options)
    if column.nullable == place.in_known_key:
        named = _after_key({"nullable": literal(column.nullable)}, named)
    words = () if written_name is None else (literal(written_name),)
    return call(name(SQLALCHEMY, "Column"), [*words, *typed, *arguments], named)


def _after_key(
    nullable: dict[str, Expression], named: dict[str, Expression]
) -> dict[str, Expression]:
    """The keywords with `nullable` before all of them but `primary_key`."""
    first = {word: value for word, value in named.items() if word == "primary_key"}
    return {**first, **nullable, **named}


def _full(place: _Place) -> Expression:
    return place.blueprint.types[place.key].full


def _arguments(place: _Place) -> Iterator[Expression]:
    """The constructs that stand in a column after its type."""
    column, table = place.column, place.table
    for foreign_key in inline_foreign_keys(table, column.name):
        yield inline_foreign_key(foreign_key, table, place.blueprint)
    if column.identity is not None:
        yield identity(column.identity)
    if column.generated is not None:
        yield computed(column.generated, table, place.blueprint.dialect)
    for check in table.checks:
        if check.column == column.name and in_column_check(check, table):
            yield call(name(SQLALCHEMY, "CheckConstraint"), [string_argument(check.expression)])


def _options(place: _Place) -> dict[str, Expression]:
    """The keywords that a column has in a class and in a table alike."""
    column, table, named = place.column, place.table, place.blueprint.always_named
    default = server_default(column, place.blueprint.dialect)
    in_key = column.name in place.primary
    options: dict[str, Expression | None] = {
        "primary_key": literal(True) if in_key and _says_key(place) else None,
        "unique": (
            literal(True) if in_column_unique(table, column.name, always_named=named) else None
        ),
        "autoincrement": _autoincrement(place) if in_key else None,
        "server_default": default,
        "quote": literal(True) if lacks_quotes(column.name, place.blueprint.dialect) else None,
        **_comments(column, place.blueprint.comments),
        "sqlite_on_conflict_primary_key": (
            literal(conflict) if in_key and (conflict := key_conflict(table)) else None
        ),
        "sqlite_on_conflict_not_null": (
            None if column.on_conflict_not_null is None else literal(column.on_conflict_not_null)
        ),
    }
    return {word: value for word, value in options.items() if value is not None}


def _comments(column: Column, comments: Comments) -> dict[str, Expression | None]:
    """The comment for the database (`comment=`), for the reader of the class (`doc=`), or neither: what stands in the
    database is not said twice."""
    if column.comment is None or comments == "none":
        return {}
    return {"doc" if comments == "docstring" else "comment": literal(column.comment)}


def _says_key(place: _Place) -> bool:
    return in_column_primary_key(place.table, always_named=place.blueprint.always_named)


def _autoincrement(place: _Place) -> Expression | None:
    """What SQLAlchemy would not guess: it numbers the rows by a single integer key without default or foreign key."""
    column = place.column
    foreign_keys = [key for key in place.table.foreign_keys if column.name in key.columns]
    related = any(each.resolved for each in foreign_keys)
    guesses = (
        len(place.primary) == 1
        and isinstance(place.blueprint.types[place.key].instance, Integer | Numeric)
        and not related
        and not column.has_default
        and column.generated is None
    )
    key = place.table.primary_key
    if column.identity is not None or (
        key is not None and key.sql == "" and not column.autoincrement
    ):
        return None  # numbered by its identity, or by nothing: the key is known to the mapper alone
    if foreign_keys and place.blueprint.dialect == "sqlite":
        return None  # SQLite would number the row, but the row that the key points to has a number already
    if column.autoincrement and not guesses:
        return literal(True)
    return literal(False) if guesses and not column.autoincrement else None
