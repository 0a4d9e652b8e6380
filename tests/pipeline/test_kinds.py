"""A table that turns from a variable into a class, or back, is called as such; a name that a person gave stays."""

from __future__ import annotations

import pytest

from tests.pipeline.conftest import QuickProject

LINKED = """\
create table books (id integer primary key);
create table tags (id integer primary key);
create table book_tags (
    book_id integer references books, tag_id integer references tags, primary key (book_id, tag_id)
);
create view all_books as select id from books;
"""


@pytest.fixture
def project(empty: QuickProject) -> QuickProject:
    empty.sql(LINKED)
    assert empty.ormforge("generate").code == 0
    assert "\nbook_tags = Table(" in empty.read("models.py")
    return empty


def test_a_link_table_that_gains_a_column_is_a_class_by_name_and_back(
    project: QuickProject,
) -> None:
    before = project.read("models.py")
    project.sql("alter table book_tags add column note text")
    assert project.ormforge("generate").code == 0
    text = project.read("models.py")
    assert "class BookTags(Base):" in text
    assert 'Mapped[list["BookTags"]]' in text
    assert "book_tags = " not in text
    assert project.ormforge("verify").code == 0
    project.sql("alter table book_tags drop column note")
    assert project.ormforge("generate").code == 0
    assert project.read("models.py") == before


def test_a_view_that_is_given_a_key_is_a_class_by_name(project: QuickProject) -> None:
    project.write("ormforge.toml", project.read("ormforge.toml") + '[keys]\nall_books = ["id"]\n')
    assert project.ormforge("generate").code == 0
    assert "class AllBooks(Base):" in project.read("models.py")


def test_hand_written_code_that_names_the_variable_is_told(project: QuickProject) -> None:
    used = "\n\ndef links() -> object:\n    return book_tags\n"
    project.write("models.py", project.read("models.py") + used)
    project.sql("alter table book_tags add column note text")
    run = project.ormforge("generate")
    assert run.code == 0
    assert used in project.read("models.py")
    assert "book_tags, which is now BookTags" in run.err


def test_a_name_that_a_person_gave_stays(project: QuickProject) -> None:
    text = project.read("models.py").replace("book_tags = Table", "links = Table")
    project.write("models.py", text.replace("secondary=book_tags", "secondary=links"))
    assert project.ormforge("generate").code == 0
    project.sql("alter table book_tags add column note text")
    assert project.ormforge("generate").code == 0
    assert "class links(Base):" in project.read("models.py")


def test_classes_that_a_person_calls_like_tables_stay(project: QuickProject) -> None:
    text = project.read("models.py").replace("class Books(", "class books(")
    project.write("models.py", text.replace('"Books"', '"books"'))
    for _ in range(2):
        assert project.ormforge("generate").code == 0
    assert "class books(Base):" in project.read("models.py")
    assert project.ormforge("check").code == 0
