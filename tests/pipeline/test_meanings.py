"""What a run tells because code elsewhere may depend on it."""

from __future__ import annotations

import pytest

from tests.project import Project

PARTS = "CREATE TABLE parts (id INTEGER PRIMARY KEY, whole_id INTEGER {}REFERENCES wholes (id));"


@pytest.fixture
def project(empty: Project) -> Project:
    empty.sql("CREATE TABLE wholes (id INTEGER PRIMARY KEY);" + PARTS.format(""))
    assert empty.ormforge("generate").code == 0
    return empty


def test_a_list_that_becomes_one_object_is_told_and_the_way_back_too(project: Project) -> None:
    project.sql("DROP TABLE parts;" + PARTS.format("UNIQUE "))
    told = project.ormforge("generate").err
    assert "Wholes.parts is now one object; it was a list" in told
    assert "is now" not in project.ormforge("generate").err
    project.sql("DROP TABLE parts;" + PARTS.format(""))
    assert "Wholes.parts is now a list; it was one object" in project.ormforge("generate").err


def test_a_new_class_is_missed_in_a_list_by_hand(project: Project) -> None:
    text = project.read("models.py")
    own = '__all__ = ["Base", "Parts", "Wholes"]\n'
    project.write("models.py", text + "\n\n" + own)
    assert "__all__" not in project.ormforge("generate").err
    project.sql("CREATE TABLE pieces (id INTEGER PRIMARY KEY);")
    told = project.ormforge("generate").err
    assert "your __all__ does not name Pieces, which the file now has" in told
    assert own in project.read("models.py")
    assert "__all__" not in project.ormforge("generate").err


def test_a_name_that_would_have_changed_its_meaning_is_told(empty: Project) -> None:
    empty.sql(
        "CREATE TABLE users (id INTEGER PRIMARY KEY);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, buyer_id INTEGER REFERENCES users (id));"
    )
    assert empty.ormforge("generate").code == 0
    assert 'orders: Mapped[list["Orders"]]' in empty.read("models.py")
    empty.sql("ALTER TABLE orders ADD COLUMN user_id INTEGER REFERENCES users (id);")
    told = empty.ormforge("generate").err
    assert "Users.orders keeps its meaning; the new relationship is called " in told
    assert "keeps its meaning" not in empty.ormforge("generate").err
