"""Members of classes: what a person writes beside, into and instead of generated columns and relationships."""

from __future__ import annotations

import pytest

from tests.merge.play import Scenario, play
from tests.merge.shop import Shop

NOTE = "    note: Mapped[str | None] = mapped_column(String(80))\n"
ISBN = "    isbn: Mapped[str | None] = mapped_column(String(13))\n"
ADD_ISBN = ("  note varchar(80)\n", "  note varchar(80),\n  isbn varchar(13)\n")
GAINS_ISBN = (NOTE, NOTE + ISBN)
TITLE_120 = ("title varchar(100)", "title varchar(120)")
METHOD = "\n    def total(self) :\n        return self.price *  2  # as is\n"
TAGS_END = 'secondary=book_tags, back_populates="books"\n    )\n'
EDITOR = (
    "  author_id integer not null references authors (id),\n",
    "  author_id integer not null references authors (id),\n"
    "  editor_id integer references authors (id),\n",
)

SCENARIOS = {
    "01 method at the end of a class, column added": Scenario(
        mine=[(TAGS_END, TAGS_END + METHOD)], migration=[ADD_ISBN], result=[GAINS_ISBN]
    ),
    "02 method between columns, neighbour dropped": Scenario(
        mine=[("    price: Mapped", METHOD + "\n    price: Mapped")],
        migration=[("  price numeric(10, 2) not null,\n", "")],
        result=[
            ("\n    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n", "\n"),
            ("from decimal import Decimal\n\n", ""),
            ("Index, Numeric, String", "Index, String"),
        ],
    ),
    "02 method between columns, neighbour added": Scenario(
        mine=[("    price: Mapped", METHOD + "\n    price: Mapped")],
        migration=[("  price numeric", "  isbn varchar(13),\n  price numeric")],
        result=[("String(100))\n", "String(100))\n" + ISBN)],
    ),
    "03 property with a comment between decorator and def": Scenario(
        mine=[
            (
                "    price: Mapped",
                "    @property\n    # why\n    def gross(self): return 1\n\n    price: Mapped",
            )
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "04 overloads": Scenario(
        mine=[
            ("from decimal import", "from typing import overload\nfrom decimal import"),
            (
                NOTE,
                NOTE + "\n    @overload\n    def f(self, a: int): ...\n    @overload\n"
                "    def f(self, a: str): ...\n    def f(self, a): return a\n",
            ),
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "05 type edited, the database says what it said": Scenario(
        mine=[("String(50)", "String(80)")], migration=[ADD_ISBN], result=[GAINS_ISBN]
    ),
    "06 argument added, another one changed": Scenario(
        mine=[("String(100))", "String(100), info={'x': 1})  # hand")],
        migration=[TITLE_120],
        result=[("String(100)", "String(120)")],
    ),
    "07 one argument changed on both sides": Scenario(
        mine=[("Numeric(10, 2)", "Numeric(8, 2)")],
        migration=[("numeric(10, 2)", "numeric(12, 2)")],
        result=[
            (
                "    price: Mapped",
                "    # ormforge: conflict column books.price\n"
                "    # ormforge: theirs> price: Mapped[Decimal] = mapped_column(Numeric(12, 2))\n"
                "    price: Mapped",
            ),
            ("Numeric(8, 2))\n", "Numeric(8, 2))\n    # ormforge: end conflict\n"),
        ],
        code=3,
        says=("books.price",),
    ),
    "10 attribute renamed, its type changed": Scenario(
        mine=[
            (
                "    title: Mapped[str] = mapped_column(",
                '    headline: Mapped[str] = mapped_column("title", ',
            )
        ],
        migration=[TITLE_120],
        result=[("String(100)", "String(120)")],
    ),
    "14 annotation with another type, nullability changed": Scenario(
        mine=[
            (
                "class Base(Decl",
                "class MyStr(str):\n    pass\n\n\nclass Base(Decl",
            ),
            ("title: Mapped[str]", 'title: Mapped["MyStr"]'),
        ],
        migration=[("title varchar(100) not null", "title varchar(100)")],
        result=[('Mapped["MyStr"]', 'Mapped["MyStr | None"]')],
    ),
    "17 chained assignment": Scenario(
        mine=[
            (NOTE, "    note = remark = mapped_column(String(80))\n"),
        ],
        migration=[TITLE_120],
        result=[("String(100)", "String(120)")],
    ),
    "18 tuple, walrus and augmented assignment": Scenario(
        mine=[
            (
                NOTE,
                NOTE
                + "\n    low, high = 1, 2\n    low += 1\n    if (top := 3) > 2:\n        top = 4\n",
            )
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "19 backslash in a generated line": Scenario(
        mine=[
            (
                "title: Mapped[str] = mapped_column(String(100))",
                "title: Mapped[str] = \\\n        mapped_column(String(100), doc='t')",
            )
        ],
        migration=[TITLE_120],
        result=[("String(100)", "String(120)")],
    ),
    "21 __mapper_args__ by hand": Scenario(
        mine=[
            (
                '    __table_args__ = (Index("ix',
                '    __mapper_args__ = {"eager_defaults": True}  # ours\n'
                '    __table_args__ = (Index("ix',
            )
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "22 index by hand with a comment, unique by the database": Scenario(
        mine=[
            (
                '(Index("ix_books_title", "title"),)',
                '(\n        Index("ix_books_title", "title"),\n        # for the search\n'
                '        Index("ix_hand", "price"),  # slow\n    )',
            )
        ],
        migration=[("  note varchar(80)\n", "  note varchar(80),\n  unique (title, note)\n")],
        result=[
            ("_args__ = (\n", '_args__ = (\n        UniqueConstraint("title", "note"),\n'),
            (
                "import Column, ForeignKey, Index, Numeric, String, Table\n",
                "import (\n    Column,\n    ForeignKey,\n    Index,\n    Numeric,\n    String,\n"
                "    Table,\n    UniqueConstraint,\n)\n",
            ),
        ],
    ),
    "23 a tuple of one stays a tuple": Scenario(
        mine=[('(Index("ix_books_title", "title"),)', '(Index("ix_books_title", "title",),)')],
        migration=[
            ("create index ix_books_title on books (title)", "create index ix_new on books (note)")
        ],
        result=[('Index("ix_books_title", "title",)', 'Index("ix_new", "note")')],
    ),
    "24 __table_args__ by a function": Scenario(
        mine=[
            (
                '    __table_args__ = (Index("ix_books_title", "title"),)\n',
                "    @declared_attr.directive\n    def __table_args__(cls):\n"
                '        return (Index("ix_books_title", "title"),)\n',
            ),
            ("Mapped, mapped_column", "Mapped, declared_attr, mapped_column"),
        ],
        migration=[
            ("create table tags", "create index ix_note on books (note);\ncreate table tags")
        ],
        result=[],
    ),
    "25 a column by hand in a Table, a sibling dropped": Scenario(
        schema=[
            (
                "  primary key (book_id, tag_id)",
                "  rank integer,\n  primary key (book_id, tag_id)",
            ),
            ("  primary key (book_id, tag_id)", "  sort integer"),
        ],
        mine=[
            (
                '    Column("sort", Integer),\n',
                '    Column("sort", Integer),\n    Column("hand", Integer, key="h"),  # ours\n',
            )
        ],
        migration=[("  rank integer,\n", "")],
        result=[('    Column("rank", Integer),\n', "")],
    ),
    "26 members in the alphabet's order": Scenario(
        mine=[
            (
                '    __tablename__ = "tags"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
                "    name: Mapped[str] = mapped_column(String(20))\n",
                '    __tablename__ = "tags"\n\n    name: Mapped[str] = mapped_column(String(20))\n'
                "    id: Mapped[int] = mapped_column(primary_key=True)\n",
            ),
        ],
        migration=[
            ("  name varchar(20) not null\n", "  name varchar(20) not null,\n  n integer\n")
        ],
        result=[("String(20))\n", "String(20))\n    n: Mapped[int | None]\n")],
    ),
    "26 a column added as the first": Scenario(
        mine=[(NOTE, NOTE + "    hand = 1\n")],
        migration=[
            ("create table books (\n", "create table books (\n  isbn varchar(13),\n"),
        ],
        result=[
            (
                '"title"),)\n\n    id: Mapped',
                '"title"),)\n\n' + ISBN + "    id: Mapped",
            )
        ],
    ),
    "27 nullability is one line": Scenario(
        migration=[("note varchar(80)", "note varchar(80) not null")],
        result=[("note: Mapped[str | None]", "note: Mapped[str]")],
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_members(name: str, shop: Shop) -> None:
    play(SCENARIOS[name], shop)
