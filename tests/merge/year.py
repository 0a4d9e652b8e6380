"""What teams write into their models in the course of a year, and what they do to their databases meanwhile."""

from __future__ import annotations

import sys

from tests.merge.shop import Edits
from tests.merge.test_scenarios_members import NOTE, TAGS_END

BOOK = "class Book(Base):\n"
BASE = "class Base(DeclarativeBase):\n    pass\n"
TABLENAME = '    __tablename__ = "books"\n'
TITLE = "    title: Mapped[str] = mapped_column(String(100))\n"
PRICE = "    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n"
BOOKS = '    books: Mapped[list["Book"]] = relationship(back_populates="author")\n'
AUTHOR = '    author: Mapped["Author"] = relationship(back_populates="books")\n'
INDEX = '    __table_args__ = (Index("ix_books_title", "title"),)\n'
ORM = "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship\n"
DECIMAL = "from decimal import Decimal\n"
TAG = "class Tag(Base):\n"
LAST = 'secondary=book_tags, back_populates="tags"\n    )\n'


def imported(text: str) -> tuple[str, str]:
    """An import below the generated ones."""
    return ORM, ORM + text


def member(text: str) -> tuple[str, str]:
    """A member at the end of the class of books."""
    return TAGS_END, TAGS_END + "\n" + text


def below(text: str) -> tuple[str, str]:
    """Code below the last class."""
    return LAST, LAST + "\n\n" + text


EDITS: dict[str, Edits] = {
    "hybrid property": [
        imported("from sqlalchemy.ext.hybrid import hybrid_property\n"),
        member(
            "    @hybrid_property\n    def gross(self):\n        return self.id * 2\n\n"
            "    @gross.expression\n    def gross(cls):\n        return cls.id * 2\n"
        ),
    ],
    "validator": [
        imported("from sqlalchemy.orm import validates\n"),
        member(
            '    @validates("title", "note")\n    def check(self, key, value):\n        return value\n'
        ),
    ],
    "listener below the class": [
        imported("from sqlalchemy import event\n"),
        below(
            '@event.listens_for(Author, "before_insert")\ndef on_insert(mapper, connection, target):\n    target.name = target.name.strip()\n'
        ),
    ],
    "mixin with a column": [
        (
            BASE,
            BASE
            + "\n\nclass Stamped:\n    stamp: Mapped[int | None] = mapped_column(deferred=True)\n",
        ),
        ("class Author(Base)", "class Author(Stamped, Base)"),
    ],
    "mixin with declared_attr": [
        imported("from sqlalchemy.orm import declared_attr\n"),
        (
            BASE,
            BASE
            + "\n\nclass Named:\n    @declared_attr.directive\n    def __mapper_args__(cls):\n        return {'eager_defaults': True}\n",
        ),
        (BOOK, "class Book(Named, Base):\n"),
    ],
    "mapper arguments": [
        (INDEX, INDEX + '    __mapper_args__ = {"confirm_deleted_rows": False}\n')
    ],
    "polymorphic children": [
        (
            "    email: Mapped",
            '    __mapper_args__ = {"polymorphic_on": "name", "polymorphic_identity": "author"}\n    email: Mapped',
        ),
        below(
            'class Poet(Author):\n    __mapper_args__ = {"polymorphic_identity": "poet"}\n\n    def rhyme(self): ...\n'
        ),
    ],
    "association proxy": [
        imported(
            "from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy\n"
        ),
        (
            BOOKS,
            BOOKS + '    titles: AssociationProxy[list[str]] = association_proxy("books", "id")\n',
        ),
    ],
    "query helpers": [
        imported("from sqlalchemy import select\n"),
        member(
            "    @classmethod\n    def by_id(cls, session, id):\n"
            "        return session.scalars(select(cls).where(cls.id == id)).one()\n"
        ),
    ],
    "constants and type aliases": [
        imported("from typing import Annotated, TypeAlias\n"),
        (BASE, "LIMIT = 10  # rows\nIds: TypeAlias = list[int]\n\n\n" + BASE),
        (TABLENAME, TABLENAME + "    PAGE_SIZE = LIMIT\n"),
    ],
    "annotated alias as the type of a column": [
        imported("from typing import Annotated\n"),
        (BASE, "name50 = Annotated[str, mapped_column(String(50))]\n\n\n" + BASE),
        ("    name: Mapped[str] = mapped_column(String(50))\n", "    name: Mapped[name50]\n"),
    ],
    "type ignore": [(TITLE, TITLE[:-1] + "  # type: ignore[assignment]\n")],
    "noqa on a long line": [
        (
            TITLE,
            "    title: Mapped[str] = mapped_column(String(100), doc='a long text that goes on and on and on', key='title')  # noqa: E501\n",
        )
    ],
    "fmt off around columns": [
        (
            TITLE + PRICE,
            "    # fmt: off\n    title: Mapped[str]     = mapped_column(String(100))\n    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n    # fmt: on\n",
        )
    ],
    "fmt skip": [(TITLE, "    title: Mapped[str] = mapped_column( String(100) )  # fmt: skip\n")],
    "conditional import": [
        imported(
            "import sys\n\nif sys.version_info >= (3, 11):\n    from enum import StrEnum\nelse:\n    StrEnum = str\n"
        ),
        member("    kind = StrEnum\n"),
    ],
    "imports for types alone": [
        imported(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from collections.abc import Iterator\n"
        ),
        member('    def pages(self) -> "Iterator[int]":\n        yield 1\n'),
    ],
    "class decorator": [
        (BASE, "def registered(cls):\n    cls.seen = True\n    return cls\n\n\n" + BASE),
        (BOOK, "# in the registry\n@registered  # yes\n" + BOOK),
    ],
    "overloads": [
        imported("from typing import overload\n"),
        member(
            "    @overload\n    def at(self, page: int) -> int: ...\n    @overload\n    def at(self, page: str) -> str: ...\n"
            "    def at(self, page):\n        return page\n"
        ),
    ],
    "long docstring with code": [
        (
            BOOK,
            BOOK
            + '    """A book.\n\n    ::\n\n        class Book(Base):\n            title: Mapped[str] = mapped_column(String(100))\n'
            '            # region ormforge:custom\n\n    >>> Book(title="x")  # doctest: +SKIP\n    """\n\n',
        )
    ],
    "licence and shebang": [
        (
            "# Generated",
            "#!/usr/bin/env python3\n# Copyright (c) ours\n#\n# All rights kept.\n\n# Generated",
        )
    ],
    "two classes on one table": [
        below(
            "class BookCard(Base):\n    __table__ = Book.__table__\n    __mapper_args__ = {'include_properties': ['id', 'author_id']}\n"
        )
    ],
    "class on a table object": [
        below(
            "class BookTag(Base):\n    __table__ = book_tags\n\n    def pair(self):\n        return self.book_id, self.tag_id\n"
        )
    ],
    "deferred column": [
        (
            TITLE,
            "    title: Mapped[str] = mapped_column(String(100), deferred=True, deferred_group='big')\n",
        )
    ],
    "column property": [
        imported("from sqlalchemy import func\nfrom sqlalchemy.orm import column_property\n"),
        (TITLE, TITLE + "    doubled = column_property(author_id * 2)\n"),
    ],
    "column property below the class": [
        imported(
            "from sqlalchemy import func, select\nfrom sqlalchemy.orm import column_property\n"
        ),
        below(
            "Author.book_count = column_property(\n    select(func.count(Book.id)).where(Book.author_id == Author.id)"
            ".correlate_except(Book).scalar_subquery()\n)\n"
        ),
    ],
    "composite": [
        imported("from dataclasses import dataclass\n\nfrom sqlalchemy.orm import composite\n"),
        (BASE, BASE + "\n\n@dataclass\nclass Label:\n    id: int\n    author_id: int\n"),
        (AUTHOR, '    label: Mapped["Label"] = composite("id", "author_id")\n\n' + AUTHOR),
    ],
    "relationship with an order": [
        (
            BOOKS,
            '    books: Mapped[list["Book"]] = relationship(\n        back_populates="author", order_by="Book.id", lazy="selectin", cascade="all, delete-orphan"\n    )\n',
        )
    ],
    "relationship deleted": [
        (BOOKS, ""),
        (AUTHOR, '    author: Mapped["Author"] = relationship()\n'),
    ],
    "both relationships deleted": [(BOOKS, ""), (AUTHOR, "")],
    "relationship of another kind": [
        (
            AUTHOR,
            AUTHOR
            + '    peers: Mapped[list["Book"]] = relationship(\n        primaryjoin="foreign(Book.author_id) == remote(Book.author_id)", viewonly=True, uselist=True\n    )\n',
        )
    ],
    "abstract base class": [
        (
            BASE,
            BASE + "\n\nclass Model(Base):\n    __abstract__ = True\n\n    def save(self): ...\n",
        ),
        (BOOK, "class Book(Model):\n"),
        (TAG, "class Tag(Model):\n"),
    ],
    "base with a naming convention": [
        imported("from sqlalchemy import MetaData\n"),
        (
            BASE,
            'class Base(DeclarativeBase):\n    metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s"})\n',
        ),
    ],
    "base with a type map": [
        (
            BASE,
            "class Base(DeclarativeBase):\n    type_annotation_map = {str: String(300)}\n\n    def as_dict(self):\n        return dict(vars(self))\n",
        )
    ],
    "metadata of the module": [(BASE, BASE + "\n\nmetadata = Base.metadata\n")],
    "columns in the style of alembic": [
        imported("import sqlalchemy as sa\n"),
        (TITLE, "    title = mapped_column(sa.String(length=100), nullable=False)\n"),
    ],
    "table turned into a class": [
        (
            'book_tags = Table(\n    "book_tags",\n    Base.metadata,\n'
            '    Column("book_id", ForeignKey("books.id"), primary_key=True),\n'
            '    Column("tag_id", ForeignKey("tags.id"), primary_key=True),\n)\n',
            'class BookTag(Base):\n    __tablename__ = "book_tags"\n\n'
            '    book_id: Mapped[int] = mapped_column(ForeignKey("books.id"), primary_key=True)\n'
            '    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)\n\n    def pair(self): ...\n',
        ),
        ("secondary=book_tags", 'secondary="book_tags"'),
        ("secondary=book_tags", 'secondary="book_tags"'),
    ],
    "class and attribute renamed": [
        (BOOK, "class Volume(Base):\n"),
        (TITLE, '    headline: Mapped[str] = mapped_column("title", String(100))\n'),
    ],
    "column of another type": [
        imported("from sqlalchemy.types import TypeDecorator\n"),
        (BASE, BASE + "\n\nclass Shout(TypeDecorator):\n    impl = String\n    cache_ok = True\n"),
        (TITLE, "    title: Mapped[str] = mapped_column(Shout(100))\n"),
    ],
    "defaults, repr and equality": [
        (
            PRICE,
            "    price: Mapped[Decimal] = mapped_column(Numeric(10, 2), default=Decimal(0), info={'label': 'Price'})\n",
        ),
        member(
            "    def __repr__(self) -> str:\n        return f'<Book {self.id}>'\n\n    def __hash__(self): return hash(self.id)\n    def __eq__(self, other): return self is other\n"
        ),
    ],
    "members in another order": [
        (TITLE + PRICE, PRICE + TITLE),
        (AUTHOR, ""),
        (TABLENAME, TABLENAME + "\n" + AUTHOR),
    ],
    "classes in another order": [
        (
            TAG
            + '    __tablename__ = "tags"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
            "    name: Mapped[str] = mapped_column(String(20))\n\n"
            '    books: Mapped[list["Book"]] = relationship(\n        secondary=book_tags, back_populates="tags"\n    )\n',
            "# the end\n",
        ),
        (
            "class Author(",
            TAG
            + '    __tablename__ = "tags"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
            "    name: Mapped[str] = mapped_column(String(20))\n\n"
            '    books: Mapped[list["Book"]] = relationship(\n        secondary=book_tags, back_populates="tags"\n    )\n\n\nclass Author(',
        ),
    ],
    "comments everywhere": [
        (TITLE, "    # the title\n    # as printed\n" + TITLE[:-1] + "  # not unique\n"),
        (NOTE, NOTE + "    # below the note\n"),
        (
            INDEX,
            '    __table_args__ = (\n        # for the search\n        Index("ix_books_title", "title"),  # slow\n        # more to come\n    )\n',
        ),
        (AUTHOR, "    # relations\n\n" + AUTHOR),
    ],
    "a second index and a check": [
        ("import Column, ForeignKey", "import CheckConstraint, Column, ForeignKey"),
        (
            INDEX,
            '    __table_args__ = (\n        Index("ix_books_title", "title"),\n        Index("ix_ours", "author_id"),\n        CheckConstraint("id > 0", name="positive"),\n        {"info": {"team": "core"}},\n    )\n',
        ),
    ],
    "async attributes": [
        imported("from sqlalchemy.ext.asyncio import AsyncAttrs\n"),
        ("class Base(DeclarativeBase):", "class Base(AsyncAttrs, DeclarativeBase):"),
    ],
    "property in the place of a column": [
        (
            NOTE,
            '    _note: Mapped[str | None] = mapped_column("note", String(80))\n\n    @property\n    def note(self): return self._note\n',
        )
    ],
    "synonym": [
        imported("from sqlalchemy.orm import synonym\n"),
        member('    label = synonym("note")\n'),
    ],
    "slots of semicolons and backslashes": [
        member("    one = 1; two = 2\n    three = \\\n        3\n    four: int = 4;\n"),
    ],
    "code between imports": [
        (
            DECIMAL,
            DECIMAL + "import logging\n\nlog = logging.getLogger(__name__)\nlog.debug('models')\n",
        ),
    ],
    "list of names": [below('__all__ = ["Base", "Author", "Book"]\n')],
    "functions on the module": [
        below(
            "def all_books(session, *, limit: int = 10):\n    return session.query(Book).limit(limit).all()\n\n\nasync def none(): return None\n"
        ),
    ],
    "try around a class": [
        below(
            "try:\n    import nothing_of_that_name\nexcept ImportError:\n    class Missing:\n        pass\n"
        ),
    ],
}
if sys.version_info >= (3, 12):
    EDITS["generic function and type statement"] = [
        below(
            "type Pair[T] = tuple[T, T]\n\n\ndef first[T](items: list[T]) -> T:\n    return items[0]\n"
        ),
        member("    def as_[T](self, kind: type[T]) -> T: ...\n"),
    ]

LINK = (
    "create table book_tags (\n  book_id integer not null references books (id),\n"
    "  tag_id integer not null references tags (id),\n  primary key (book_id, tag_id)\n);\n"
)
MIGRATIONS: dict[str, Edits] = {
    "column added": [("  note varchar(80)\n", "  note varchar(80),\n  isbn varchar(13)\n")],
    "column dropped": [("  price numeric(10, 2) not null,\n", "")],
    "column retyped": [("title varchar(100)", "title varchar(120)")],
    "column nullable": [("title varchar(100) not null", "title varchar(100)")],
    "column required": [("note varchar(80)", "note varchar(80) not null")],
    "foreign key added": [
        (
            "  note varchar(80)\n",
            "  note varchar(80),\n  editor_id integer references authors (id)\n",
        )
    ],
    "foreign key dropped": [
        ("author_id integer not null references authors (id)", "author_id integer not null")
    ],
    "table added": [
        (
            "create table tags",
            "create table reviews (id integer primary key, book_id integer not null references books (id), body text);\ncreate table tags",
        )
    ],
    "table dropped": [
        (LINK, ""),
        ("create table tags (\n  id integer primary key,\n  name varchar(20) not null\n);\n", ""),
    ],
    "index dropped": [("create index ix_books_title on books (title);\n", "")],
    "link gains a column": [
        ("  primary key (book_id, tag_id)", "  rank integer,\n  primary key (book_id, tag_id)")
    ],
}
