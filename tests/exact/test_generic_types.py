"""Dialects without a reader of their own: every type that SQLAlchemy has for them becomes code that says it again."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import CompileError
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

from ormforge.catalog.model import Catalog, Column, ColumnType, ForeignKey, PrimaryKey, Table
from ormforge.database.generic import build_column
from ormforge.drafting import DraftOptions, draft_models
from ormforge.drafting.type_calls import dialect_named
from ormforge.drafting.types_generic import shape
from tests.drafting.drafted import load

DIALECTS = ("mssql", "oracle", "mysql")
LABELS = ("a", "it's 50%")
ANY = {
    "mssql": {"SQL_VARIANT"},
    "oracle": {"VECTOR"},
    "mysql": set(),
}
"""Types whose values are of no one Python type."""
PYTHON = {
    "mssql": {
        "BIT": "bool",
        "DATE": "datetime.date",
        "DATETIME": "datetime.datetime",
        "DATETIME2": "datetime.datetime",
        "DATETIMEOFFSET(2)": "datetime.datetime",
        "SMALLDATETIME": "datetime.datetime",
        "DECIMAL(10, 2)": "Decimal",
        "MONEY": "Decimal",
        "IMAGE": "bytes",
        "ROWVERSION": "bytes",
        "NVARCHAR(max)": "str",
        "TEXT": "str",
        "UNIQUEIDENTIFIER": "uuid.UUID",
        "VARBINARY(max)": "bytes",
    },
    "oracle": {
        "DATE": "datetime.datetime",
        "TIMESTAMP WITH TIME ZONE": "datetime.datetime",
        "NUMBER(10, 2)": "Decimal",
        "NUMBER(10, 0)": "int",
        "VARCHAR2(20 CHAR)": "str",
        "CLOB": "str",
        "BLOB": "bytes",
        "RAW(16)": "bytes",
        "ROWID": "str",
        "INTERVAL DAY TO SECOND": "datetime.timedelta",
    },
}


def exported(dialect: str) -> Iterator[tuple[str, TypeEngine[Any]]]:
    """Every type class that the dialect exports, made with each of the arguments that it takes."""
    module = import_module(f"sqlalchemy.dialects.{dialect}")
    for name in sorted(module.__all__):
        made = getattr(module, name)
        if not (inspect.isclass(made) and issubclass(made, TypeEngine)):
            continue
        for arguments in arguments_of(made):
            try:
                instance = made(*arguments)
                sql = instance.compile(dialect=dialect_named(dialect))
            except (TypeError, ValueError, CompileError, sa.exc.ArgumentError, AttributeError):
                continue
            if sql not in ("ENUM()", "SET()"):  # which no server has
                yield sql, instance


def arguments_of(type_class: type[TypeEngine[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Arguments that mean something to the type."""
    if issubclass(type_class, sa.Enum) or type_class.__name__ == "SET":
        return (LABELS,)
    if issubclass(type_class, sa.Float):
        return ((),)
    if issubclass(type_class, sa.Numeric):
        return ((), (10,), (10, 2), (10, 0))
    return ((), (20,)) if issubclass(type_class, (sa.String, sa.LargeBinary)) else ((),)


def module_of(dialect: str, columns: tuple[Column, ...]) -> tuple[types.ModuleType, dict[str, str]]:
    """The models of one table of these columns, imported, and their annotations."""
    key = Column(name="id", type=ColumnType(sql="INTEGER"), nullable=False, autoincrement=True)
    table = Table(
        schema=None, name="t", columns=(key, *columns), primary_key=PrimaryKey(columns=("id",))
    )
    draft = draft_models(Catalog(dialect=dialect, tables=(table,)), DraftOptions())
    (model,) = draft.models
    return load(draft), {column.name: column.annotation for column in model.columns}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_type_of_the_dialect_is_said_again(dialect: str) -> None:
    known = dict(exported(dialect))
    assert len(known) > 20
    columns = tuple(
        build_column({"name": f"c{number}", "type": type_}, dialect_named(dialect))
        for number, type_ in enumerate(known.values())
    )
    module, annotations = module_of(dialect, columns)
    table = module.T.__table__
    rebuilt = [
        table.c[column.name].type.compile(dialect=dialect_named(dialect)) for column in columns
    ]
    said = [(shape(sql), shape(again)) for sql, again in zip(known, rebuilt, strict=True)]
    assert [pair for pair in said if pair[0] != pair[1] and not is_same(*pair)] == []
    vague = {
        sql.partition("(")[0]
        for sql, column in zip(known, columns, strict=True)
        if annotations[column.name] == "Mapped[Any]"
    }
    assert vague <= ANY[dialect]
    CreateTable(table).compile(dialect=dialect_named(dialect))


def is_same(one: str, other: str) -> bool:
    """Whether two texts are spellings of one type to MySQL."""
    from ormforge.drafting.types_mysql import shape as mysql_shape

    return mysql_shape(one) == mysql_shape(other)


@pytest.mark.parametrize(
    ("dialect", "sql"), [(dialect, sql) for dialect, types_ in PYTHON.items() for sql in types_]
)
def test_the_python_type_is_that_of_the_values(dialect: str, sql: str) -> None:
    column = Column(name="c", type=ColumnType(sql=sql), nullable=True)
    module, annotations = module_of(dialect, (column,))
    assert annotations["c"] == f"Mapped[{PYTHON[dialect][sql]} | None]"
    again = module.T.__table__.c.c.type.compile(dialect=dialect_named(dialect))
    assert shape(again) == shape(sql)


@pytest.mark.parametrize("dialect", ["mssql", "oracle"])
def test_identity_generated_columns_and_keys_of_other_schemas(dialect: str) -> None:
    reflected = [
        {
            "name": "id",
            "type": sa.INTEGER(),
            "nullable": False,
            "identity": {"always": True, "start": 5, "increment": 2},
        },
        {
            "name": "twice",
            "type": sa.INTEGER(),
            "computed": {"sqltext": "id * 2", "persisted": dialect == "mssql"},
        },
        {"name": "other", "type": sa.INTEGER(), "default": "((1))"},
    ]
    columns = tuple(build_column(one, dialect_named(dialect)) for one in reflected)
    near = Table(schema=None, name="near", columns=columns, primary_key=PrimaryKey(columns=("id",)))
    key = ForeignKey(
        columns=("other",), referred_schema=None, referred_table="near", referred_columns=("id",)
    )
    far = Table(
        schema="sales",
        name="far",
        columns=columns,
        primary_key=PrimaryKey(columns=("id",)),
        foreign_keys=(key,),
    )
    module = load(draft_models(Catalog(dialect=dialect, tables=(near, far)), DraftOptions()))
    (near_by,) = sa.inspect(module.Far).relationships
    assert near_by.mapper.class_ is module.Near
    ddl = " ".join(
        str(CreateTable(module.Far.__table__).compile(dialect=dialect_named(dialect))).split()
    )
    identity = {
        "mssql": "id INTEGER NOT NULL IDENTITY(5,2)",
        "oracle": "id INTEGER GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2 START WITH 5)",
    }
    assert identity[dialect] in ddl
    assert "CREATE TABLE sales.far" in ddl
    assert "AS (id * 2)" in ddl
    assert "DEFAULT ((1))" in ddl
    assert "REFERENCES near (id)" in ddl
    del sys.modules[module.__name__]
