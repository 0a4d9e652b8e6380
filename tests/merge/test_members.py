"""Scenarios about members of classes: an edit by hand, a change of the database, and what the file becomes."""

from __future__ import annotations

import pytest

from tests.merge.bookshop import BASE, PATH, differences, edited, run

ISBN = ("    price:", "    isbn: Mapped[str | None] = mapped_column(String(13))\n    price:")
LAST = (
    "Numeric(10, 2))\n",
    "Numeric(10, 2))\n    isbn: Mapped[str | None] = mapped_column(String(13))\n",
)
TITLE_120 = ("String(100)", "String(120)")
METHOD = "\n    def total(self):\n        return self.price *  2  # as is\n"

CASES = {
    # name: (edits by hand, changes of the database, what becomes of mine)
    "01 method at the end, column added": (
        [
            (
                'back_populates="books")\n\n\nclass Tag',
                f'back_populates="books")\n{METHOD}\n\nclass Tag',
            )
        ],
        [LAST],
        [LAST],
    ),
    "02 method between columns, neighbour dropped": (
        [("    title: Mapped", f"{METHOD}\n    title: Mapped")],
        [
            ("    title: Mapped[str] = mapped_column(String(100))\n", ""),
            ('(Index("ix_books_title", "title"),)', "{}"),
        ],
        [
            ("    title: Mapped[str] = mapped_column(String(100))\n", ""),
            ('(Index("ix_books_title", "title"),)', "{}"),
        ],
    ),
    "03 decorated property with a comment inside": (
        [
            (
                "    price: Mapped",
                "    @property\n    # why\n    def gross(self):\n        return 1\n\n    price: Mapped",
            )
        ],
        [LAST],
        [LAST],
    ),
    "04 overloads of one name": (
        [
            (
                "    price: Mapped",
                "    @overload\n    def f(self, a: int): ...\n    @overload\n    def f(self, a: str): ...\n"
                "    def f(self, a): return a\n    price: Mapped",
            )
        ],
        [LAST],
        [LAST],
    ),
    "05 type edited, database unchanged": (
        [("String(50)", "String(80)")],
        [LAST],
        [LAST],
    ),
    "06 argument added, another changed": (
        [("String(100))", "String(100), index=True)  # hand")],
        [TITLE_120],
        [TITLE_120],
    ),
    "14 annotation edited, type changed": (
        [("title: Mapped[str]", 'title: Mapped["MyStr"]')],
        [TITLE_120],
        [TITLE_120],
    ),
    "14b annotation edited, nullability changed": (
        [("title: Mapped[str]", 'title: Mapped["MyStr"]')],
        [("title: Mapped[str]", "title: Mapped[str | None]")],
        [('Mapped["MyStr"]', 'Mapped["MyStr | None"]')],
    ),
    "17 chained assignment takes the place": (
        [
            (
                "    title: Mapped[str] = mapped_column(String(100))",
                "    a = title = mapped_column(String(100))",
            )
        ],
        [TITLE_120],
        [],
    ),
    "18 tuple, walrus and augmented assignment": (
        [("    price: Mapped", "    p, q = 1, 2\n    p += 1\n    r = (s := 3)\n    price: Mapped")],
        [LAST],
        [LAST],
    ),
    "19 backslash continuation": (
        [("mapped_column(String(100))", "\\\n        mapped_column(String(100), index=True)")],
        [LAST],
        [LAST],
    ),
    "22 index added by hand inside the tuple, unique from the database": (
        [
            (
                '(Index("ix_books_title", "title"),)',
                '(\n        Index("ix_books_title", "title"),\n        # mine\n        Index("ix_mine", "price"),\n    )',
            )
        ],
        [
            (
                '(Index("ix_books_title", "title"),)',
                '(Index("ix_books_title", "title"), Index("ix_books_price", "price", unique=True))',
            )
        ],
        [
            (
                'Index("ix_books_title", "title"),\n',
                'Index("ix_books_title", "title"),\n        Index("ix_books_price", "price", unique=True),\n',
            )
        ],
    ),
    "23 tuple of one stays a tuple": (
        [("    price: Mapped", "    # note\n    price: Mapped")],
        [('(Index("ix_books_title", "title"),)', '(Index("ix_other", "title"),)')],
        [('(Index("ix_books_title", "title"),)', '(Index("ix_other", "title"),)')],
    ),
    "24 table args as a function": (
        [
            (
                '    __table_args__ = (Index("ix_books_title", "title"),)\n',
                "\n    @declared_attr.directive\n    def __table_args__(cls):\n        return ()\n",
            )
        ],
        [('(Index("ix_books_title", "title"),)', '(Index("ix_other", "title"),)'), LAST],
        [LAST],
    ),
    "25 column added by hand to a table, sibling added": (
        [('    Column("tag_id"', '    Column("mine", String(5)),  # hand\n    Column("tag_id"')],
        [
            (
                'ForeignKey("tags.id"), primary_key=True),\n',
                'ForeignKey("tags.id"), primary_key=True),\n    Column("rank", String(3)),\n',
            )
        ],
        [
            (
                'ForeignKey("tags.id"), primary_key=True),\n',
                'ForeignKey("tags.id"), primary_key=True),\n    Column("rank", String(3)),\n',
            )
        ],
    ),
    "26 members in an order of one's own": (
        [
            ("    title: Mapped[str] = mapped_column(String(100))\n", ""),
            (
                "    id: Mapped[int] = mapped_column(primary_key=True)\n    author_id",
                "    title: Mapped[str] = mapped_column(String(100))\n    id: Mapped[int] = mapped_column(primary_key=True)\n    author_id",
            ),
        ],
        [ISBN, TITLE_120],
        [
            (
                "mapped_column(String(100))\n",
                "mapped_column(String(120))\n    isbn: Mapped[str | None] = mapped_column(String(13))\n",
            )
        ],
    ),
    "27 nullability toggles": (
        [("    price: Mapped", "    # about the price\n    price: Mapped")],
        [("price: Mapped[Decimal]", "price: Mapped[Decimal | None]")],
        [("price: Mapped[Decimal]", "price: Mapped[Decimal | None]")],
    ),
    "16 collection becomes scalar": (
        [
            (
                '    books: Mapped[list["Book"]] = relationship(back_populates',
                '    # many\n    books: Mapped[list["Book"]] = relationship(back_populates',
            )
        ],
        [
            (
                'Mapped[list["Book"]] = relationship(back_populates',
                'Mapped["Book | None"] = relationship(back_populates',
            )
        ],
        [
            (
                'Mapped[list["Book"]] = relationship(back_populates',
                'Mapped["Book | None"] = relationship(back_populates',
            )
        ],
    ),
    "96 type comment on a generated line": (
        [("String(50))", "String(50))  # type: ignore[misc]")],
        [("String(50)", "String(60)")],
        [("String(50)", "String(60)")],
    ),
    "options come last, also behind arguments in an order of one's own": (
        [
            (
                '__table_args__ = (Index("ix_books_title", "title"),)',
                '__table_args__ = (Index("own", "price"), Index("ix_books_title", "title"), Index("own2", "id"))',
            )
        ],
        [
            (
                '__table_args__ = (Index("ix_books_title", "title"),)',
                '__table_args__ = (\n        Index("ix_books_title", "title"),\n        {"comment": "Read"},\n    )',
            )
        ],
        [('Index("own2", "id"))', 'Index("own2", "id"), {"comment": "Read"})')],
    ),
    "a remark stays with the only element that is left": (
        [
            (
                '__table_args__ = (Index("ix_books_title", "title"),)',
                '__table_args__ = (\n        Index("ix_books_title", "title"),\n        Index("own", "price"),  # the report\n    )',
            )
        ],
        [('    __table_args__ = (Index("ix_books_title", "title"),)\n', "")],
        [('        Index("ix_books_title", "title"),\n', "")],
    ),
    "79 fmt: skip and noqa are carried": (
        [("mapped_column(String(100))", "mapped_column( String(100) )  # fmt: skip # noqa")],
        [TITLE_120],
        [TITLE_120],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_members(name: str) -> None:
    edits, changes, outcome = CASES[name]
    mine = edited(BASE, edits)
    merged = run(BASE, mine, edited(BASE, changes))
    expected = edited(mine, outcome)
    assert merged.files[PATH] == expected, differences(expected, merged.files[PATH])


@pytest.mark.parametrize("name", CASES)
def test_no_change_of_the_database_changes_nothing(name: str) -> None:
    mine = edited(BASE, CASES[name][0])
    assert run(BASE, mine, BASE).files[PATH] == mine


def column(of: str, said: str) -> tuple[str, str]:
    found = next(line for line in BASE.splitlines() if line.startswith(f"    {of}: "))
    return f"{found}\n", f"    {said}\n"


IN_OTHER_WORDS = {
    # name: (what the user has, the database's change, the result)
    "nullable spelled out, and NULL is allowed now": (
        column("title", "title: Mapped[str] = mapped_column(String(100), nullable=False, info={})"),
        column("title", "title: Mapped[str | None] = mapped_column(String(120))"),
        "title: Mapped[str | None] = mapped_column(String(120), info={})",
    ),
    "nullable spelled out, and another length": (
        column("title", "title: Mapped[str] = mapped_column(String(100), nullable=False)"),
        column("title", "title: Mapped[str] = mapped_column(String(120))"),
        "title: Mapped[str] = mapped_column(String(120), nullable=False)",
    ),
    "nullable said otherwise than the database is the user's own": (
        column("title", "title: Mapped[str] = mapped_column(String(100), nullable=True)"),
        column("title", "title: Mapped[str] = mapped_column(String(120))"),
        "title: Mapped[str] = mapped_column(String(120), nullable=True)",
    ),
    "without an annotation": (
        column("email", "email = Column(String(200), unique=True)"),
        column("email", "email: Mapped[str] = mapped_column(String(250), unique=True)"),
        "email = Column(String(250), unique=True, nullable=False)",
    ),
    "without an annotation, and NULL is allowed now": (
        column("price", "price = Column(Numeric(10, 2), nullable=False)"),
        column("price", "price: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))"),
        "price = Column(Numeric(10, 2))",
    ),
    "a foreign key without an annotation": (
        column("author_id", "author_id = Column(ForeignKey('authors.id'), nullable=False)"),
        column(
            "author_id", 'author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))'
        ),
        "author_id = Column(ForeignKey('authors.id'))",
    ),
    "a relationship without an annotation": (
        column("author", "author = relationship('Author', back_populates='books')"),
        column("author", 'author: Mapped["Author | None"] = relationship(back_populates="books")'),
        "author = relationship('Author', back_populates='books')",
    ),
}


@pytest.mark.parametrize("name", IN_OTHER_WORDS)
def test_what_the_annotation_implies_may_be_spelled_out(name: str) -> None:
    spelled, change, outcome = IN_OTHER_WORDS[name]
    mine = edited(BASE, [spelled])
    merged = run(BASE, mine, edited(BASE, [change]))
    expected = edited(mine, [(spelled[1], f"    {outcome}\n")])
    assert merged.files[PATH] == expected, differences(expected, merged.files[PATH])


def test_what_is_added_stands_below_columns_without_annotations() -> None:
    plain = column("price", "price = Column(Numeric(10, 2), nullable=False)")
    added = (plain[0], f"{plain[0]}    pages: Mapped[int]\n")
    mine = edited(BASE, [plain])
    merged = run(BASE, mine, edited(BASE, [added]))
    expected = edited(mine, [(plain[1], f"{plain[1]}    pages: Mapped[int]\n")])
    assert merged.files[PATH] == expected, differences(expected, merged.files[PATH])


TYPE_SPELLED_OUT = [
    ("id = Column(Integer, primary_key=True)", "id = Column(BigInteger, primary_key=True)"),
    (
        "id: Mapped[int] = mapped_column(Integer, primary_key=True)",
        "id: Mapped[int] = mapped_column(BigInteger, primary_key=True)",
    ),
]


@pytest.mark.parametrize(("own", "outcome"), TYPE_SPELLED_OUT)
def test_the_type_that_the_annotation_implies_may_be_spelled_out(own: str, outcome: str) -> None:
    change = ("id: Mapped[int] = mapped_column(", "id: Mapped[int] = mapped_column(BigInteger, ")
    imported = ("import Column,", "import BigInteger, Column,")
    mine = edited(BASE, [column("id", own), ("import Column,", "import Column, Integer,")])
    merged = run(BASE, mine, edited(BASE, [change, imported]))
    assert f"    {outcome}\n" in merged.files[PATH]
    assert not merged.notes
