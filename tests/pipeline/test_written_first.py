"""A relationship that a person writes before the database has its foreign key is theirs, under its own name."""

from __future__ import annotations

import pytest

from tests.project import Project

LINK = '    topics: Mapped[list["Tags"]] = relationship(secondary="books_tags", back_populates="volumes")\n'
BACK = '    volumes: Mapped[list["Books"]] = relationship(secondary="books_tags", back_populates="topics")\n'
TABLES = """
CREATE TABLE books (id INTEGER PRIMARY KEY, editor_id INTEGER);
CREATE TABLE people (id INTEGER PRIMARY KEY);
CREATE TABLE tags (id INTEGER PRIMARY KEY);
"""
LINKS = """
CREATE TABLE books_tags (
    book_id INTEGER NOT NULL REFERENCES books (id), tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (book_id, tag_id)
);
"""
KEYED = """
DROP TABLE books;
CREATE TABLE books (id INTEGER PRIMARY KEY, editor_id INTEGER REFERENCES people (id));
"""
OTHER = "ALTER TABLE books ADD COLUMN title TEXT;"


@pytest.fixture
def project(empty: Project) -> Project:
    empty.sql(TABLES)
    assert empty.ormforge("generate").code == 0
    return empty


def _append(project: Project, owner: str, line: str) -> None:
    head = f'    __tablename__ = "{owner}"\n'
    before, _, after = project.read("models.py").partition(head)
    body, end, rest = after.partition("\n\n\n")
    project.write("models.py", f"{before}{head}{body.rstrip()}\n{line}{end or chr(10)}{rest}")


def _settled(project: Project) -> str:
    """The file after a run that says nothing, and changes nothing when it is repeated, now and after a migration."""
    done = project.ormforge("generate")
    assert done.code == 0, done.err
    text = project.read("models.py")
    assert project.ormforge("check").code == 0
    project.sql(OTHER)
    assert project.ormforge("generate").code == 0
    later = project.read("models.py")
    assert [line for line in later.splitlines() if "relationship(" in line] == [
        line for line in text.splitlines() if "relationship(" in line
    ]
    return text


def test_both_sides_of_a_link_keep_their_names(project: Project) -> None:
    _append(project, "books", LINK)
    _append(project, "tags", BACK)
    project.sql(LINKS)
    text = _settled(project)
    assert text.count("secondary=") == 2
    assert LINK in text
    assert BACK in text


def test_the_other_side_is_generated_for_the_side_that_is_there(project: Project) -> None:
    line = '    redactor: Mapped["People | None"] = relationship(back_populates="books")\n'
    _append(project, "books", line)
    project.sql(KEYED)
    text = _settled(project)
    assert line in text
    assert 'back_populates="redactor"' in text
    assert text.count("relationship(") == 2
