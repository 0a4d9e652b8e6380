"""Constraints that stand with the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ormforge.catalog.model import (
    Check,
    Exclude,
    ForeignKey,
    Option,
    PrimaryKey,
    RawConstraint,
    Table,
    Unique,
)
from ormforge.drafting.blueprint import Blueprint, inline_foreign_keys, is_numbered_foreign_key
from ormforge.drafting.columns import (
    in_column_check,
    in_column_primary_key,
    in_column_unique,
    key_conflict,
)
from ormforge.drafting.expressions import (
    SQLALCHEMY,
    Expression,
    call,
    dictionary,
    helper,
    literal,
    name,
    sequence,
)
from ormforge.drafting.foreign_keys import foreign_key_clause, points_outside, table_foreign_key
from ormforge.drafting.plain_wording import plain_wording
from ormforge.drafting.sql_text import string_argument, text_argument

_POSTGRESQL = "sqlalchemy.dialects.postgresql"


def constraint_elements(table: Table, blueprint: Blueprint) -> tuple[Expression, ...]:
    """The table's constraints but for those that stand in its columns; each kind in the catalog's order."""
    return (
        *_primary_key(table, blueprint),
        *_foreign_keys(table, blueprint),
        *_uniques(table, blueprint),
        *_checks(table, blueprint),
        *(_exclude(exclude, table) for exclude in table.excludes),
        *(_raw_of(raw, table, blueprint.dialect) for raw in table.raw_constraints),
    )


def declared_foreign_keys(table: Table) -> tuple[ForeignKey, ...]:
    """The foreign keys that SQLAlchemy knows of in the generated module; relationships can follow no others."""
    return tuple(key for key in table.foreign_keys if _is_declared(key, table))


def has_mapper_key(table: Table) -> bool:
    """Whether a mapped class has to be told its primary key by `__mapper_args__`: where the table's is in raw words,
    and where SQLAlchemy would leave out a column of it that points to another one (`reduce_columns`).
    """
    key = table.primary_key
    if key is None:
        return False
    to_itself = (
        pair
        for foreign_key in declared_foreign_keys(table)
        if (foreign_key.referred_schema, foreign_key.referred_table) == (table.schema, table.name)
        for pair in zip(foreign_key.columns, foreign_key.referred_columns, strict=True)
    )
    return key.sql is not None or any(
        one != other and one in key.columns and other in key.columns for one, other in to_itself
    )


def _is_declared(foreign_key: ForeignKey, table: Table) -> bool:
    if not foreign_key.resolved or any("." in column for column in foreign_key.referred_columns):
        return False
    key = () if table.primary_key is None else table.primary_key.columns
    return not (is_numbered_foreign_key(table) and set(key) & set(foreign_key.columns))


def _primary_key(table: Table, blueprint: Blueprint) -> Iterator[Expression]:
    key = table.primary_key
    if key is None or in_column_primary_key(table, always_named=blueprint.always_named):
        return
    if key.sql is None:
        named = _name(key, blueprint) | _key_options(key, blueprint)
        if key_conflict(table) is not None:
            del named["sqlite_on_conflict"]
        yield call(name(SQLALCHEMY, "PrimaryKeyConstraint"), map(literal, key.columns), named)
    elif key.sql:
        shown = None if key.name_is_default else key.name
        yield _raw(RawConstraint(sql=key.sql, name=shown))


def _foreign_keys(table: Table, blueprint: Blueprint) -> Iterator[Expression]:
    for foreign_key in declared_foreign_keys(table):
        if len(foreign_key.columns) != 1 or (
            foreign_key not in inline_foreign_keys(table, foreign_key.columns[0])
        ):
            yield table_foreign_key(foreign_key, table, blueprint)
    raw = (
        RawConstraint(
            sql=foreign_key_clause(foreign_key, blueprint),
            name=None if foreign_key.name_is_default else foreign_key.name,
        )
        for foreign_key in table.foreign_keys
        if not _is_declared(foreign_key, table)
        and (foreign_key.resolved or points_outside(foreign_key, blueprint.dialect))
    )
    yield from map(_raw, sorted(raw, key=lambda clause: (clause.name or "", clause.sql)))


def _uniques(table: Table, blueprint: Blueprint) -> Iterator[Expression]:
    always = blueprint.always_named
    inline = [in_column_unique(table, column.name, always_named=always) for column in table.columns]
    for unique in table.uniques:
        if unique not in inline:
            named = _name(unique, blueprint) | _key_options(unique, blueprint)
            if unique.nulls_not_distinct:
                named["postgresql_nulls_not_distinct"] = literal(True)
            yield call(name(SQLALCHEMY, "UniqueConstraint"), map(literal, unique.columns), named)


def _name(constraint: PrimaryKey | Unique, blueprint: Blueprint) -> dict[str, Expression]:
    """The name, where the server would choose another one or a comment has to speak of the constraint."""
    chosen = blueprint.always_named or not constraint.name_is_default or bool(constraint.comment)
    return {"name": literal(constraint.name)} if chosen and constraint.name is not None else {}


def _key_options(constraint: PrimaryKey | Unique, blueprint: Blueprint) -> dict[str, Expression]:
    named = _timing(constraint)
    if constraint.include:
        named["postgresql_include"] = literal(list(constraint.include))
    if constraint.comment is not None:
        named["comment"] = literal(constraint.comment)
    return named | dialect_options(constraint.options, blueprint.dialect)


def _timing(constraint: PrimaryKey | Unique | Exclude) -> dict[str, Expression]:
    named = {"deferrable": literal(True)} if constraint.deferrable else {}
    if constraint.initially_deferred:
        named["initially"] = literal("DEFERRED")
    return named


def dialect_options(options: Iterable[Option], dialect: str) -> dict[str, Expression]:
    """The options as keywords; MySQL's also as MariaDB's, whose dialect does not read the others."""
    named: dict[str, Expression] = {}
    for word, text in options:
        # SQLAlchemy quotes a method that is not in lower case.
        value = text.lower() if word.endswith("_using") else text
        if word == "mysql_partition_by":
            # SQLAlchemy doubles the percent signs of other texts for the drivers, but not of this one.
            value = value.replace("%", "%%")
        named[word] = literal({"True": True, "False": False}.get(value, value))
        if dialect == "mariadb" and word.startswith("mysql_"):
            named[word.replace("mysql_", "mariadb_", 1)] = named[word]
    return named


def _checks(table: Table, blueprint: Blueprint) -> Iterator[Expression]:
    for check in table.checks:
        if not check.not_valid and not in_column_check(check, table):
            sql = plain_wording(check.expression, table, blueprint.dialect)
            yield _check(check, sql, blueprint)


def _check(check: Check, sql: str, blueprint: Blueprint) -> Expression:
    if check.no_inherit:
        clause = RawConstraint(sql=f"CHECK ({sql}) NO INHERIT", name=check.name)
        return _raw(clause)
    named = {} if check.name is None else {"name": literal(check.name)}
    if check.comment is not None:
        named["comment"] = literal(check.comment)
    named |= dialect_options(check.options, blueprint.dialect)
    argument = string_argument(sql)
    return call(name(SQLALCHEMY, "CheckConstraint"), [argument], named)


def _exclude(exclude: Exclude, table: Table) -> Expression:
    elements = [
        sequence([_exclude_element(sql, column), literal(operator)], "(", ")")
        for (sql, operator), column in zip(exclude.elements, exclude.columns, strict=True)
    ]
    named = {"name": literal(exclude.name), "using": literal(exclude.method)}
    if exclude.where is not None:
        named["where"] = text_argument(plain_wording(exclude.where, table, "postgresql"))
    named |= _timing(exclude)
    return call(name(_POSTGRESQL, "ExcludeConstraint"), elements, named)


def _exclude_element(sql: str, column: str | None) -> Expression:
    plain = column is not None and sql in (column, f'"{column.replace(chr(34), chr(34) * 2)}"')
    return literal(column) if plain else text_argument(sql)


def _raw_of(raw: RawConstraint, table: Table, dialect: str) -> Expression:
    return _raw(RawConstraint(sql=plain_wording(raw.sql, table, dialect), name=raw.name))


def _raw(raw: RawConstraint) -> Expression:
    named = {} if raw.name is None else {"name": literal(raw.name)}
    return call(helper("RawConstraint"), [literal(raw.sql)], named)


def string_dictionary(options: Iterable[Option]) -> Expression:
    """The options as a dict of strings."""
    return dictionary({word: literal(value) for word, value in options})
