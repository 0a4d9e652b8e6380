"""What is deleted, restored, renamed and moved by hand, and what a second key must not take over."""

from __future__ import annotations

from tests.merge.play import Scenario, play, quiet
from tests.merge.shop import Shop, differences, loaded
from tests.merge.test_scenarios_members import (
    ADD_ISBN,
    EDITOR,
    GAINS_ISBN,
    ISBN,
    METHOD,
    NOTE,
    TAGS_END,
    TITLE_120,
)


def test_08_a_deleted_column_stays_deleted_and_is_told_once(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit((NOTE, ""))
    told = shop.generate()
    assert "books.note was deleted by hand" in told.err
    for length in (90, 100):
        shop.migrate(
            (
                shop.schema,
                shop.schema.replace("title varchar(", f"t{length} integer,\n  title varchar("),
            )
        )
        run = shop.generate()
        assert "note:" not in shop.read()
        assert "books.note was deleted" not in run.err
    assert shop.read() != mine


def test_10_hand_code_that_says_the_old_name_of_an_attribute_is_told(shop: Shop) -> None:
    play(
        Scenario(
            mine=[
                (
                    "title: Mapped[str] = mapped_column(",
                    'headline: Mapped[str] = mapped_column("title", ',
                ),
                (TAGS_END, TAGS_END + "\n    def loud(self):\n        return self.title.upper()\n"),
            ],
            migration=[TITLE_120],
            result=[("String(100)", "String(120)")],
        ),
        shop,
    )


def test_11_a_renamed_class_is_called_so_in_all_that_is_generated(shop: Shop) -> None:
    text = play(
        Scenario(
            mine=[
                ('list["Book"]', 'list["Volume"]'),
                ("class Book(", "class Volume("),
                ('list["Book"]', 'list["Volume"]'),
            ],
            migration=[
                (
                    "create table tags",
                    "create table reviews (id integer primary key, book_id integer not null"
                    " references books (id));\ncreate table tags",
                )
            ],
            result=[
                (
                    '    tags: Mapped[list["Tag"]] =',
                    '    reviews: Mapped[list["Review"]] = relationship(back_populates="book")\n'
                    '    tags: Mapped[list["Tag"]] =',
                ),
                (
                    "\n\nclass Tag(Base)",
                    '\n\nclass Review(Base):\n    __tablename__ = "reviews"\n\n'
                    "    id: Mapped[int] = mapped_column(primary_key=True)\n"
                    '    book_id: Mapped[int] = mapped_column(ForeignKey("books.id"))\n\n'
                    '    book: Mapped["Volume"] = relationship(back_populates="reviews")\n'
                    "\n\nclass Tag(Base)",
                ),
            ],
        ),
        shop,
    )
    assert '"Book"' not in text


def test_11_only_the_class_statement_is_renamed(shop: Shop) -> None:
    """The references in generated text follow by themselves, in the same run."""
    shop.generate()
    mine = shop.edit(("class Book(", "class Volume("))
    shop.generate()
    assert differences(mine.replace('"Book"', '"Volume"'), shop.read()) == ""
    loaded(shop.read())


def test_12_hand_code_that_says_the_old_name_is_listed_and_left(shop: Shop) -> None:
    shop.generate()
    hand = '\n\nBY_NAME = {"Book": "a book"}\n'
    text = shop.read().replace("class Book(", "class Volume(") + hand
    shop.write(text)
    run = shop.generate()
    assert shop.read().endswith(hand)
    assert "Book, which is now Volume" in run.err


def test_13_the_other_side_of_a_renamed_relationship_follows(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(('    author: Mapped["Author"]', '    writer: Mapped["Author"]'))
    shop.generate()
    expected = mine.replace(
        'relationship(back_populates="author")', 'relationship(back_populates="writer")'
    )
    assert differences(expected, shop.read()) == ""
    loaded(shop.read())


def test_15_a_second_foreign_key_does_not_change_what_a_name_means(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit((TAGS_END, TAGS_END + METHOD))
    before = shop.schema
    shop.migrate(EDITOR)
    shop.generate()
    models = loaded(shop.read())
    ways = {
        name: [
            column.name for column in models["Author"].__mapper__.relationships[name].remote_side
        ]
        for name in models["Author"].__mapper__.relationships.keys()  # noqa: SIM118 - no dict
    }
    assert ways == {"books": ["author_id"], "books_as_editor": ["editor_id"]}
    shop.migrate((shop.schema, before))
    shop.generate()
    assert differences(mine, shop.read()) == ""


def test_16_a_list_that_becomes_one_leaves_the_code_that_uses_it(shop: Shop) -> None:
    shop.generate()
    shop.edit(
        (
            'books: Mapped[list["Book"]] = relationship(back_populates="author")\n',
            'books: Mapped[list["Book"]] = relationship(back_populates="author")\n\n'
            "    def titles(self) -> list[str]:\n        return [book.title for book in self.books]\n",
        )
    )
    shop.migrate(
        ("author_id integer not null references", "author_id integer not null unique references")
    )
    shop.generate(code=None)
    text = shop.read()
    assert "for book in self.books" in text
    assert not loaded(text)["Author"].__mapper__.relationships["books"].uselist
    quiet(shop)
    assert shop.read() == text


def test_20_a_column_moved_to_a_mixin_is_not_added_again(shop: Shop) -> None:
    play(
        Scenario(
            mine=[
                (
                    "book_tags = Table",
                    "class Noted:\n" + NOTE + "\n\nbook_tags = Table",
                ),
                ("class Book(Base)", "class Book(Noted, Base)"),
                ("Numeric(10, 2))\n" + NOTE, "Numeric(10, 2))\n"),
            ],
            migration=[ADD_ISBN],
            result=[("Numeric(10, 2))\n", "Numeric(10, 2))\n" + ISBN)],
        ),
        shop,
    )


def test_28_a_class_that_the_generator_moves_stays_with_its_method(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit((TAGS_END, TAGS_END + METHOD), (NOTE, NOTE + "    # mine\n"))
    before = shop.schema
    shop.migrate(
        (
            "  email varchar(200) unique\n",
            "  email varchar(200) unique,\n  best_id integer references books (id)\n",
        )
    )
    shop.generate()
    text = shop.read()
    assert [line for line in text.splitlines() if line.startswith("class ")] == [
        line for line in mine.splitlines() if line.startswith("class ")
    ]
    assert METHOD in text
    loaded(text)
    shop.migrate((shop.schema, before))
    quiet(shop)
    assert differences(mine, shop.read()) == ""


def test_91_a_class_written_by_hand_for_a_table_that_returns_is_no_second_one(shop: Shop) -> None:
    schema = shop.schema
    shop.migrate((schema[schema.index("create table tags") :], ""))
    shop.generate()
    hand = (
        '\n\nclass Label(Base):\n    __tablename__ = "tags"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    name: Mapped[str] = mapped_column(String(20))  # ours\n\n    def loud(self): return self.name\n"
    )
    shop.write(shop.read() + hand)
    shop.generate()
    shop.migrate((shop.schema, schema))
    shop.generate()
    text = shop.read()
    assert "class Tag(" not in text
    assert text.count('__tablename__ = "tags"') == 1
    assert "mapped_column(String(20))  # ours\n" in text
    assert text.endswith("\n\n    def loud(self): return self.name\n")
    loaded(text)
    assert GAINS_ISBN[0] in text
