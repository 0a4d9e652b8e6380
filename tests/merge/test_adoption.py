"""Taking over files that ormforge has not written."""

from __future__ import annotations

from ormforge.catalog.keys import Key
from ormforge.merge import merge, observe_names
from ormforge.plan import Generated, Memory
from tests.merge.bookshop import BASE, PATH, generated
from tests.merge.fuzz.printed import formatted

LEGACY = """\
# coding: utf-8
from sqlalchemy import Column, ForeignKey, Integer, Numeric, String, Table
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


t_book_tags = Table(
    'book_tags', Base.metadata,
    Column('book_id', ForeignKey('books.id'), primary_key=True),
    Column('tag_id', ForeignKey('tags.id'), primary_key=True)
)


class Authors(Base):
    __tablename__ = 'authors'

    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False)

    def __repr__(self):
        return f"<{self.name}>"


class Books(Base):
    __tablename__ = 'books'

    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey('authors.id'), nullable=False)
    title_ = Column('title', String(100), nullable=False)
    price = Column(Numeric(10, 2), nullable=False)

    writer = relationship('Authors', backref='books')
"""


def test_the_names_of_a_legacy_file_are_recognised_by_key() -> None:
    names = observe_names({PATH: generated(BASE)}, {PATH: LEGACY}, Memory()).names
    assert names[Key("table authors")] == "Authors"
    assert names[Key("table book_tags")] == "t_book_tags"
    assert names[Key("column books.title")] == "title_"
    assert names[Key("relationship books.author")] == "writer"


def test_a_legacy_file_keeps_every_line_and_gains_what_it_lacks() -> None:
    merged = merge({}, {PATH: LEGACY}, {PATH: generated(BASE)}, Memory(), formatter=formatted)
    text = merged.files[PATH]
    body = [line for line in LEGACY.splitlines() if line.strip() and not line.startswith("from")]
    assert [line for line in text.splitlines() if line in body] == body
    assert "    email: Mapped[str | None] = mapped_column(String(200), unique=True)\n" in text
    assert "class Tag(Base):" in text
    assert text.count("books: Mapped") == 1, "the backref already makes Authors.books"
    told = [note.message for note in merged.notes if note.code != "override"]
    assert len(told) == 1, "what says the same is not told"
    assert "Books.writer is kept as it was written" in told[0]
    assert not merged.memory.pending


def test_a_column_under_another_name_keeps_its_column_when_the_generated_text_is_taken() -> None:
    merged = merge(
        {},
        {
            PATH: BASE.replace(
                "title: Mapped[str] = mapped_column(",
                'heading: Mapped[str] = mapped_column("title", ',
            )
        },
        {PATH: generated(BASE.replace("String(100)", "String(120)"))},
        Memory(),
        on_conflict="theirs",
    )
    assert '    heading: Mapped[str] = mapped_column("title", String(120))\n' in merged.files[PATH]


def test_after_adoption_the_database_is_followed() -> None:
    first = merge({}, {PATH: LEGACY}, {PATH: generated(BASE)}, Memory(), formatter=formatted)
    base, new = generated(BASE), generated(BASE.replace("String(100)", "String(120)"))
    second = merge({PATH: base}, first.files, {PATH: new}, first.memory, formatter=formatted)
    assert "title_ = Column('title', String(120), nullable=False)\n" in second.files[PATH]
    assert not second.memory.pending


def test_schema_files_are_merged_by_the_names_of_their_classes() -> None:
    schema = (
        "from pydantic import BaseModel, Field\n\n\nclass BookCreate(BaseModel):\n"
        "    title: str = Field(max_length=100)\n    price: int | None = None\n"
    )
    keys = {
        "BookCreate": Key("schema books.create"),
        "BookCreate.title": Key("field books.create.title"),
        "BookCreate.price": Key("field books.create.price"),
    }
    mine = schema.replace("100)", '100, description="hand")') + (
        "\n    @property\n    def slug(self) -> str:\n        return self.title.lower()\n"
    )
    new = schema.replace("100", "120").replace("    price: int | None = None\n", "    isbn: str\n")
    new_keys = {**keys, "BookCreate.isbn": Key("field books.create.isbn")}
    del new_keys["BookCreate.price"]
    merged = merge(
        {PATH: Generated(text=schema, keys=keys)},
        {PATH: mine},
        {PATH: Generated(text=new, keys=new_keys)},
        Memory(),
        formatter=formatted,
    )
    expected = mine.replace("100", "120").replace(
        "    price: int | None = None\n", "    isbn: str\n"
    )
    assert merged.files[PATH] == expected
    assert not merged.notes


def test_a_blank_file_is_as_good_as_none() -> None:
    fresh = merge({}, {}, {PATH: generated(BASE)}, Memory())
    for blank in ("", "\n", " \r\n"):
        merged = merge({}, {PATH: blank}, {PATH: generated(BASE)}, Memory())
        assert (merged.files, merged.notes) == (fresh.files, fresh.notes)
