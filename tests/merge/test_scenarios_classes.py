"""Classes as a whole: headers, decorators, docstrings, comments around them, classes inside classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.merge.play import Scenario, play
from tests.merge.shop import SCHEMA, Shop, differences, loaded
from tests.merge.test_scenarios_members import ADD_ISBN, EDITOR, GAINS_ISBN, NOTE, TAGS_END

TAGS = SCHEMA[SCHEMA.index("create table tags") :]
LINK = SCHEMA[SCHEMA.index("create table book_tags") :]
BOOK = "class Book(Base):\n"
TAG_CLASS = (
    '\n\nclass Tag(Base):\n    __tablename__ = "tags"\n\n'
    "    id: Mapped[int] = mapped_column(primary_key=True)\n"
    "    name: Mapped[str] = mapped_column(String(20))\n\n"
    '    books: Mapped[list["Book"]] = relationship(\n'
    '        secondary=book_tags, back_populates="tags"\n    )\n'
)
LINK_TABLE = (
    'book_tags = Table(\n    "book_tags",\n    Base.metadata,\n'
    '    Column("book_id", ForeignKey("books.id"), primary_key=True),\n'
    '    Column("tag_id", ForeignKey("tags.id"), primary_key=True),\n)\n\n\n'
)
NO_TAGS = [
    (LINK_TABLE, ""),
    (
        '    tags: Mapped[list["Tag"]] = relationship(\n'
        '        secondary=book_tags, back_populates="books"\n    )\n',
        "",
    ),
    (
        "import Column, ForeignKey, Index, Numeric, String, Table\n",
        "import ForeignKey, Index, Numeric, String\n",
    ),
]

SCENARIOS = {
    "29 mixin": Scenario(
        mine=[
            ("book_tags = Table", "class Mixin:\n    kept = True\n\n\nbook_tags = Table"),
            (BOOK, "class Book(Mixin, Base):\n"),
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "30 decorator with comments": Scenario(
        mine=[
            (
                "from decimal import Decimal\n",
                "from decimal import Decimal\nfrom typing import final\n",
            ),
            (BOOK, "# special\n@final\n# between\n" + BOOK),
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "32 comment behind the header": Scenario(
        mine=[(BOOK, "class Book(Base):  # noqa: D101\n")],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "33 comment above a class, the class before it goes": Scenario(
        mine=[("class Tag(Base)", "# all about tags\nclass Tag(Base)")],
        migration=[(LINK, "")],
        result=[
            *NO_TAGS,
            (
                '\n    books: Mapped[list["Book"]] = relationship(\n'
                '        secondary=book_tags, back_populates="tags"\n    )\n',
                "",
            ),
        ],
    ),
    "34 comment at the end of a class, the next class goes": Scenario(
        mine=[(TAGS_END, TAGS_END + "    # the end of books\n")],
        migration=[(TAGS, "")],
        result=[*NO_TAGS, (TAG_CLASS, "")],
    ),
    "35 comment above the first statement, which goes": Scenario(
        mine=[("from decimal import", "# about imports\nfrom decimal import")],
        migration=[("  price numeric(10, 2) not null,\n", "")],
        result=[
            ("from decimal import Decimal\n", ""),
            ("    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n", ""),
            ("Index, Numeric, String", "Index, String"),
        ],
    ),
    "36 classes inside": Scenario(
        mine=[
            ("from decimal import", "import enum\nfrom decimal import"),
            (
                BOOK,
                BOOK + "    class Meta:\n        ordering = ['title']\n\n"
                "    class State(enum.Enum):\n        A = 1\n\n",
            ),
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
    "40 keywords of the header": Scenario(
        mine=[
            (
                "class Base(DeclarativeBase):\n    pass\n",
                "class Base(DeclarativeBase):\n    def __init_subclass__(cls, audited=False, **kw):\n"
                "        super().__init_subclass__(**kw)\n",
            ),
            (BOOK, "class Book(Base, audited=True):\n"),
        ],
        migration=[ADD_ISBN],
        result=[GAINS_ISBN],
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_classes(name: str, shop: Shop) -> None:
    play(SCENARIOS[name], shop)


def test_31_a_docstring_by_hand_wins_over_a_comment_of_the_database(
    tmp_path: Path, pg_url: str
) -> None:
    shop = Shop(tmp_path / "project", pg_url)
    shop.generate()
    mine = shop.edit((BOOK, BOOK + '    """Mine."""\n\n'))
    shop.generate()
    assert shop.read() == mine
    before = shop.schema
    shop.migrate((shop.schema, shop.schema + "comment on table books is 'Theirs';\n"))
    run = shop.generate()
    text = shop.read()
    assert '    """Mine."""\n' in text
    assert '"""Theirs' not in text
    assert '"comment": "Theirs"' in text
    assert "docstring" in run.err or "comment" in run.err
    loaded(text)
    shop.migrate((shop.schema, before))
    shop.generate()
    assert differences(mine, shop.read()) == ""


def test_37_a_class_below_an_if_is_not_added_again(shop: Shop) -> None:
    shop.generate()
    text = shop.read()
    start = text.index("class Tag(")
    inside = "".join(
        "    " + line if line.strip() else line for line in text[start:].splitlines(True)
    )
    mine = f"{text[:start]}USE_TAGS = True\nif USE_TAGS:\n\n{inside}"
    shop.write(mine)
    shop.generate()
    assert shop.read().count("class Tag(") == 1
    shop.migrate(ADD_ISBN)
    shop.generate()
    text = shop.read()
    assert text.count("class Tag(") == 1
    assert inside in text
    assert GAINS_ISBN[1] in text
    loaded(text)


def test_31_a_property_in_the_place_of_a_column_outlives_the_column(shop: Shop) -> None:
    shop.generate()
    hand = "    @property\n    def note(self) -> str:\n        return 'x'\n"
    mine = shop.edit((NOTE, hand))
    shop.generate()
    shop.migrate((",\n  note varchar(80)\n", "\n"))
    shop.generate()
    assert differences(mine, shop.read()) == ""


@pytest.mark.parametrize(
    "statement",
    ["type Money = int", "class Book[T](Base):", "def first[T](items: list[T]) -> T: ..."],
)
def test_39_a_grammar_newer_than_this_python_is_copied_or_refused(
    shop: Shop, statement: str
) -> None:
    shop.generate()
    text = shop.read()
    if statement.startswith("class"):
        mine = text.replace(BOOK, statement + "\n")
    else:
        mine = text.replace("book_tags = Table", f"{statement}\n\n\nbook_tags = Table")
    shop.write(mine)
    shop.migrate(ADD_ISBN)
    run = shop.generate(code=None)
    after = shop.read()
    if run.code == 2:
        assert after == mine
    else:
        assert statement in after
        assert GAINS_ISBN[1] in after or "your own code has its place" in run.err
    assert NOTE in after


def test_39_classes_below_comments_are_told_from_one_in_a_newer_grammar(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(
        ("class Tag(Base):", "# above\nclass Tag[T](Base):"),
        ("class Author(Base):", "# above\nclass Author(Base):"),
        ('relationship(back_populates="author")', 'relationship(back_populates="author")  # mine'),
    )
    shop.migrate(EDITOR)
    shop.generate()
    assert '"Book.author_id", back_populates="author"\n    )  # mine\n' in shop.read()
    assert mine[mine.index("# above\nclass Tag[T]") :] in shop.read()
