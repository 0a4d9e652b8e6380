"""`ormforge custom`: decisions about hand-written code, carried out as a run is."""

from __future__ import annotations

import json

import pytest

from tests.project import Project

SCHEMA = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES authors (id),
    title VARCHAR(100) NOT NULL,
    isbn TEXT
);
CREATE TABLE tags (id INTEGER PRIMARY KEY);
CREATE TABLE book_tags (
    tag_id INTEGER REFERENCES tags (id), book_id INTEGER REFERENCES books (id),
    PRIMARY KEY (tag_id, book_id)
);
"""
ISBN = "    isbn: Mapped[str | None] = mapped_column(Text)\n"
TITLE = "    title: Mapped[str] = mapped_column(String({}))\n"
WITHOUT_AUTHOR = (
    "PRAGMA writable_schema = on;"
    "UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES authors (id)', '');"
)
LONGER = (
    "PRAGMA writable_schema = on;"
    "UPDATE sqlite_master SET sql = replace(sql, 'VARCHAR(100)', 'VARCHAR(120)');"
)


@pytest.fixture
def project(empty: Project) -> Project:
    empty.sql(SCHEMA)
    assert empty.ormforge("generate").code == 0
    return empty


def edit(project: Project, old: str, new: str) -> None:
    text = project.read("models.py")
    assert old in text
    project.write("models.py", text.replace(old, new))


def custom(project: Project, *words: str, code: int = 0) -> str:
    done = project.ormforge("custom", *words)
    assert done.code == code, done.err
    if not done.code:
        assert project.ormforge("check").code == 0, "a decision leaves nothing to do"
    return done.err


@pytest.mark.parametrize("said", ["books", "table books", "Books"])
def test_an_empty_region_is_added(project: Project, said: str) -> None:
    before = project.read("models.py")
    region = "\n    # region ormforge:custom pricing\n    # endregion ormforge:custom pricing\n"
    custom(project, "add", said, "pricing")
    after = project.read("models.py")
    assert after.replace(region, "", 1) == before
    start = after.index("class Books(")
    assert start < after.index(region) < after.index("class Tags(")
    assert "region called pricing already" in custom(project, "add", "books", "pricing", code=2)
    custom(project, "add", "books")
    assert "region without a name already" in custom(project, "add", "books", code=2)


def test_a_region_is_added_with_the_files_own_line_ends_and_indent(project: Project) -> None:
    text = project.read("models.py").rstrip("\n")
    start = text.index("class Tags(")
    body = text[start:].replace("    ", "\t")
    project.write("models.py", (text[:start] + body).replace("\n", "\r\n"))
    custom(project, "add", "tags", "x")
    end = "\r\n\r\n\t# region ormforge:custom x\r\n\t# endregion ormforge:custom x\r\n"
    assert project.read("models.py").endswith(end)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["add", "book"], "Did you mean books"),
        (["add", "book_tags"], "is a Table"),
        (["add", "books", "two words"], "is one word"),
        (["restore", "books.isbn"], "no such deleted or archived code"),
        (["resolve", "books.isbn", "--mine"], "no such open conflict"),
        (["resolve", "books.isbn"], "say either --mine or --theirs"),
        (["resolve", "books.isbn", "--mine", "--theirs"], "say either --mine or --theirs"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    project: Project, words: list[str], message: str
) -> None:
    before = project.read("models.py")
    assert message in custom(project, *words, code=2)
    assert project.read("models.py") == before


def test_before_the_first_run_there_is_nothing_to_decide(empty: Project) -> None:
    for words in (["add", "books"], ["restore", "books"], ["resolve", "books", "--mine"]):
        assert "Run `ormforge generate` first" in custom(empty, *words, code=2)


@pytest.mark.parametrize("said", ["books.isbn", "column books.isbn", "Books.isbn"])
def test_a_deleted_column_is_put_back(project: Project, said: str) -> None:
    before = project.read("models.py")
    edit(project, ISBN, "")
    assert project.ormforge("generate").code == 0
    custom(project, "restore", said)
    assert project.read("models.py") == before


def test_a_deleted_class_is_put_back_with_its_relationships(project: Project) -> None:
    before = project.read("models.py")
    start, end = before.index("class Books("), before.index("class Tags(")
    text = before[:start] + before[end:]
    for line in before[:start].splitlines(True) + before[end:].splitlines(True):
        if '["Books"]' in line:
            text = text.replace(line, "")
    text = text.replace('        secondary=book_tags, back_populates="tags"\n    )\n', "")
    project.write("models.py", text)
    assert project.ormforge("generate").code == 0
    custom(project, "restore", "books")
    restored = project.read("models.py")
    assert before[start:end].rstrip() in restored
    assert 'books: Mapped[list["Books"]] = relationship(back_populates="author")' in restored
    assert project.ormforge("verify").code == 0


def test_a_deletion_of_what_is_away_is_forgotten(project: Project) -> None:
    edit(project, ISBN, "")
    assert project.ormforge("generate").code == 0
    project.sql("ALTER TABLE books DROP COLUMN isbn;")
    assert project.ormforge("generate").code == 0
    assert "is not in the database now" in custom(project, "restore", "books.isbn")
    project.sql("ALTER TABLE books ADD COLUMN isbn TEXT;")
    assert project.ormforge("generate").code == 0
    assert ISBN in project.read("models.py")


def conflict(project: Project) -> None:
    edit(project, TITLE.format(100), TITLE.format(90))
    assert project.ormforge("generate").code == 0
    project.sql(LONGER)
    assert project.ormforge("generate").code == 3
    assert "# ormforge: conflict column books.title" in project.read("models.py")


@pytest.mark.parametrize(("choice", "length"), [("--mine", 90), ("--theirs", 120)])
def test_a_conflict_is_ended(project: Project, choice: str, length: int) -> None:
    before = project.read("models.py")
    conflict(project)
    shown = project.ormforge("custom", "resolve", "books.title", choice, "--diff")
    assert shown.code == 1
    assert "-    # ormforge: conflict column books.title\n" in shown.out
    assert project.ormforge("check").code == 3
    custom(project, "resolve", "books.title", choice)
    body = project.read("models.py").partition("\n\n")[2]
    assert body == before.partition("\n\n")[2].replace(TITLE.format(100), TITLE.format(length))


def test_what_was_replaced_is_archived_and_can_be_taken_back(project: Project) -> None:
    conflict(project)
    custom(project, "resolve", "books.title", "--theirs")
    listed = json.loads(project.ormforge("--output-format", "json", "custom", "orphans").out)
    (orphan,) = listed["orphans"]
    assert orphan["name"] == "column books.title"
    assert orphan["text"] == TITLE.format(90)
    assert TITLE.format(90) in project.read(orphan["kept_in"])
    custom(project, "restore", "books.title")
    assert TITLE.format(90) in project.read("models.py")
    assert project.ormforge("custom", "orphans").out == ""
    project.sql(LONGER.replace("120", "130").replace("100", "120"))
    assert project.ormforge("generate").code == 3, "an edit that is kept is an edit"


def test_code_of_a_dropped_column_goes_back_into_its_class(project: Project) -> None:
    hand = (
        "    # the number\n    isbn: Mapped[str | None] = mapped_column(Text, index=True)  # hand\n"
    )
    edit(project, ISBN, hand)
    before = project.read("models.py")
    project.sql("ALTER TABLE books DROP COLUMN isbn;")
    assert project.ormforge("generate").code == 3
    notice = "    # ormforge: orphan column books.isbn (archived)\n"
    assert notice in project.read("models.py")
    told = custom(project, "restore", "books.isbn")
    assert "warning: models.py: column books.isbn is not in the database; its class maps it" in told
    assert project.read("models.py").partition("\n\n")[2] == before.partition("\n\n")[2]
    project.sql("ALTER TABLE books ADD COLUMN isbn TEXT;")
    done = project.ormforge("generate")
    assert done.code == 3, "it is the person's own code now, and the database says something else"
    assert hand in project.read("models.py")


def test_code_of_a_dropped_column_goes_to_the_end_without_its_notice(project: Project) -> None:
    edit(project, ISBN, ISBN.replace("\n", "  # hand\n"))
    project.sql("ALTER TABLE books DROP COLUMN isbn;")
    assert project.ormforge("generate").code == 3
    edit(project, "    # ormforge: orphan column books.isbn (archived)\n", "")
    custom(project, "restore", "books.isbn")
    assert ISBN.replace("\n", "  # hand\n") in project.read("models.py")


def test_code_of_a_dropped_table_waits_for_its_table(project: Project) -> None:
    edit(project, "class Tags(Base):\n", "class Tags(Base):\n    fresh = True\n")
    project.sql("DROP TABLE book_tags; DROP TABLE tags;")
    assert project.ormforge("generate").code == 3
    told = custom(project, "restore", "tags", code=2)
    assert "table tags is not in the database" in told
    assert "custom orphans" in told
    assert "fresh = True" in project.ormforge("-v", "custom", "orphans").out


def test_a_relationship_without_its_foreign_key_is_not_put_back(project: Project) -> None:
    edit(
        project,
        'relationship(back_populates="books")',
        'relationship(back_populates="books", lazy="raise")',
    )
    project.sql(WITHOUT_AUTHOR)
    assert project.ormforge("generate").code == 3
    before = project.read("models.py")
    told = custom(project, "restore", "relationship books(author_id) -> authors", code=2)
    assert "with it, no class could be mapped" in told
    assert project.read("models.py") == before


def test_code_is_not_put_in_the_place_of_an_edit(project: Project) -> None:
    conflict(project)
    custom(project, "resolve", "books.title", "--theirs")
    edit(project, TITLE.format(120), TITLE.format(120).replace("\n", "  # mine\n"))
    assert "was edited by hand" in custom(project, "restore", "books.title", code=2)
    assert "# mine" in project.read("models.py")


def test_a_dry_run_writes_nothing(project: Project) -> None:
    before = project.read("models.py")
    done = project.ormforge("custom", "add", "books", "--dry-run")
    assert done.code == 0
    assert "Would write models.py" in done.err
    assert project.read("models.py") == before
