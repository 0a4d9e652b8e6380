"""Catalogs to draw: a small shop, and databases of random hostile names."""

from __future__ import annotations

import random

from ormforge.catalog.model import (
    Catalog,
    Check,
    Column,
    ColumnType,
    EnumType,
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    Table,
    Unique,
)

PIECES = (
    *"abzAZ09_ .,:;#%&<>{}[]()|~*+-=/?!@^$\"'`\\\t\r\n\x00\x1b\x7f\x85",
    *"éßΩ漢😀\u202e\u2028\ufeff",
    "pk",
    "FK",
    "%%",
    "-->",
    "end",
    "title",
    "#34;",
    "#quot;",
    "</script>",
    "\\n",
    "\\u0041",
    "erDiagram",
    '"""',
    "//",
    "/*",
    "${x}",
)


def integer(name: str, *, nullable: bool = False) -> Column:
    return Column(name=name, type=ColumnType(sql="integer"), nullable=nullable)


SHOP = Catalog(
    dialect="postgresql",
    default_schema="public",
    enums=(EnumType(schema="public", name="state", labels=("new", "old one")),),
    tables=(
        Table(
            schema="public",
            name="authors",
            columns=(integer("id"), integer("a-b", nullable=True)),
            primary_key=PrimaryKey(columns=("id",)),
        ),
        Table(
            schema="public",
            name="books",
            comment="What we sell",
            columns=(
                integer("id"),
                Column(
                    name="state",
                    type=ColumnType(sql="public.state", user_type=("public", "state")),
                    nullable=False,
                    default="'new'::public.state",
                    comment="new or not",
                ),
                integer("author_id"),
                integer("editor_id", nullable=True),
                Column(name="price", type=ColumnType(sql="numeric(10,2)"), nullable=True),
            ),
            primary_key=PrimaryKey(columns=("id",)),
            uniques=(Unique(columns=("editor_id",), name="one_editor"),),
            foreign_keys=(
                ForeignKey(
                    columns=("author_id",),
                    referred_schema="public",
                    referred_table="authors",
                    referred_columns=("id",),
                    on_delete="CASCADE",
                    name="by",
                ),
                ForeignKey(
                    columns=("editor_id",),
                    referred_schema="hr",
                    referred_table="people",
                    referred_columns=("no",),
                ),
            ),
            checks=(Check(expression="price > 0", name="paid"),),
            indexes=(
                Index(name="lowered", elements=(IndexElement(sql="lower(state)"),), unique=True),
            ),
        ),
    ),
)


def hostile(seed: int) -> Catalog:
    """A database in which every text is made of what some language takes for its own."""
    source = random.Random(seed)
    taken: set[str] = set()

    def text() -> str:
        while True:
            found = "".join(source.choices(PIECES, k=source.randint(1, 6)))
            if found.strip() and found not in taken:
                taken.add(found)
                return found

    def column() -> Column:
        return Column(
            name=text(),
            type=ColumnType(sql=text()),
            nullable=True,
            default=text() if source.random() < 0.5 else None,
            comment=text() if source.random() < 0.5 else None,
        )

    tables = [
        Table(schema="s" if n else None, name=text(), columns=(column(), column()), comment=text())
        for n in range(2)
    ]
    first, second = tables
    keyed = Table(
        schema=second.schema,
        name=second.name,
        columns=second.columns,
        comment=second.comment,
        checks=(Check(expression=text(), name=text()),),
        indexes=(Index(name=text(), elements=(IndexElement(sql=text()),), where=text()),),
        foreign_keys=(
            ForeignKey(
                columns=(second.columns[0].name,),
                referred_schema=first.schema,
                referred_table=first.name,
                referred_columns=(first.columns[0].name,),
                name=text(),
            ),
        ),
    )
    enum = EnumType(schema="s", name=text(), labels=(text(), text()))
    return Catalog(dialect="postgresql", tables=(first, keyed), enums=(enum,))
