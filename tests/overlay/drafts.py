"""Drafts made by hand, for the tests of what follows the drafting."""

from __future__ import annotations

from ormforge.catalog.keys import Key, attribute_key, enum_key, helper_key
from ormforge.catalog.model import Catalog, Check, Column, ColumnType, Generated, Identity, Table
from ormforge.draft.model import (
    Draft,
    DraftAttribute,
    DraftColumn,
    DraftEnum,
    DraftHelper,
    DraftModel,
    DraftRelationship,
    DraftStatement,
    DraftTable,
    Import,
    PythonType,
)

ORM = frozenset({Import("sqlalchemy.orm", "Mapped"), Import("sqlalchemy.orm", "mapped_column")})
TYPES = {
    "integer": ("Integer", PythonType(text="int")),
    "bigint": ("BigInteger", PythonType(text="int")),
    "text": ("Text", PythonType(text="str")),
    "varchar": ("String", PythonType(text="str")),
    "numeric": (
        "Numeric",
        PythonType(text="Decimal", imports=frozenset({Import("decimal", "Decimal")})),
    ),
    "date": ("Date", PythonType(text="datetime.date", imports=frozenset({Import("datetime")}))),
    "timestamp": (
        "DateTime",
        PythonType(text="datetime.datetime", imports=frozenset({Import("datetime")})),
    ),
    "json": (
        "JSON",
        PythonType(text="dict[str, Any]", imports=frozenset({Import("typing", "Any")})),
    ),
    "bytea": ("LargeBinary", PythonType(text="bytes")),
    "real": ("Float", PythonType(text="float")),
    "boolean": ("Boolean", PythonType(text="bool")),
}


def column(
    name: str,
    sql: str,
    *,
    null: bool = False,
    pk: bool = False,
    default: str | None = None,
    computed: str | None = None,
    comment: str | None = None,
    always: bool = False,
    autoincrement: bool = False,
) -> tuple[Column, bool]:
    """A column of a catalog, and whether it is the primary key."""
    found = Column(
        name=name,
        type=ColumnType(sql=sql),
        nullable=null,
        default=default,
        generated=Generated(expression=computed, stored=True) if computed else None,
        identity=Identity(always=True) if always else None,
        autoincrement=autoincrement,
        comment=comment,
    )
    return found, pk


def table(
    name: str,
    *columns: tuple[Column, bool],
    checks: tuple[str, ...] = (),
    schema: str | None = None,
    comment: str | None = None,
    kind: str = "table",
) -> tuple[Table, frozenset[str]]:
    """A table of a catalog, and the names of its primary key's columns."""
    found = Table(
        schema=schema,
        name=name,
        kind=kind,  # type: ignore[arg-type]
        columns=tuple(c for c, _ in columns),
        checks=tuple(Check(expression=check) for check in checks),
        comment=comment,
    )
    return found, frozenset(c.name for c, pk in columns if pk)


def draft_column(
    table: Table, column: Column, pk: bool, attribute: str | None = None
) -> DraftColumn:
    """The column as a member of its class."""
    base, _, size = column.type.sql.partition("(")
    type_name, python = TYPES[base.strip()]
    arguments = [f"{type_name}({size}" if size else type_name]
    arguments += ["primary_key=True"] if pk else []
    arguments += [f"server_default=text({column.default!r})"] if column.default else []
    name = attribute or column.name
    if name != column.name:
        arguments.insert(0, repr(column.name))
    shown = f"{python.text} | None" if column.nullable else python.text
    is_provided = column.default or column.generated or column.identity or column.autoincrement
    return DraftColumn(
        key=table.column_key(column.name),
        name=name,
        annotation=f"Mapped[{shown}]",
        value=f"mapped_column({', '.join(arguments)})",
        imports=ORM
        | python.imports
        | {Import("sqlalchemy", type_name)}
        | ({Import("sqlalchemy", "text")} if column.default else frozenset()),
        column=column,
        python_type=python,
        primary_key=pk,
        required=not column.nullable and not is_provided,
    )


def model(
    name: str,
    made: tuple[Table, frozenset[str]],
    *,
    attributes: dict[str, str] | None = None,
    relationships: tuple[DraftRelationship, ...] = (),
) -> DraftModel:
    """The class of a table; `attributes` gives other names than the columns'."""
    described, keys = made
    return DraftModel(
        key=described.key,
        name=name,
        table=described,
        bases=("Base",),
        docstring=described.comment,
        attributes=(
            DraftAttribute(
                key=attribute_key(described.schema, described.name, "__tablename__"),
                name="__tablename__",
                value=f'"{described.name}"',
            ),
        ),
        columns=tuple(
            draft_column(described, c, c.name in keys, (attributes or {}).get(c.name))
            for c in described.columns
        ),
        relationships=relationships,
    )


def draft(*items: DraftModel | DraftTable, dialect: str = "sqlite", **more: object) -> Draft:
    """The draft of these classes and tables."""
    tables = tuple(item.table for item in items)
    schema = more.pop("default_schema", None)
    catalog = Catalog(dialect=dialect, tables=tables, default_schema=schema)  # type: ignore[arg-type]
    return Draft(catalog=catalog, base_name="Base", base_import=None, items=items, **more)  # type: ignore[arg-type]


def shop() -> Draft:
    """A small draft that has something of every kind."""
    books = table(
        "books",
        column("id", "integer", pk=True, autoincrement=True),
        column("title", "varchar(100)"),
        column("price", "numeric(10, 2)"),
        column("published", "date", null=True),
        column("added", "timestamp", default="CURRENT_TIMESTAMP"),
        checks=("price >= 0",),
        comment='Books that are "sold" here',
    )
    links = Table(schema=None, name="book tags")
    return draft(
        DraftTable(
            key=links.key,
            name="book_tags",
            table=links,
            metadata="Base.metadata",
            elements=('Column("book_id", ForeignKey("books.id"), primary_key=True)',),
            imports=frozenset(Import("sqlalchemy", n) for n in ("Column", "ForeignKey", "Table")),
        ),
        model("Book", books),
        enums=(
            DraftEnum(
                key=enum_key(None, "books", "state"),
                name="BookState",
                members=(("DRAFT", "draft"), ("QUOTED", 'a "quoted" one')),
            ),
        ),
        helpers=(
            DraftHelper(
                key=helper_key("enum_values"),
                name="enum_values",
                source="def enum_values(members: type[enum.Enum]) -> list[str]:\n"
                "    return [member.value for member in members]",
            ),
        ),
        statements=(
            DraftStatement(
                key=Key("sequence numbers"),
                name="numbers",
                source='numbers = Sequence("numbers")',
                imports=frozenset({Import("sqlalchemy", "Sequence")}),
            ),
            DraftStatement(
                key=Key("statement after"),
                source='event.listen(book_tags, "after_create", DDL("SELECT 1"))',
                imports=frozenset({Import("sqlalchemy", "DDL"), Import("sqlalchemy", "event")}),
                after=(links.key,),
            ),
        ),
    )
