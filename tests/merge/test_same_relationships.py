"""Relationships that say the same in other words: taken over once, not added again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.merge.fuzz.promises import problem
from tests.project import Project

SCHEMA = """
CREATE TABLE authors (id INTEGER PRIMARY KEY);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id));
CREATE TABLE tags (id INTEGER PRIMARY KEY);
CREATE TABLE tag_links (
    a_id INTEGER NOT NULL REFERENCES tags (id), b_id INTEGER NOT NULL REFERENCES tags (id), PRIMARY KEY (a_id, b_id)
);
"""
HEAD = """\
from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)

    {author}


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))

    {book}


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)

    {tag}


links = Table(
    "tag_links",
    Base.metadata,
    Column("a_id", ForeignKey("tags.id"), primary_key=True),
    Column("b_id", ForeignKey("tags.id"), primary_key=True),
)
"""
PLAIN = {
    "author": 'written: Mapped[list["Book"]] = relationship(back_populates="by")',
    "book": 'by: Mapped["Author"] = relationship(back_populates="written")',
    "tag": """\
up: Mapped[list["Tag"]] = relationship(secondary=lambda: links, primaryjoin=lambda: Tag.id == links.c.a_id, secondaryjoin=lambda: Tag.id == links.c.b_id, back_populates="down")
    down: Mapped[list["Tag"]] = relationship(secondary=lambda: links, primaryjoin=lambda: Tag.id == links.c.b_id, secondaryjoin=lambda: Tag.id == links.c.a_id, back_populates="up")""",
}
SPELLINGS = {
    "a foreign key that need not be chosen": {
        "author": 'written: Mapped[list["Book"]] = relationship(foreign_keys="Book.author_id", back_populates="by")',
        "book": 'by: Mapped["Author"] = relationship(foreign_keys=[author_id], back_populates="written")',
    },
    "a join of the two columns": {
        "author": 'written: Mapped[list["Book"]] = relationship(primaryjoin="Book.author_id == Author.id", back_populates="by")',
        "book": 'by: Mapped["Author"] = relationship(primaryjoin=lambda: Author.id == Book.author_id, back_populates="written")',
    },
    "a table as a string, joins the other way round": {
        "tag": """\
up: Mapped[list["Tag"]] = relationship(secondary="tag_links", primaryjoin=lambda: links.c.a_id == Tag.id, secondaryjoin="Tag.id == tag_links.c.b_id", back_populates="down")
    down: Mapped[list["Tag"]] = relationship(secondary="tag_links", primaryjoin="tag_links.c.b_id == Tag.id", secondaryjoin=lambda: links.c.a_id == Tag.id, back_populates="up")""",
    },
    "two of which only one is needed": {
        "author": PLAIN["author"]
        + '\n    again: Mapped[list["Book"]] = relationship(back_populates="too")',
        "book": PLAIN["book"]
        + '\n    too: Mapped["Author"] = relationship(back_populates="again")',
    },
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_nothing_is_added_to_a_file_that_has_it(
    tmp_path: Path, sqlite_url: str, spelling: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SCHEMA)
    project.write(
        "ormforge.toml",
        '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n',
    )
    before = HEAD.format(**{**PLAIN, **SPELLINGS[spelling]})
    project.write("models.py", before)
    run = project.ormforge("generate")
    text = project.read("models.py")
    assert run.code == 0, run.err
    assert text.endswith(before), run.err
    assert "4 of 4 relationships" in run.err
    repeated = "Author.again maps a foreign key that another relationship of the class maps already"
    assert (repeated in run.err) == ("again" in before)
    assert problem(text) is None
    assert project.ormforge("check").code == 0


def test_a_join_in_a_string_that_is_no_python_is_left_alone(
    tmp_path: Path, sqlite_url: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SCHEMA)
    project.write(
        "ormforge.toml",
        '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n',
    )
    own = 'odd: Mapped[list["Book"]] = relationship(primaryjoin="\\0(")'
    project.write("models.py", HEAD.format(**{**PLAIN, "author": own, "book": "x = 1"}))
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert own in project.read("models.py")


def test_one_that_only_reads_is_beside_the_one_that_writes(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SCHEMA)
    project.write(
        "ormforge.toml",
        '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n',
    )
    own = 'shown: Mapped[list["Book"]] = relationship(viewonly=True)'
    project.write("models.py", HEAD.format(**{**PLAIN, "author": own, "book": "x = 1"}))
    assert project.ormforge("generate").code == 0
    text = project.read("models.py")
    assert own in text
    assert 'books: Mapped[list["Book"]] = relationship(back_populates="author")' in text
    assert problem(text) is None
