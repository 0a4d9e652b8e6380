"""Every rule with every other, every style and every layout: a few configurations that have all pairs among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

SCHEMA = """\
CREATE TABLE people (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind VARCHAR(10) NOT NULL, prefs JSON, tags JSON NOT NULL DEFAULT '[]',
    created_at DATETIME NOT NULL, updated_at DATETIME, home_id INTEGER REFERENCES "class" (id)
);
CREATE TABLE employees (
    id INTEGER PRIMARY KEY REFERENCES people (id), salary NUMERIC(10, 2) NOT NULL, boss_id INTEGER REFERENCES employees (id)
);
CREATE TABLE "class" (id INTEGER PRIMARY KEY, "def" TEXT, "return" INTEGER, owner_id INTEGER REFERENCES people (id));
CREATE TABLE tbl_orders (
    id INTEGER PRIMARY KEY, cust_no INTEGER NOT NULL, clerk_id INTEGER REFERENCES employees (id), tenant_id INTEGER,
    state VARCHAR(10) NOT NULL DEFAULT 'open' CONSTRAINT known CHECK (state IN ('open', 'paid')),
    created_at DATETIME NOT NULL, updated_at DATETIME, CONSTRAINT odd UNIQUE (cust_no, tenant_id)
);
CREATE TABLE tenants (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL UNIQUE, prefs JSON);
CREATE TABLE products (id INTEGER PRIMARY KEY, title TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL, at DATE, sa TEXT);
CREATE INDEX ix_products_title ON products (title);
CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES tbl_orders (id), product_id INTEGER NOT NULL REFERENCES products (id),
    amount INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (order_id, product_id)
);
CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products (id), tag_id INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (product_id, tag_id)
);
CREATE TABLE tag (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE log (at DATETIME NOT NULL, host TEXT NOT NULL, line TEXT);
CREATE VIEW v_sales AS SELECT id, cust_no FROM tbl_orders;
"""

OWN = '''\
"""What the rules of every configuration name."""

import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import DateTime, MetaData, Numeric, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlmodel import SQLModel
from typing_extensions import TypedDict


class Base(DeclarativeBase): ...
class AuditBase(Base):
    __abstract__ = True
class Stamp:
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime)
    updated_at: Mapped[datetime.datetime | None] = mapped_column(DateTime)
class DataBase(MappedAsDataclass, DeclarativeBase, eq=False): ...
class DataAuditBase(DataBase, kw_only=True):
    __abstract__ = True
class DataStamp(MappedAsDataclass, kw_only=True):
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime)
    updated_at: Mapped[datetime.datetime | None] = mapped_column(DateTime, default=None)
class SqlBase(SQLModel): ...
class SqlAuditBase(SqlBase): ...
METADATA = MetaData()
class Loud:
    def shout(self) -> str:
        return repr(self).upper()
class Prefs(BaseModel):
    theme: str = "dark"
class Tags(TypedDict):
    one: str
class Money(TypeDecorator[Any]):
    impl = Numeric(10, 2)
    cache_ok = True
def class_name(*, proposed: str, **_: object) -> str: return proposed + "Row"
def column_name(*, column: str, **_: object) -> str | None: return {"title": "headline", "id": "key"}.get(column)
def relationship_name(*, proposed: str, **_: object) -> str: return proposed + "_rel"
'''

CLASSES = frozenset({"tables"})
"""What the styles without classes refuse."""
PRINTED = frozenset({"sqlmodel", "tables"})


@dataclass(frozen=True)
class Choice:
    """One value of a factor: TOML by its table (`[[...]]` for a list), and the styles and choices that refuse it."""

    name: str
    toml: Mapping[str, str] = field(default_factory=dict)
    not_in: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()


NOTHING = Choice("")

FACTORS: tuple[tuple[Choice, ...], ...] = (
    tuple(Choice(style, {"output": f'style = "{style}"'}) for style in ("declarative", "dataclass", "sqlmodel", "tables")),
    (
        Choice("single", {"output": 'path = "PACKAGE/models.py"'}),
        Choice("per-schema", {"output": 'path = "PACKAGE/models"\nlayout = "per-schema"'}),
        Choice("per-table", {"output": 'path = "PACKAGE/models"\nlayout = "per-table"'}),
    ),
    (
        NOTHING,
        Choice("naming affixes", {"naming": 'singularize = true\nstrip-prefixes = ["tbl_"]\nclass-prefix = "Db"\nclass-suffix = "Model"\nirregular = { tag = "tagses" }'}),
        Choice("naming functions", {"naming": 'class-name = "own:class_name"\ncolumn-name = "own:column_name"\nrelationship-name = "own:relationship_name"'}),
        Choice("naming rules", {
            "naming.tables": 'products = "Ware"\n"tbl_*" = "Order"\nclass = "Klass"',
            "naming.columns": '"products.title" = "headline"\n"class.def" = "definition"\n"people.id" = "number"',
            "naming.relationships": '"tbl_orders.clerk_id" = { forward = "seller", reverse = "sold" }\n"people.home_id" = { forward = "home" }',
            "naming.enums": '"tbl_orders.state" = "OrderState"',
        }, not_with=frozenset({"enums"})),
    ),
    (
        NOTHING,
        Choice("types", {"types": '"products.price" = { python = "Any", sqlalchemy = "own:Money" }\n"people.kind" = "Literal[\'a\', \'b\']"\n"*.prefs" = "dict[str, Any]"\n"type:json" = "own:Tags"'}),
        Choice("types pydantic", {"types": '"*.prefs" = { python = "own:Prefs", pydantic = true }\n"*.tags" = { python = "own:Tags", pydantic = true }'}),
    ),
    (NOTHING, Choice("enums", {"enums": '"*" = "strings"'})),
    (NOTHING, Choice("keys", {"keys": 'v_sales = ["id"]\nlog = ["at", "host"]'}, not_with=frozenset({"views skip"}))),
    (
        NOTHING,
        Choice("relationships", {"[relationships]": 'from = "tbl_orders.cust_no"\nto = "people.id"\nforward = "customer"\nreverse = "purchases"'}),
        Choice("relationships viewonly", {"[relationships]": 'from = "*.tenant_id"\nto = "tenants.id"\nviewonly = true'}),
    ),
    (NOTHING, Choice("lazy", {"lazy": '"people.*" = "selectin"\n"*" = "raise"'}, CLASSES)),
    (
        NOTHING,
        Choice("mixins", {"[mixins]": 'use = "own:Loud"\ntables = ["tag"]'}, CLASSES),
        Choice("mixins columns", {"[mixins]": 'use = "own:STAMP"\nwhen-columns = ["created_at", "updated_at"]'}, PRINTED),
    ),
    (
        NOTHING,
        Choice("base", {"output": 'base = "own:BASE"'}),
        Choice("bases", {"output": 'base = "own:BASE"', "bases": 'log = "own:AUDIT"\ntenants = "own:AUDIT"'}, CLASSES),
        Choice("async-attrs", {"output": "async-attrs = true"}, PRINTED),
    ),
    (
        NOTHING,
        Choice("inheritance", {"[inheritance]": 'table = "people"\non = "kind"\nidentity = "person"\nchildren = { employees = "employee" }'}, PRINTED),
    ),
    (
        NOTHING,
        Choice("shortcuts", {"[shortcuts]": 'through = "order_items"\nnames = { tbl_orders = "bought" }'}, CLASSES),
        Choice("shortcuts proxy", {"[shortcuts]": 'through = "order_items"\nas = "proxy"'}, PRINTED),
    ),
    (NOTHING, *(Choice(f"comments {what}", {"output": f'comments = "{what}"'}) for what in ("docstring", "none"))),
    (NOTHING, Choice("imports", {"output": 'imports = "module"'})),
    (NOTHING, Choice("column-order", {"output": 'column-order = "required-first"'}, PRINTED)),
    (NOTHING, Choice("constraint-names", {"output": 'constraint-names = "always"'})),
    (NOTHING, Choice("ddl-events", {"output": "ddl-events = false"})),
    (NOTHING, Choice("views table", {"database": 'views = "table"'}, not_with=frozenset({"keys"})), Choice("views skip", {"database": 'views = "skip"'}, not_with=frozenset({"keys"}))),
    (NOTHING, Choice("header", {"output": "header = false"})),
    (NOTHING, Choice("api", {"api": 'path = "PACKAGE/schemas.py"'}, CLASSES)),
)  # fmt: skip
OWN_NAMES = {
    "declarative": {"BASE": "Base", "AUDIT": "AuditBase", "STAMP": "Stamp"},
    "dataclass": {"BASE": "DataBase", "AUDIT": "DataAuditBase", "STAMP": "DataStamp"},
    "sqlmodel": {"BASE": "SqlBase", "AUDIT": "SqlAuditBase"},
    "tables": {"BASE": "METADATA"},
}

Row = tuple[Choice, ...]
Pair = frozenset[tuple[int, str]]


def rows() -> tuple[Row, ...]:
    """Configurations that have each pair of choices among them that goes together, each one built for what is missing."""
    missing = set(_pairs())
    found: list[Row] = []
    while missing:
        row = _row(missing)
        missing -= set(_pairs_of(row))
        found.append(row)
    return tuple(found)


def refused() -> Iterator[tuple[str, Choice]]:
    """Each rule with a style that has no use for it. SQLModel follows one about mixins, and tells that the order changes."""
    for factor in FACTORS[1:]:
        for choice in factor:
            told = {"sqlmodel"} if choice.name == "mixins columns" else set()
            yield from ((style, choice) for style in sorted(choice.not_in - told))


def config_of(row: Row, package: str) -> str:
    """The configuration of a row, whose files go into the package."""
    tables: dict[str, list[str]] = {"database": ['url = "env:DATABASE_URL"'], "output": []}
    for choice in row:
        for table, text in choice.toml.items():
            tables.setdefault(table, []).append(text)
    text = "".join(f"[{table}]\n" + "\n".join(lines) + "\n" for table, lines in tables.items())
    for word, name in OWN_NAMES[row[0].name].items():
        text = text.replace(f'"own:{word}"', f'"own:{name}"')
    return text.replace("PACKAGE", package)


def _pairs() -> Iterator[Pair]:
    for (one, first), (other, second) in combinations(enumerate(FACTORS), 2):
        for a in first:
            for b in second:
                if _go_together(a, b):
                    yield frozenset({(one, a.name), (other, b.name)})


def _pairs_of(row: Row) -> Iterator[Pair]:
    named = [(number, choice.name) for number, choice in enumerate(row)]
    return (frozenset(pair) for pair in combinations(named, 2))


def _row(missing: set[Pair]) -> Row:
    """A configuration that starts with a missing pair and takes, factor by factor, what most missing pairs have."""
    start = dict(min(missing, key=sorted))
    chosen: dict[int, Choice] = {
        number: next(choice for choice in FACTORS[number] if choice.name == name)
        for number, name in start.items()
    }
    for number, factor in enumerate(FACTORS):
        if number not in chosen:
            fitting = [c for c in factor if all(_go_together(c, o) for o in chosen.values())]
            chosen[number] = max(fitting, key=lambda choice: _gain(number, choice, chosen, missing))
    return tuple(chosen[number] for number in range(len(FACTORS)))


def _gain(number: int, choice: Choice, chosen: Mapping[int, Choice], missing: set[Pair]) -> int:
    return sum(
        frozenset({(number, choice.name), (other, taken.name)}) in missing
        for other, taken in chosen.items()
    )


def _go_together(one: Choice, other: Choice) -> bool:
    clash = {one.name} & (other.not_in | other.not_with) or {other.name} & (
        one.not_in | one.not_with
    )
    return not clash
