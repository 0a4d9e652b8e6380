"""Catalogs of dialects without a reader of their own: their models import and print the types they were read with."""

from __future__ import annotations

import pytest
from sqlalchemy.schema import CreateIndex, CreateTable

from ormforge.catalog.model import (
    Catalog,
    Check,
    Column,
    ColumnType,
    ForeignKey,
    Identity,
    Index,
    IndexElement,
    PrimaryKey,
    Table,
    Unique,
)
from ormforge.drafting.type_calls import dialect_named
from tests.drafting.printed import Printed, run

TYPES = {
    "mssql": [
        "NVARCHAR(50)",
        "BIT",
        "DATETIME2",
        "UNIQUEIDENTIFIER",
        "MONEY",
        "HIERARCHYID",
        "DECIMAL(10, 2)",
    ],
    "oracle": [
        "VARCHAR2(20 CHAR)",
        "NUMBER(10, 2)",
        "CLOB",
        "TIMESTAMP",
        "RAW(16)",
        "XMLTYPE",
        "BLOB",
    ],
}


def catalog_of(dialect: str) -> Catalog:
    columns = tuple(
        Column(name=f"c{number}", type=ColumnType(sql=sql), nullable=True, default=None)
        for number, sql in enumerate(TYPES[dialect])
    )
    key = Column(
        name="id", type=ColumnType(sql="INTEGER"), nullable=False, identity=Identity(always=True)
    )
    parent = Table(
        schema="dbo",
        name="parents",
        columns=(key, *columns),
        primary_key=PrimaryKey(columns=("id",)),
        uniques=(Unique(columns=("c0",), name="uq_c0", name_is_default=False),),
        checks=(Check(expression="c0 <> 'x:y'", name="ck"),),
        indexes=(Index(name="ix", elements=(IndexElement(sql="c1", column="c1", plain=True),)),),
    )
    child = Table(
        schema="sales",
        name="children",
        columns=(Column(name="parent", type=ColumnType(sql="INTEGER"), nullable=True),),
        foreign_keys=(
            ForeignKey(
                columns=("parent",),
                referred_schema="dbo",
                referred_table="parents",
                referred_columns=("id",),
                name="fk",
                name_is_default=False,
            ),
        ),
    )
    return Catalog(dialect=dialect, default_schema="dbo", tables=(parent, child))


@pytest.mark.parametrize("dialect", TYPES)
def test_types_and_constraints_are_printed_again(dialect: str) -> None:
    module = run(Printed(catalog_of(dialect)).source)
    tables = module.Base.metadata.tables
    compiled = str(CreateTable(tables["parents"]).compile(dialect=dialect_named(dialect)))

    assert [sql for sql in TYPES[dialect] if sql.lower() not in compiled.lower()] == []
    assert "CONSTRAINT uq_c0 UNIQUE" in compiled
    assert "CHECK (c0 <> 'x:y')" in compiled
    assert len(tables["parents"].indexes) == 1
    child = str(CreateTable(tables["sales.children"]).compile(dialect=dialect_named(dialect)))
    assert "parents (id)" in child
    for index in tables["parents"].indexes:
        CreateIndex(index).compile(dialect=dialect_named(dialect))
