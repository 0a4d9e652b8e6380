"""A schema of PostgreSQL with a little of everything, line by line as a person would write its models."""

from __future__ import annotations

import sqlalchemy as sa

from ormforge.database import reflect
from ormforge.database.request import Request
from ormforge.drafting import draft_models
from ormforge.formatting import Style, format_source
from tests.drafting.drafted import SINGULAR, load, source_of

SCHEMA = """
create type book_state as enum ('draft', 'in print', 'sold out');
create table authors (
  id int generated always as identity primary key,
  name varchar(100) not null,
  email varchar(200) unique,
  born date,
  created_at timestamptz not null default now()
);
comment on table authors is 'People who write';
create table books (
  id int generated always as identity primary key,
  author_id int not null references authors (id) on delete cascade,
  editor_id int references authors (id),
  title text not null,
  state book_state not null default 'draft',
  search tsvector generated always as (to_tsvector('english', title)) stored
);
create table tags (id int generated always as identity primary key, name text not null unique);
create table book_tags (
  book_id int references books (id) on delete cascade, tag_id int references tags (id), primary key (book_id, tag_id)
);
create table author_profiles (author_id int primary key references authors (id), bio text);
"""

EXPECTED = '''
class Base(DeclarativeBase):
    pass


class BookState(enum.Enum):
    DRAFT = "draft"
    IN_PRINT = "in print"
    SOLD_OUT = "sold out"


def enum_values(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


book_tags = Table(
    "book_tags",
    Base.metadata,
    Column("book_id", ForeignKey("books.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class AuthorProfile(Base):
    __tablename__ = "author_profiles"

    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"), primary_key=True)
    bio: Mapped[str | None] = mapped_column(Text)

    author: Mapped["Author"] = relationship(back_populates="profile")


class Author(Base):
    """People who write"""

    __tablename__ = "authors"
    __table_args__ = {"comment": "People who write"}

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(200), unique=True)
    born: Mapped[datetime.date | None]
    created_at: Mapped[datetime.datetime] = mapped_column(
        DateTime(timezone=True), server_default=text("now()")
    )

    books: Mapped[list["Book"]] = relationship(
        foreign_keys="Book.author_id", back_populates="author"
    )
    books_as_editor: Mapped[list["Book"]] = relationship(
        foreign_keys="Book.editor_id", back_populates="editor"
    )
    profile: Mapped["AuthorProfile | None"] = relationship(back_populates="author")


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id", ondelete="CASCADE"))
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[BookState] = mapped_column(
        Enum(BookState, name="book_state", values_callable=enum_values),
        server_default="draft",
    )
    search: Mapped[str | None] = mapped_column(
        TSVECTOR, Computed("to_tsvector('english', title)", persisted=True)
    )

    author: Mapped["Author"] = relationship(
        foreign_keys=[author_id], back_populates="books"
    )
    editor: Mapped["Author | None"] = relationship(
        foreign_keys=[editor_id], back_populates="books_as_editor"
    )
    tags: Mapped[list["Tag"]] = relationship(
        secondary=book_tags, back_populates="books"
    )


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)

    books: Mapped[list["Book"]] = relationship(
        secondary=book_tags, back_populates="tags"
    )
'''


def test_the_models_read_as_written_by_hand(pg_url: str) -> None:
    engine = sa.create_engine(pg_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(SCHEMA)
    draft = draft_models(reflect(Request(url=pg_url)), SINGULAR)
    _, _, models = format_source(source_of(draft), Style()).partition("\n\n\n")
    printed = models.replace(
        "to_tsvector('english'::regconfig, title)", "to_tsvector('english', title)"
    )
    assert printed == EXPECTED.lstrip()
    load(draft)
