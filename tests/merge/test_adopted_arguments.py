"""Table arguments of a class that is taken over: what is generated at the columns is not said a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.merge.fuzz.promises import problem
from tests.project import Project

SCHEMA = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE books (
    id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id), title TEXT UNIQUE, pages INTEGER,
    {more}
    FOREIGN KEY (author_id) REFERENCES authors (id)
);
"""
HEAD = """\
from sqlalchemy import *
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


class Authors(Base):
    __tablename__ = "authors"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(Text)


class Books(Base):
    __tablename__ = "books"
    __table_args__ = {arguments}

    id = mapped_column(Integer, primary_key=True)
    author_id = mapped_column(ForeignKey("authors.id"), nullable=False)
    title = mapped_column(Text)
    pages = mapped_column(Integer)
"""
KEYS = 'ForeignKeyConstraint(["author_id"], ["authors.id"]),\n        UniqueConstraint("title"),'


def taken_over(tmp_path: Path, url: str, arguments: str, more: str = "") -> tuple[Project, str]:
    project = Project(tmp_path, url)
    project.sql(
        SCHEMA.replace("{more}", more).replace(" REFERENCES authors (id), title", ", title")
    )
    config = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
    project.write("ormforge.toml", config)
    project.write("models.py", HEAD.replace("{arguments}", arguments))
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    text = project.read("models.py")
    assert problem(text) is None
    assert project.ormforge("check").code == 0
    return project, text


def test_old_copies_go_with_the_last_of_them(tmp_path: Path, sqlite_url: str) -> None:
    project, text = taken_over(tmp_path, sqlite_url, f"(\n        {KEYS}\n    )")
    assert "__table_args__" not in text
    assert text.count("authors.id") == 1
    assert project.ormforge("verify").code == 0
    archived = project.ormforge("-v", "custom", "orphans").out
    assert 'UniqueConstraint("title")' in archived


OWN = {
    "an option": '{"extend_existing": True}',
    "an index with something of one's own": 'Index("own", "pages", info={"mine": 1})',
    "an index with a remark": 'Index("own", "pages"),  # the report needs it',
    "arguments from elsewhere": "*()",
}


@pytest.mark.parametrize("own", OWN)
def test_what_a_person_wrote_stays(tmp_path: Path, sqlite_url: str, own: str) -> None:
    line = OWN[own]
    _, text = taken_over(tmp_path, sqlite_url, f"(\n        {KEYS}\n        {line}\n    )")
    assert f"__table_args__ = (\n        {line}" in text
    assert "ForeignKeyConstraint([" not in text
    assert "UniqueConstraint(" not in text


def test_it_stays_beside_what_is_generated(tmp_path: Path, sqlite_url: str) -> None:
    own = f'(\n        {KEYS}\n        CheckConstraint("pages > 1", name="enough"),\n        {{"extend_existing": True}},\n    )'
    more = "CONSTRAINT enough CHECK (pages > 2), UNIQUE (title, pages),"
    _, text = taken_over(tmp_path, sqlite_url, own, more)
    inside = text.partition("__table_args__ = ")[2].partition("\n\n")[0]
    assert "pages > 2" in inside
    assert "pages > 1" not in inside
    assert 'UniqueConstraint("title", "pages")' in inside
    assert '{"extend_existing": True}' in inside
    assert "ForeignKeyConstraint" not in inside


def test_options_alone_stay_as_they_are(tmp_path: Path, sqlite_url: str) -> None:
    _, text = taken_over(tmp_path, sqlite_url, '{"extend_existing": True}')
    assert '    __table_args__ = {"extend_existing": True}\n' in text
