"""A project changes its style: what people have written goes along, or they are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import Project
from tests.styles.drafted import database_of

SHOP = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, born DATE);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id),
    title TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE book_tags (book_id INTEGER NOT NULL REFERENCES books (id),
    tag_id INTEGER NOT NULL REFERENCES tags (id), PRIMARY KEY (book_id, tag_id));
"""
TITLE = "    title: Mapped[str] = mapped_column(Text)\n"
TITLE_WITH_COMMENTS = f"    # as on the cover\n{TITLE.rstrip()}  # never empty\n"
PRICE = "    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n"
PRICE_IN_EUROS = PRICE.replace("(10, 2))", '(10, 2), info={"unit": "EUR"})')
METHODS = """
    @property
    def label(self) -> str:
        return f"{self.title} ({self.price})"

    # region ormforge:custom pricing
    def discounted(self, percent: int) -> Decimal:
        return self.price * (100 - percent) / 100

    # endregion ormforge:custom pricing
"""
FUNCTION = """

def cheap(prices: list[Decimal]) -> list[Decimal]:
    return [price for price in prices if price < 10]
"""


def choose(project: Project, style: str) -> None:
    project.write(
        "ormforge.toml",
        '[database]\nurl = "env:DATABASE_URL"\n\n[output]\npath = "models.py"\n'
        f'style = "{style}"\n\n[naming]\nsingularize = true\n',
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with declarative models that people have added to."""
    made = Project(tmp_path / "project", database_of(SHOP, tmp_path))
    made.root.mkdir()
    choose(made, "declarative")
    assert made.ormforge("generate").code == 0
    text = made.read("models.py").replace(TITLE, TITLE_WITH_COMMENTS)
    book, tag, rest = text.partition("\n\n\nclass Tag(")
    made.write("models.py", book + "\n" + METHODS + "\n\nclass Tag(" + rest + FUNCTION)
    assert tag
    return made


def assert_verified_and_finished(project: Project) -> None:
    verified = project.ormforge("verify", env={"PYTHONWARNINGS": "error"})
    assert verified.code == 0, verified.err
    before = project.files()
    again = project.ormforge("generate")
    assert (again.code, project.files()) == (0, before), again.err


@pytest.mark.parametrize("style", ["dataclass", "sqlmodel"])
def test_hand_written_code_goes_along_and_comes_back(style: str, project: Project) -> None:
    written = project.read("models.py")
    choose(project, style)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    text = project.read("models.py")
    for kept in (METHODS, FUNCTION, "    # as on the cover\n    title: ", "  # never empty\n"):
        assert kept in text
    assert_verified_and_finished(project)
    choose(project, "declarative")
    assert project.ormforge("generate").code == 0
    assert set(written.splitlines()) == set(project.read("models.py").splitlines())
    assert_verified_and_finished(project)


def test_an_edited_column_is_carried_where_both_styles_say_it_alike(project: Project) -> None:
    project.write("models.py", project.read("models.py").replace(PRICE, PRICE_IN_EUROS))
    choose(project, "dataclass")
    assert project.ormforge("generate").code == 0
    assert PRICE_IN_EUROS in project.read("models.py")
    assert_verified_and_finished(project)


def test_an_edited_column_is_asked_about_where_they_do_not(project: Project) -> None:
    project.write("models.py", project.read("models.py").replace(PRICE, PRICE_IN_EUROS))
    choose(project, "sqlmodel")
    run = project.ormforge("generate")
    assert run.code == 3
    assert "column books.price was changed both by hand and in the database" in run.err
    assert PRICE_IN_EUROS in project.read("models.py")
    assert "theirs> price: Decimal = Field(" in project.read("models.py")


def test_a_class_that_becomes_a_table_leaves_its_code_in_the_archive(project: Project) -> None:
    choose(project, "tables")
    run = project.ormforge("generate")
    assert run.code == 3
    assert "the code written for it is archived" in run.err
    assert "def label" not in project.read("models.py")
    (archived,) = (project.root / ".ormforge" / "orphans").rglob("*.txt")
    assert METHODS.strip() in archived.read_text(encoding="utf-8")
    assert_verified_and_finished(project)
    choose(project, "declarative")
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert METHODS in project.read("models.py")
    assert_verified_and_finished(project)
