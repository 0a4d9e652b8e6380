"""The SQLAlchemy type and the Python type of a column.

A type is exact by construction: of the SQLAlchemy types that it may be, the first one that compiles to the database's
own text is taken; where none does, the text itself stands in a raw type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Enum, Integer
from sqlalchemy.exc import ArgumentError, CompileError
from sqlalchemy.types import TypeEngine, UserDefinedType

from ormforge.catalog.keys import Key, type_key
from ormforge.catalog.model import Catalog, ColumnType, Domain, EnumType
from ormforge.draft.model import PythonType
from ormforge.drafting import (
    python_types,
    types_generic,
    types_mysql,
    types_postgresql,
    types_sqlite,
)
from ormforge.drafting.enum_types import ColumnEnum, enum_type, native_enum
from ormforge.drafting.expressions import Expression, call, combine, helper, literal, local, name
from ormforge.drafting.type_calls import Candidate, TypeCall, compiled
from ormforge.drafting.type_names import hides, stated_schema

_MYSQL = ("mysql", "mariadb")
_ARRAY = re.compile(r"(?P<item>.*?)(?:\[\])+(?P<collate>(?: COLLATE .*)?)\Z", re.S)


class RawType(UserDefinedType[Any]):
    """A type in the database's own words, for a MetaData that is never sent to a database."""

    cache_ok = True

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def get_col_spec(self, **_: Any) -> str:
        """The type as DDL."""
        return self.sql


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSpec:
    """A column's type.

    `full` is the SQLAlchemy type as source; `expression` is the same, or None where the annotation alone stands for
    exactly this type. `python` is the type of a value that is not NULL. `instance` is a type of the same text.
    """

    expression: Expression | None
    full: Expression
    python: PythonType
    instance: TypeEngine[Any] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumNames:
    """The names that the generated module binds for the database's own types, by their keys.

    An enum has the key of its type, or of the column whose CHECK or type lists its labels (`enum_key`); a domain has the
    key of its type. What has no name here is drafted without: an enum as strings, a domain in its own words.
    """

    names: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScope:
    """What the types of one catalog are looked up in."""

    dialect: str
    default_schema: str | None
    names: Mapping[Key, str]
    enums: Mapping[Key, EnumType]
    domains: Mapping[Key, Domain]

    @classmethod
    def of(cls, catalog: Catalog, enums: EnumNames) -> TypeScope:
        """The scope of a catalog."""
        return cls(
            dialect=catalog.dialect,
            default_schema=catalog.default_schema,
            names=enums.names,
            enums={enum.key: enum for enum in catalog.enums},
            domains={domain.key: domain for domain in catalog.domains},
        )


def resolve_type(
    column_type: ColumnType,
    *,
    catalog: Catalog,
    collation: str | None = None,
    charset: str | None = None,
    enums: EnumNames,
    column_enum: ColumnEnum | None = None,
) -> TypeSpec:
    """The type of a column: exact on its own dialect, with SQLAlchemy 2.0 and 2.1 alike."""
    scope = TypeScope.of(catalog, enums)
    return type_in_scope(
        scope, column_type, collation=collation, charset=charset, column_enum=column_enum
    )


def type_in_scope(
    scope: TypeScope,
    column_type: ColumnType,
    *,
    collation: str | None = None,
    charset: str | None = None,
    column_enum: ColumnEnum | None = None,
) -> TypeSpec:
    """The type of a column, as `resolve_type`, for many columns of one catalog."""
    plain = _plain_type(
        scope.dialect,
        scope.default_schema,
        column_type.sql,
        collation or "",
        charset or "",
        column_type.dimensions,
    )
    if column_enum is not None and column_enum.key in scope.names:
        return _column_enum_type(scope, column_enum, plain)
    if column_type.user_type is None:
        return plain
    array = _ARRAY.match(column_type.sql)
    item = _user_type(scope, type_key(*column_type.user_type), collation)
    if item is None:
        return plain
    return _array_of(item) if array else item


def _column_enum_type(scope: TypeScope, column_enum: ColumnEnum, plain: TypeSpec) -> TypeSpec:
    name_ = scope.names[column_enum.key]
    full = enum_type(column_enum, local(name_), plain.full)
    return TypeSpec(
        expression=full, full=full, python=PythonType(text=name_), instance=plain.instance
    )


def _user_type(scope: TypeScope, key: Key, collation: str | None) -> TypeSpec | None:
    """An enum or domain as its columns say it; None for what has to stand in the database's words."""
    if key in scope.enums:
        return _enum(scope, scope.enums[key])
    if key in scope.domains and key in scope.names and not collation:
        domain = scope.domains[key]
        base = type_in_scope(scope, domain.type)
        variable = local(scope.names[key])
        raw = RawType(domain.name)
        return TypeSpec(expression=variable, full=variable, python=base.python, instance=raw)
    return None


def _enum(scope: TypeScope, enum: EnumType) -> TypeSpec:
    schema = stated_schema(enum.schema, enum.name, scope.default_schema)
    class_name = scope.names.get(enum.key)
    full = native_enum(enum, schema, None if class_name is None else local(class_name))
    python = python_types.STR if class_name is None else PythonType(text=class_name)
    instance = Enum(*enum.labels, name=enum.name, schema=schema)
    return TypeSpec(expression=full, full=full, python=python, instance=instance)


def _array_of(item: TypeSpec, dimensions: int = 0) -> TypeSpec:
    """An array; how deep it is has to be said where an element may be a list itself, which else passes for a dimension."""
    module = "sqlalchemy.dialects.postgresql"
    is_said = item.python.text.startswith("list[") or item.python == python_types.JSON
    words = {"dimensions": literal(dimensions)} if dimensions and is_said else {}
    full = call(name(module, "ARRAY"), [item.full], words)
    return TypeSpec(
        expression=full,
        full=full,
        python=python_types.list_of(item.python),
        instance=RawType(compiled(item.instance, "postgresql") + "[]"),
    )


@cache
def _plain_type(
    dialect: str,
    default_schema: str | None,
    sql: str,
    collation: str,
    charset: str,
    dimensions: int = 0,
) -> TypeSpec:
    """A type that is not of the database's own making."""
    if dialect == "postgresql":
        sql = _without_schema(sql, default_schema)
        if array := _ARRAY.match(sql):
            element = array["item"] + array["collate"]
            item = _plain_type(dialect, default_schema, element, collation, charset)
            return _array_of(item, dimensions)
    origin = _with_origin(dialect, sql, collation, charset)
    wanted = _shape(dialect, origin)
    for candidate in _candidates(dialect, sql, collation or None, charset or None):
        if _compiles_to(candidate.call, dialect, wanted):
            spec = _spec(candidate, dialect, wanted)
            return _as_declared(dialect, sql, origin, spec)
    if dialect == "sqlite" and types_sqlite.is_integer(sql):
        return _sqlite_integer(origin)
    return _as_declared(dialect, sql, origin, _raw(dialect, origin))


def _without_schema(sql: str, schema: str | None) -> str:
    prefixes = (
        () if schema is None else (f"{schema}.", f'"{schema.replace(chr(34), chr(34) * 2)}".')
    )
    for prefix in prefixes:
        bare = sql.removeprefix(prefix)
        if bare != sql and not hides(_unquoted_name(bare)):
            return bare
    return sql


def _unquoted_name(sql: str) -> str:
    """The name that the text of a type begins with."""
    found = re.match(r'"((?:[^"]|"")*)"|[^"(\[ ]*', sql)
    return "" if found is None else (found[1] or found[0]).replace('""', '"')


def _candidates(
    dialect: str, sql: str, collation: str | None, charset: str | None
) -> Iterator[Candidate]:
    if dialect == "postgresql":
        return types_postgresql.candidates(sql, _unquoted(collation))
    if dialect in _MYSQL:
        return types_mysql.candidates(sql, collation, charset)
    if dialect == "sqlite":
        return types_sqlite.candidates(sql, collation)
    return types_generic.candidates(sql, collation, dialect)


def _unquoted(collation: str | None) -> str | None:
    if collation and collation.startswith('"') and collation.endswith('"'):
        return collation[1:-1].replace('""', '"')
    return collation


def _compiles_to(type_call: TypeCall, dialect: str, wanted: object) -> bool:
    """Whether SQLAlchemy prints the type in this very shape."""
    try:
        printed = compiled(type_call.instance(), dialect)
    except (ArgumentError, CompileError, TypeError):
        return False
    return _shape(dialect, printed) == wanted


def _with_origin(dialect: str, sql: str, collation: str, charset: str) -> str:
    """The type with its character set and collation, as DDL says them."""
    words = f" CHARACTER SET {charset}" if charset else ""
    if not collation:
        return sql + words
    if dialect in _MYSQL or (dialect != "postgresql" and re.fullmatch(r"\w+", collation)):
        return f"{sql}{words} COLLATE {collation}"
    quoted = collation if collation.startswith('"') else f'"{collation}"'
    return f"{sql} COLLATE {quoted}"


def _shape(dialect: str, sql: str) -> object:
    if dialect == "postgresql":
        return types_postgresql.shape(sql)
    if dialect in _MYSQL:
        return types_mysql.shape(sql)
    if dialect == "sqlite":
        return types_sqlite.shape(sql.replace('"', ""))
    return types_generic.shape(sql)


def _spec(candidate: Candidate, dialect: str, wanted: object) -> TypeSpec:
    full = candidate.call.expression()
    defaults = python_types.DEFAULT_TYPES.get(candidate.python, ())
    implied = full.text in defaults and all(
        _compiles_to(TypeCall(default), dialect, wanted) for default in defaults
    )
    return TypeSpec(
        expression=None if implied else full,
        full=full,
        python=candidate.python,
        instance=candidate.call.instance(),
    )


def _as_declared(dialect: str, sql: str, origin: str, spec: TypeSpec) -> TypeSpec:
    """The type of a column; in the database's words where SQLAlchemy's reflection would call it another type.

    `origin` is the type with its collation and character set.
    """
    read_as = {
        "sqlite": types_sqlite.read_as,
        "postgresql": types_postgresql.read_as,
        "mysql": types_mysql.read_as,
        "mariadb": types_mysql.read_as,
    }.get(dialect, lambda _: None)(sql)
    if read_as is None or (dialect != "sqlite" and not _is_raw(spec)):
        return spec
    full = call(helper("Declared"), [literal(origin), literal(read_as)])
    return replace(spec, expression=full, full=full)


def _is_raw(spec: TypeSpec) -> bool:
    return isinstance(spec.instance, RawType)


def _sqlite_integer(sql: str) -> TypeSpec:
    """SQLite's INTEGER with a collation: an Integer all the same, or a key of it would number no rows."""
    raw = _raw("sqlite", sql).full
    full = combine(
        [name("sqlalchemy", "Integer"), raw],
        lambda texts: f'{texts[0]}().with_variant({texts[1]}, "sqlite")',
    )
    instance = Integer().with_variant(RawType(sql), "sqlite")
    return TypeSpec(expression=full, full=full, python=python_types.INT, instance=instance)


def _raw(dialect: str, sql: str) -> TypeSpec:
    full = call(helper("Raw"), [literal(sql)])
    if "%" in sql:  # which most drivers need doubled in a statement
        full = replace(full, helpers=full.helpers | {"compile_raw"})
    python = {
        "postgresql": types_postgresql.python_type_of_raw,
        "mysql": types_mysql.python_type_of_raw,
        "mariadb": types_mysql.python_type_of_raw,
        "sqlite": types_sqlite.python_type_of_raw,
    }.get(dialect, types_generic.python_type_of_raw)(sql)
    return TypeSpec(expression=full, full=full, python=python, instance=RawType(sql))
