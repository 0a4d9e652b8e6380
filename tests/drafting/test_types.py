"""Types of each dialect: the SQLAlchemy type that is printed, and the Python type of the annotation."""

from __future__ import annotations

import pytest

from ormforge.catalog.model import Catalog, ColumnType, Domain, EnumType
from ormforge.drafting.types import EnumNames, TypeSpec, resolve_type

IMPLIED = "implied"
"""The annotation alone stands for the type."""

POSTGRESQL = [
    ("integer", "Integer", "int", IMPLIED),
    ("bigint", "BigInteger", "int", ""),
    ("smallint", "SmallInteger", "int", ""),
    ("character varying(100)", "String(100)", "str", ""),
    ("character varying", "String", "str", IMPLIED),
    ("text", "Text", "str", ""),
    ("character(3)", "CHAR(3)", "str", ""),
    ("numeric(10,2)", "Numeric(10, 2)", "Decimal", ""),
    ("numeric", "Numeric", "Decimal", IMPLIED),
    ("real", "REAL", "float", ""),
    ("double precision", "Double", "float", IMPLIED),
    ("boolean", "Boolean", "bool", IMPLIED),
    ("date", "Date", "datetime.date", IMPLIED),
    ("timestamp without time zone", "DateTime", "datetime.datetime", IMPLIED),
    ("timestamp with time zone", "DateTime(timezone=True)", "datetime.datetime", ""),
    ("timestamp(0) without time zone", "TIMESTAMP(precision=0)", "datetime.datetime", ""),
    ("time(2) with time zone", "TIME(timezone=True, precision=2)", "datetime.time", ""),
    ("interval", "Interval", "datetime.timedelta", IMPLIED),
    ("interval(3)", "INTERVAL(precision=3)", "datetime.timedelta", ""),
    (
        "interval day to second(3)",
        'INTERVAL(fields="DAY TO SECOND", precision=3)',
        "datetime.timedelta",
        "",
    ),
    ("bytea", "LargeBinary", "bytes", IMPLIED),
    ("uuid", "Uuid", "uuid.UUID", IMPLIED),
    ("jsonb", "JSONB", "dict[str, Any]", ""),
    ("bit varying(5)", "BIT(5, varying=True)", "str", ""),
    ("int4range", "INT4RANGE", "Range[int]", ""),
    ("tstzmultirange", "TSTZMULTIRANGE", "list[Range[datetime.datetime]]", ""),
    ("text[]", "ARRAY(Text)", "list[str]", ""),
    ("xml[]", 'ARRAY(Raw("xml"))', "list[str]", ""),
    ("public.citext", "CITEXT", "str", ""),
    ("ext.citext", 'Raw("ext.citext")', "str", ""),
    ("public.hstore", "HSTORE", "dict[str, str | None]", ""),
    ('"char"', 'Declared(\'"char"\', "VARCHAR")', "str", ""),
    ("name", 'Declared("name", "VARCHAR")', "str", ""),
    ("bpchar", 'Raw("bpchar")', "str", ""),
    ("text COLLATE s.xx", 'Raw("text COLLATE s.xx")', "str", ""),
    ("public.geometry(Point,4326)", 'Raw("geometry(Point,4326)")', "Any", ""),
    ("public.vector(3)", 'Raw("vector(3)")', "Any", ""),
    ("point", 'Raw("point")', "Any", ""),
]

MARIADB = [
    ("int(11)", "Integer", "int", IMPLIED),
    ("int", "Integer", "int", IMPLIED),
    ("int(10) unsigned", "INTEGER(unsigned=True)", "int", ""),
    ("int unsigned", "INTEGER(unsigned=True)", "int", ""),
    ("int(5) unsigned zerofill", "INTEGER(5, unsigned=True, zerofill=True)", "int", ""),
    ("bigint(20) unsigned", "BIGINT(unsigned=True)", "int", ""),
    ("tinyint(1)", "Boolean", "bool", IMPLIED),
    ("tinyint(4)", "TINYINT", "int", ""),
    ("varchar(100)", "String(100)", "str", ""),
    ("char(3)", "CHAR(3)", "str", ""),
    ("longtext", "LONGTEXT", "str", ""),
    ("decimal(10,2)", "Numeric(10, 2)", "Decimal", ""),
    ("double", "Double", "float", ""),
    ("double(8,2)", "DOUBLE(8, 2, asdecimal=False)", "float", ""),
    ("float", "Float", "float", ""),
    ("datetime(6)", "DATETIME(fsp=6)", "datetime.datetime", ""),
    ("timestamp", "TIMESTAMP", "datetime.datetime", ""),
    ("year(4)", "YEAR", "int", ""),
    ("bit(7)", "BIT(7)", "int", ""),
    ("blob", "LargeBinary", "bytes", IMPLIED),
    ("enum('a','b''c','x%','')", 'Enum("a", "b\'c", "x%", "")', "str", ""),
    ("set('a','b')", 'SET("a", "b")', "set[str]", ""),
    ("set('a','')", 'SET("a", "", retrieve_as_bitwise=True)', "set[str]", ""),
    ("uuid", "UUID", "uuid.UUID", ""),
    ("json", "JSON", "dict[str, Any]", ""),
    ("inet6", 'Raw("inet6")', "str", ""),
    ("int(11) INVISIBLE", 'Declared("int(11) INVISIBLE", "INTEGER")', "int", ""),
]

SQLITE = [
    ("INTEGER", "Integer", "int", IMPLIED),
    ("INT", 'Declared("INT", "INTEGER")', "int", ""),
    ("integer", "Integer", "int", IMPLIED),
    ("UNSIGNED BIG INT", 'Declared("UNSIGNED BIG INT", "INTEGER")', "int", ""),
    ("varchar (10)", "String(10)", "str", ""),
    ("TEXT", "Text", "str", ""),
    ("CLOB", 'Declared("CLOB", "TEXT")', "str", ""),
    ("DECIMAL(10,2)", "DECIMAL(10, 2)", "Decimal", ""),
    ("REAL", "REAL", "float", ""),
    ("FLOAT", "Float", "float", ""),
    ("FLOAT(5)", 'Raw("FLOAT(5)")', "float", ""),
    ("DOUBLE PRECISION", 'Declared("DOUBLE PRECISION", "REAL")', "float", ""),
    ("BOOLEAN", "Boolean", "bool", IMPLIED),
    ("DATETIME", "DateTime", "datetime.datetime", IMPLIED),
    ("BLOB", "LargeBinary", "bytes", IMPLIED),
    ("", 'Raw("")', "Any", ""),
]

OTHERS = [
    ("mssql", "NVARCHAR(50)", "Unicode(50)", "str"),
    ("mssql", "BIT", "Boolean", "bool"),
    ("mssql", "DATETIMEOFFSET(7)", "DATETIMEOFFSET(7)", "datetime.datetime"),
    ("mssql", "UNIQUEIDENTIFIER", "UNIQUEIDENTIFIER", "uuid.UUID"),
    ("mssql", "HIERARCHYID", 'Raw("HIERARCHYID")', "Any"),
    ("oracle", "VARCHAR2(20 CHAR)", 'Raw("VARCHAR2(20 CHAR)")', "str"),
    ("oracle", "CLOB", "Text", "str"),
    ("oracle", "RAW(16)", "RAW(16)", "bytes"),
]

COLLATED = [
    ("postgresql", "text", "C", 'Text(collation="C")'),
    ("postgresql", "character varying(10)[]", "C", 'ARRAY(String(10, collation="C"))'),
    ("postgresql", "public.citext", "C", "Raw('citext COLLATE \"C\"')"),
    ("mysql", "varchar(10)", "utf8mb4_bin", 'String(10, collation="utf8mb4_bin")'),
    ("mysql", "enum('a')", "utf8mb4_bin", 'ENUM("a", collation="utf8mb4_bin")'),
    ("sqlite", "TEXT", "NOCASE", 'Text(collation="NOCASE")'),
    ("sqlite", "BLOB", "NOCASE", 'Raw("BLOB COLLATE NOCASE")'),
]


def resolve(dialect: str, sql: str, **origin: str) -> TypeSpec:
    schema = "public" if dialect == "postgresql" else None
    catalog = Catalog(dialect=dialect, default_schema=schema)
    return resolve_type(ColumnType(sql=sql), catalog=catalog, enums=EnumNames(), **origin)


@pytest.mark.parametrize(
    ("dialect", "sql", "source", "python", "implied"),
    [("postgresql", *row) for row in POSTGRESQL]
    + [("mariadb", *row) for row in MARIADB]
    + [("mysql", *row) for row in MARIADB]
    + [("sqlite", *row) for row in SQLITE]
    + [(*row, None) for row in OTHERS],
)
def test_type(dialect: str, sql: str, source: str, python: str, implied: str | None) -> None:
    spec = resolve(dialect, sql)

    assert (spec.full.text, spec.python.text) == (source, python)
    if implied is not None:
        assert spec.expression == (None if implied else spec.full)


@pytest.mark.parametrize(("dialect", "sql", "collation", "source"), COLLATED)
def test_collation(dialect: str, sql: str, collation: str, source: str) -> None:
    assert resolve(dialect, sql, collation=collation).full.text == source


def test_charset() -> None:
    spec = resolve("mysql", "char(3)", charset="latin1", collation="latin1_bin")

    assert spec.full.text == 'CHAR(3, charset="latin1", collation="latin1_bin")'


@pytest.mark.parametrize("dialect", ["postgresql", "mariadb", "sqlite"])
def test_every_name_has_one_module(dialect: str) -> None:
    tables = {"postgresql": POSTGRESQL, "mariadb": MARIADB, "sqlite": SQLITE}
    modules: dict[str, str] = {}
    for sql, *_ in tables[dialect]:
        for wanted in resolve(dialect, sql).full.imports:
            assert modules.setdefault(wanted.bound, wanted.module) == wanted.module


STATE = EnumType(schema="public", name="state", labels=("draft", "in print"))
OTHER = EnumType(schema="s", name="state", labels=("x",))
EMPTY = EnumType(schema="public", name="nothing", labels=())
SIZE = Domain(schema="public", name="size", type=ColumnType(sql="integer"))
OWN = Catalog(
    dialect="postgresql",
    default_schema="public",
    enums=(STATE, OTHER, EMPTY),
    domains=(SIZE,),
)
NAMES = EnumNames(names={STATE.key: "State", OTHER.key: "OtherState", SIZE.key: "Size"})
VALUES = "values_callable=enum_values"

USER_TYPES = [
    ("public.state", ("public", "state"), f'Enum(State, name="state", {VALUES})', "State"),
    (
        "s.state",
        ("s", "state"),
        f'Enum(OtherState, name="state", schema="s", {VALUES})',
        "OtherState",
    ),
    (
        "public.state[]",
        ("public", "state"),
        f'ARRAY(Enum(State, name="state", {VALUES}))',
        "list[State]",
    ),
    ("public.nothing", ("public", "nothing"), 'ENUM(name="nothing")', "str"),
    ("public.size", ("public", "size"), "Size", "int"),
    ("public.size[]", ("public", "size"), "ARRAY(Size)", "list[int]"),
    ("public.addr", ("public", "addr"), 'Raw("addr")', "Any"),
    ("s.addr[]", ("s", "addr"), 'ARRAY(Raw("s.addr"))', "list[Any]"),
]


@pytest.mark.parametrize(("sql", "user_type", "source", "python"), USER_TYPES)
def test_types_of_the_databases_own(
    sql: str, user_type: tuple[str, str], source: str, python: str
) -> None:
    spec = resolve_type(ColumnType(sql=sql, user_type=user_type), catalog=OWN, enums=NAMES)

    assert (spec.full.text, spec.python.text) == (source, python)


def test_an_enum_without_a_name_is_strings() -> None:
    column_type = ColumnType(sql="public.state", user_type=("public", "state"))

    spec = resolve_type(column_type, catalog=OWN, enums=EnumNames())

    assert (spec.full.text, spec.python.text) == ('Enum("draft", "in print", name="state")', "str")
