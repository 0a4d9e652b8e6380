"""Scenarios about classes as a whole, modules, imports, regions and bytes."""

from __future__ import annotations

import pytest

from tests.merge.bookshop import BASE, PATH, differences, edited, run

LAST = (
    "Numeric(10, 2))\n",
    "Numeric(10, 2))\n    isbn: Mapped[str | None] = mapped_column(String(13))\n",
)
TITLE_120 = ("String(100)", "String(120)")
NO_TAGS = [
    (BASE[BASE.index("book_tags = Table") : BASE.index("class Author")], ""),
    (BASE[BASE.index("\n\nclass Tag(") :], ""),
    (
        '    tags: Mapped[list["Tag"]] = relationship(secondary=book_tags, back_populates="books")\n',
        "",
    ),
    ("Column, ForeignKey, Index, Numeric, String, Table", "ForeignKey, Index, Numeric, String"),
]
SHOP = (
    "class Tag(Base):",
    'class Shop(Base):\n    __tablename__ = "shops"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n\n\nclass Tag(Base):',
)
ZOO = (
    BASE[-90:],
    BASE[-90:]
    + '\n\nclass Zoo(Base):\n    __tablename__ = "zoos"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n',
)
ZOO_CLASS = ZOO[1][90:]
JSON_COLUMN = [
    ("Numeric(10, 2))\n", "Numeric(10, 2))\n    meta: Mapped[dict] = mapped_column(JSON)\n"),
    ("Column, ForeignKey, Index,", "JSON, Column, ForeignKey, Index,"),
]

CASES = {
    "28 class with a method moves in the new text": (
        [
            (
                'secondary=book_tags, back_populates="tags")\n',
                'secondary=book_tags, back_populates="tags")\n\n    def hand(self): ...\n',
            )
        ],
        [
            (BASE[BASE.index("class Tag(") :], ""),
            ("class Author(", BASE[BASE.index("class Tag(") :] + "\n\nclass Author("),
            ("\n\n\nclass Z", ""),
        ][:2],
        [],
    ),
    "29 mixin kept when the base changes": (
        [("class Book(Base):", "class Book(Mixin, Base):")],
        [("class Book(Base):", 'class Book(Base, kw="x"):')],
        [("class Book(Mixin, Base):", 'class Book(Mixin, Base, kw="x"):')],
    ),
    "30 decorator with a comment": (
        [("class Book(Base):", "# special\n@final\n# between\nclass Book(Base):")],
        [LAST],
        [LAST],
    ),
    "31 docstring by hand, another from the database": (
        [("class Book(Base):\n", 'class Book(Base):\n    """Mine."""\n\n')],
        [("class Book(Base):\n", 'class Book(Base):\n    """Theirs."""\n\n')],
        [],
    ),
    "31b docstring from the database": (
        [("    price: Mapped", "    # x\n    price: Mapped")],
        [("class Book(Base):\n", 'class Book(Base):\n    """Theirs."""\n\n')],
        [("class Book(Base):\n", 'class Book(Base):\n    """Theirs."""\n\n')],
    ),
    "32 comment behind the class header": (
        [("class Book(Base):", "class Book(Base):  # noqa: D101")],
        [LAST],
        [LAST],
    ),
    "33 comment above a class when the one before goes": (
        [
            ("class Book(Base):", "# about books\nclass Book(Base):"),
            ("class Author(Base):", "# about authors\nclass Author(Base):"),
        ],
        NO_TAGS,
        NO_TAGS,
    ),
    "34 comment at the end of a class when the next goes": (
        [
            (
                'secondary=book_tags, back_populates="books")\n',
                'secondary=book_tags, back_populates="books")\n    # the end of books\n',
            )
        ],
        NO_TAGS,
        [NO_TAGS[0], NO_TAGS[1], NO_TAGS[2], NO_TAGS[3]],
    ),
    "36 nested class and enum": (
        [("    price: Mapped", "    class Meta:\n        x = 1\n\n    price: Mapped")],
        [LAST],
        [LAST],
    ),
    "38 one-line class": (
        [
            (
                "class Base(DeclarativeBase):\n    pass\n",
                "class Base(DeclarativeBase): pass  # short\n",
            )
        ],
        [
            (
                "class Base(DeclarativeBase):\n    pass\n",
                "class Base(DeclarativeBase):\n    type_annotation_map = {}\n",
            )
        ],
        [
            (
                "class Base(DeclarativeBase): pass  # short\n",
                "class Base(DeclarativeBase):  # short\n    type_annotation_map = {}\n",
            )
        ],
    ),
    "40 keyword in the class header": (
        [("class Book(Base):", "class Book(Base, metaclass=Meta):")],
        [LAST],
        [LAST],
    ),
    "41 function between classes, class above gone": (
        [("\n\nclass Tag(", "\n\ndef between():\n    return  1\n\n\nclass Tag(")],
        NO_TAGS,
        [
            NO_TAGS[0],
            (BASE[BASE.index("\n\n\nclass Tag(") :].replace("\n\n\nclass", "\n\nclass", 1), ""),
            NO_TAGS[2],
            NO_TAGS[3],
        ],
    ),
    "42 code below the last class, table added": (
        [(BASE[-90:], BASE[-90:] + "\n\ndef after():\n    return 1\n")],
        [ZOO],
        [("\n\ndef after", ZOO_CLASS + "\n\ndef after")],
    ),
    "44 main guard stays last": (
        [(BASE[-90:], BASE[-90:] + '\n\nif __name__ == "__main__":\n    main()\n')],
        [ZOO],
        [("\n\nif __name__ ==", ZOO_CLASS + "\n\nif __name__ ==")],
    ),
    "45 __all__ of the user's own": (
        [("class Base(", '__all__ = ["Book"]\n\n\nclass Base(')],
        [SHOP],
        [SHOP],
    ),
    "46 import by hand in a sorted list": (
        [("ForeignKey, Index,", "ForeignKey, Index, LargeBinary,")],
        JSON_COLUMN,
        [
            JSON_COLUMN[0],
            (
                "import Column, ForeignKey, Index, LargeBinary, Numeric, String, Table",
                "import (\n    JSON,\n    Column,\n    ForeignKey,\n    Index,\n    LargeBinary,\n    Numeric,\n    String,\n    Table,\n)",
            ),
        ],
    ),
    "47 import used in a string only": (
        [("    price: Mapped", '    x = relationship("Table")\n    price: Mapped')],
        NO_TAGS,
        [
            NO_TAGS[0],
            NO_TAGS[1],
            NO_TAGS[2],
            (
                "Column, ForeignKey, Index, Numeric, String, Table",
                "ForeignKey, Index, Numeric, String, Table",
            ),
        ],
    ),
    "48 import under another name": (
        [
            (
                "from decimal import Decimal\n",
                "from decimal import Decimal\nfrom sqlalchemy import Text as T\n",
            )
        ],
        [
            ("Numeric(10, 2))\n", "Numeric(10, 2))\n    note: Mapped[str] = mapped_column(Text)\n"),
            ("String, Table\n", "String, Table, Text\n"),
        ],
        [
            ("Numeric(10, 2))\n", "Numeric(10, 2))\n    note: Mapped[str] = mapped_column(Text)\n"),
            ("String, Table\n", "String, Table, Text\n"),
        ],
    ),
    "49 another style of import": (
        [
            (
                "from sqlalchemy import Column, ForeignKey, Index, Numeric, String, Table\n",
                "import sqlalchemy as sa\nfrom sqlalchemy import Column, ForeignKey, Index, Numeric, String, Table\n",
            ),
            ("mapped_column(String(100))", "mapped_column(sa.String(100))"),
        ],
        [TITLE_120],
        [("sa.String(100)", "sa.String(120)")],
    ),
    "50 the same name below TYPE_CHECKING": (
        [
            (
                "\n\nclass Base(",
                "\nif TYPE_CHECKING:\n    from sqlalchemy import JSON\n\n\nclass Base(",
            )
        ],
        JSON_COLUMN,
        JSON_COLUMN,
    ),
    "51 import in a try": (
        [
            (
                "\n\nclass Base(",
                "\ntry:\n    from x import JSON\nexcept ImportError:\n    JSON = None\n\n\nclass Base(",
            )
        ],
        JSON_COLUMN,
        [JSON_COLUMN[0]],
    ),
    "52 future import stays first": (
        [("from decimal import", "from __future__ import annotations\n\nfrom decimal import")],
        JSON_COLUMN,
        JSON_COLUMN,
    ),
    "54 star import": (
        [
            (
                "from sqlalchemy import Column, ForeignKey, Index, Numeric, String, Table\n",
                "from sqlalchemy import *\n",
            )
        ],
        [LAST],
        [LAST],
    ),
    "55 licence, shebang, cookie and docstring": (
        [
            (
                "# Generated by",
                '#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# Licence\n\n"""Doc."""\n\n# Generated by',
            )
        ],
        [LAST],
        [LAST],
    ),
    "56 alias used by hand": (
        [("class Tag(", "print(metadata.tables)\n\n\nclass Tag(")],
        [("metadata = Base.metadata\n\n\n", "")],
        [],
    ),
    "56b alias not used": (
        [("class Tag(", "print(1)\n\n\nclass Tag(")],
        [("metadata = Base.metadata\n\n\n", "")],
        [("metadata = Base.metadata\n\n\n", "")],
    ),
    "60 marker in a string": (
        [
            (
                "    price: Mapped",
                '    x = """\n    # region ormforge:custom\n    """\n    price: Mapped',
            )
        ],
        [LAST],
        [LAST],
    ),
    "63 end marker above a member that goes": (
        [
            (
                "    title: Mapped",
                "    # region ormforge:custom a\n    x = 1\n    # endregion ormforge:custom a\n    title: Mapped",
            )
        ],
        [
            ("    title: Mapped[str] = mapped_column(String(100))\n", ""),
            ('(Index("ix_books_title", "title"),)', "()"),
        ],
        [
            ("    title: Mapped[str] = mapped_column(String(100))\n", ""),
            ('(Index("ix_books_title", "title"),)', "()"),
        ],
    ),
    "64 region last in the class": (
        [
            (
                'secondary=book_tags, back_populates="books")\n',
                'secondary=book_tags, back_populates="books")\n\n    # region ormforge:custom\n    def f(self): pass\n    # endregion ormforge:custom\n',
            )
        ],
        [
            (
                'secondary=book_tags, back_populates="books")\n',
                'secondary=book_tags, back_populates="books")\n    zoo: Mapped["Tag"] = relationship(viewonly=True)\n',
            )
        ],
        [
            (
                'secondary=book_tags, back_populates="books")\n',
                'secondary=book_tags, back_populates="books")\n    zoo: Mapped["Tag"] = relationship(viewonly=True)\n',
            )
        ],
    ),
    "66 region with only a comment in an empty class": (
        [
            (
                "class Base(DeclarativeBase):\n    pass\n",
                "class Base(DeclarativeBase):\n    # ormforge: begin custom\n    # nothing\n    # ormforge: end custom\n    pass\n",
            )
        ],
        [LAST],
        [LAST],
    ),
    "73 form feeds": (
        [("class Book(", "\x0c\nclass Book("), ("    price: Mapped", "\x0c\n    price: Mapped")],
        [LAST],
        [LAST],
    ),
    "75 odd separators in strings and comments": (
        [("    price: Mapped", '    x = "a\x85b\u2028c\x0cd"  # \u2028\x85\n    price: Mapped')],
        [LAST],
        [LAST],
    ),
    "77 trailing blanks and many blank lines": (
        [("    price: Mapped", "    x = 1   \n\n\n\n\n\n\n    price: Mapped")],
        [LAST],
        [LAST],
    ),
    "79 fmt: off": (
        [
            ("    price: Mapped", "    # fmt: off\n    price: Mapped"),
            ("Numeric(10, 2))\n", "Numeric(10, 2))\n    matrix = [1,  2]\n    # fmt: on\n"),
        ],
        [LAST],
        [
            (
                "    # fmt: on\n",
                "    # fmt: on\n    isbn: Mapped[str | None] = mapped_column(String(13))\n",
            )
        ],
    ),
    "97 hand-written text like a block": (
        [
            (
                "    price: Mapped",
                "    # ormforge: theirs> x\n    # ormforge: end conflict\n    price: Mapped",
            )
        ],
        [LAST],
        [LAST],
    ),
    "98 names that are not ASCII": (
        [("class Tag(", "class Größe:\n    é = 1\n\n\nclass Tag(")],
        [LAST],
        [LAST],
    ),
    "93 only a template changed": (
        [("    price: Mapped", "    # hand\n    price: Mapped")],
        [
            (
                "class Base(DeclarativeBase):\n    pass\n",
                'class Base(DeclarativeBase):\n    """The base."""\n',
            )
        ],
        [
            (
                "class Base(DeclarativeBase):\n    pass\n",
                'class Base(DeclarativeBase):\n    """The base."""\n',
            )
        ],
    ),
    "header id is brought up to date": (
        [("    price: Mapped", "    # hand\n    price: Mapped")],
        [("000000000000", "0123456789ab")],
        [("000000000000", "0123456789ab")],
    ),
    "import no longer needed": (
        [
            (
                "    name: Mapped[str] = mapped_column(String(50))",
                "    name: Mapped[str] = mapped_column(String(50))  # x",
            )
        ],
        [
            ("mapped_column(Numeric(10, 2))", "mapped_column()"),
            ("Numeric, ", ""),
            ("Mapped[Decimal]", "Mapped[int]"),
            ("from decimal import Decimal\n\n", ""),
        ],
        [
            ("mapped_column(Numeric(10, 2))", "mapped_column()"),
            ("Numeric, ", ""),
            ("Mapped[Decimal]", "Mapped[int]"),
            ("from decimal import Decimal\n\n", ""),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_files(name: str) -> None:
    edits, changes, outcome = CASES[name]
    mine = edited(BASE, edits)
    merged = run(BASE, mine, edited(BASE, changes))
    expected = edited(mine, outcome)
    assert merged.files[PATH] == expected, differences(expected, merged.files[PATH])


@pytest.mark.parametrize("name", CASES)
def test_no_change_of_the_database_changes_nothing(name: str) -> None:
    mine = edited(BASE, CASES[name][0])
    assert run(BASE, mine, BASE).files[PATH] == mine
