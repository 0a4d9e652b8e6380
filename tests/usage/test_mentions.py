"""Where code uses what has gone from the models, and how certain that is."""

from __future__ import annotations

import pytest

from ormforge.usage import find_mentions, models_of

BEFORE = """
class Book(Base):
    __tablename__ = "books"
    title: Mapped[str]
    isbn: Mapped[str]
    name: Mapped[str]
    count: Mapped[int]
    author = relationship("Author")

class Author(Base):
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")

class Tag(Base):
    label: Mapped[str]

tag_links = Table("tag_links", Base.metadata)
"""
AFTER = """
class Book(Base):
    title: Mapped[str]
    label: Mapped[str]

class Author(Base):
    name: Mapped[str]
"""
MODELS = models_of(
    {("home", "shop", "app", "models")},
    [BEFORE],
    [AFTER],
    {"Book.isbn": "Book.label"},
)
FROM = "from app.models import Author, Book\n"


def test_what_has_gone() -> None:
    assert MODELS.gone == {
        "Book.isbn": "Book.label",
        "Book.name": None,
        "Book.count": None,
        "Book.author": None,
        "Author.books": None,
        "Tag": None,
        "tag_links": None,
    }


SURE = {
    "from app.models import Tag": "Tag",
    "from .models import Tag as Label": "Tag",
    "from shop.app.models import tag_links": "tag_links",
    "from app.models import *\nTag()": "Tag",
    "import app.models\napp.models.Tag()": "Tag",
    "import app.models as m\nm.Tag.label": "Tag",
    "from app import models\nmodels.Book.isbn": "Book.isbn",
    FROM + "select(Book.isbn)": "Book.isbn",
    FROM + "Book(\n    title='a',\n    isbn='b',\n)": "Book.isbn",
    FROM + "select(Book).where(x).filter_by(title=1, isbn=2)": "Book.isbn",
    FROM + "session.query(Book).filter_by(isbn=2)": "Book.isbn",
    FROM + "update(Book).values(isbn=2)": "Book.isbn",
    FROM + "getattr(Book, 'isbn')": "Book.isbn",
    FROM + "def f(book: Book): return book.isbn": "Book.isbn",
    FROM + "def f(book: 'Book | None'): return book.isbn": "Book.isbn",
    FROM + "def f(book: Optional[Book]): return getattr(book, 'isbn')": "Book.isbn",
    FROM + "b = Book()\nb.isbn = 1": "Book.isbn",
    FROM + "B = aliased(Book)\nB.isbn": "Book.isbn",
    FROM + "class Special(Book):\n    def f(self): return self.isbn": "Book.isbn",
    FROM + "class Special(Book):\n    @validates('isbn')\n    def f(self, k, v): ...": "Book.isbn",
    "relationship('Tag')": "Tag",
    "relationship('Author', back_populates='books')": "Author.books",
    "relationship('Book', order_by='Book.isbn')": "Book.isbn",
    "relationship('Book', foreign_keys='[Book.isbn]')": "Book.isbn",
}


@pytest.mark.parametrize("code", SURE)
def test_certain(code: str) -> None:
    found = find_mentions(code, MODELS, ("home", "shop", "app"))
    assert [(one.name, one.certain) for one in found][-1] == (SURE[code], True)


def test_the_line_is_that_of_the_keyword() -> None:
    (found,) = find_mentions(FROM + "Book(\n    title='a',\n    isbn='b',\n)", MODELS, ())
    assert found.line == 4


MAYBE = {
    "from shop_exports import Tag": "Tag",
    "row.isbn": "Book.isbn",
    "getattr(row, 'isbn')": "Book.isbn",
    "book.name": "Book.name",
    "self.book.name": "Book.name",
    "the_books[0].name": "Book.name",
    "query.filter_by(isbn=1)": "Book.isbn",
    "relationship(back_populates='books')": "Author.books",
}


@pytest.mark.parametrize("code", MAYBE)
def test_possible(code: str) -> None:
    found = find_mentions(code, MODELS, ("home", "shop", "app"))
    assert [(one.name, one.certain) for one in found] == [(MAYBE[code], False)]


@pytest.mark.parametrize(
    "code",
    [
        FROM + "Book.title, Book.label, Author.name, Author().name",
        "import os\nos.name",
        "import isbn\nisbn.isbn",
        "from other import thing\nthing.isbn",
        "person.name",
        "'a'.count('b')",
        "class Page:\n    def f(self): return self.isbn",
        "from other.models import Tags",
        "isbn = 1\nprint(isbn)",
        "def broken(:\n    Book.isbn",
        FROM + "Author(name='books')",
    ],
)
def test_other_things_of_that_name(code: str) -> None:
    assert find_mentions(code, MODELS, ("home", "shop", "app")) == ()


def test_inside_the_generated_module() -> None:
    text = AFTER + "    def first(self):\n        return self.books[0].isbn\n"
    found = find_mentions(text, MODELS, ("home", "shop", "app"), printed=AFTER)
    assert [(one.name, one.certain) for one in found] == [
        ("Author.books", True),
        ("Book.isbn", False),
    ]


PRINTED = """
class Order(Base):
    author_id: Mapped[int]
    author: Mapped["Author"] = relationship(lazy="select", back_populates="books")

links = Table("links", Base.metadata, Column("isbn"), info=dict(x=row.isbn))
"""


def test_what_is_printed_is_not_told() -> None:
    """Another class may have a member of the name that has gone; in whatever layout its line stands."""
    by_hand = """
    def twice(self):
        return self.author.books + row.isbn

class Invoice(Base):
    author: Mapped["Author"] = relationship(back_populates="books")
"""
    laid_out = PRINTED.replace('(lazy="select", ', '(\n        lazy="select",\n        ')
    text = laid_out.replace("\nlinks", by_hand + "\nlinks")
    lines = text.split("\n")
    found = find_mentions(text, MODELS, (), printed=PRINTED)
    assert [(lines[one.line - 1].strip(), one.name) for one in found] == [
        ("return self.author.books + row.isbn", "Author.books"),
        ("return self.author.books + row.isbn", "Book.isbn"),
        ('author: Mapped["Author"] = relationship(back_populates="books")', "Author.books"),
    ]
    assert find_mentions(laid_out, MODELS, (), printed=PRINTED) == ()
    changed = laid_out.replace("select", "raise")
    assert len(find_mentions(changed, MODELS, (), printed=PRINTED)) == 1


IN_A_CLASS_BODY = {
    "place = composite(Point, isbn, title)": True,
    "place = composite(Point, 'isbn', 'title')": True,
    "label = column_property(title + isbn)": True,
    "__table_args__ = (Index('ix_isbn', 'isbn'),)": True,
    "__table_args__ = (UniqueConstraint('title', 'isbn'), {'comment': 'x'})": True,
    "__table_args__ = (ForeignKeyConstraint(['isbn'], ['others.id']),)": True,
    "__mapper_args__ = {'polymorphic_on': 'isbn', 'polymorphic_identity': 'x'}": True,
    "__mapper_args__: dict = {'exclude_properties': ['isbn']}": True,
    "__mapper_args__ = {'version_id_col': isbn}": True,
    "@declared_attr.directive\n    def __mapper_args__(cls): return {'polymorphic_on': 'isbn'}": True,
    "@field_validator('isbn', 'title')\n    def check(cls, value): ...": True,
    "all_isbns = association_proxy('others', 'isbn')": False,
}


@pytest.mark.parametrize(("line", "certain"), IN_A_CLASS_BODY.items())
def test_what_a_class_body_says_of_its_own_columns(line: str, certain: bool) -> None:
    printed = AFTER.replace("    label: Mapped[str]\n", "    label: Mapped[str]\n    # here\n")
    text = printed.replace("# here", line)
    found = find_mentions(text, MODELS, (), printed=printed)
    assert [(one.name, one.certain) for one in found] == [("Book.isbn", certain)]


NOT_THE_CLASS_BODY = [
    "def f(self, isbn): return isbn",
    "sort = lambda isbn: isbn",
    "__mapper_args__ = {'polymorphic_identity': 'isbn'}",
    "__table_args__ = (Index('isbn', 'title'),)",
    "name = column_property(helper(name))",
]


@pytest.mark.parametrize("line", NOT_THE_CLASS_BODY)
def test_what_a_class_body_says_of_something_else(line: str) -> None:
    printed = AFTER.replace("    label: Mapped[str]\n", "    label: Mapped[str]\n    # here\n")
    text = "from elsewhere import name\n" + printed.replace("# here", line)
    assert find_mentions(text, MODELS, (), printed=printed) == ()


def test_columns_of_the_table_of_a_class() -> None:
    text = AFTER + "\nuses = [Book.__table__.c.isbn, Book.__table__.columns['isbn']]\n"
    found = find_mentions(text, MODELS, (), printed=AFTER)
    assert [(one.name, one.certain) for one in found] == [("Book.isbn", True)]


def test_a_class_that_derives_from_one_that_has_lost_a_member() -> None:
    text = AFTER + (
        "\nclass Special(Book):\n    title = 1\n\nclass Rare(Special):\n"
        "    @validates('isbn')\n    def f(self, key, value): return self.isbn\n"
    )
    found = find_mentions(text, MODELS, (), printed=AFTER)
    assert [(one.name, one.certain) for one in found] == [("Book.isbn", True)] * 2


def test_nothing_gone_nothing_read() -> None:
    same = models_of({("app", "models")}, [BEFORE], [BEFORE], {})
    assert same.gone == {}
    assert find_mentions("not python at all (", same, ()) == ()
