"""`ormforge export`: files, checks, parts of a database; what is written is tested in tests/export."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Ormforge


@pytest.fixture
def shop(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project)
    connection = sqlite3.connect("shop.db")
    connection.executescript(
        "create table authors (id integer primary key);"
        "create table books (id integer primary key, author_id integer references authors);"
    )
    connection.close()
    return project


@pytest.fixture(params=["mermaid", "dbml", "html"])
def picture(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_file_is_written_and_checked(ormforge: Ormforge, shop: Path, picture: str) -> None:
    printed = ormforge("export", picture)
    assert (printed.code, printed.err) == (0, "")
    assert "authors" in printed.out
    missing = ormforge("export", picture, "-o", "schema.txt", "--check")
    assert (missing.code, missing.err) == (1, "schema.txt would change\n")
    assert not (shop / "schema.txt").exists()
    written = ormforge("export", picture, "-o", "schema.txt")
    assert (written.code, written.out) == (0, "")
    assert (shop / "schema.txt").read_text() == printed.out
    again = ormforge("export", picture, "-o", "schema.txt", "--check")
    assert (again.code, again.err) == (0, "schema.txt is up to date\n")


def test_a_check_needs_a_file(ormforge: Ormforge, shop: Path, picture: str) -> None:
    result = ormforge("export", picture, "--check")
    assert result.code == 2
    assert "-o FILE" in result.err


def test_a_snapshot_gives_the_same(ormforge: Ormforge, shop: Path, picture: str) -> None:
    live = ormforge("export", picture)
    ormforge("snapshot", "-o", "catalog.json")
    (shop / "shop.db").unlink()
    assert ormforge("export", picture, "--from", "catalog.json") == live


def test_some_tables(ormforge: Ormforge, shop: Path, picture: str) -> None:
    assert "author_id" not in ormforge("export", picture, "-t", "auth*").out
    framed = ormforge("export", picture, "-t", "books").out
    assert "authors" in framed
    wrong = ormforge("export", picture, "-t", "boks")
    assert wrong.code == 2
    assert "Did you mean books?" in wrong.err


def test_for_a_program(ormforge: Ormforge, shop: Path, picture: str) -> None:
    result = ormforge("--output-format", "json", "export", picture, "-o", "schema.txt")
    content = json.loads(result.out)
    assert content["command"] == f"export {picture}"
    assert (content["file"], content["changed"]) == ("schema.txt", True)


def test_what_changed_since_a_snapshot(ormforge: Ormforge, shop: Path) -> None:
    ormforge("snapshot", "-o", "old.json")
    connection = sqlite3.connect("shop.db")
    connection.executescript(
        "alter table books add isbn text; create table tags (id integer primary key);"
    )
    connection.close()
    changed = ormforge("export", "html", "--since", "old.json")
    assert (changed.code, changed.err) == (0, "")
    assert "column isbn added (TEXT, null)" in changed.out
    assert "table added (1 column)" in changed.out
    some = ormforge("export", "html", "--since", "old.json", "-t", "authors").out
    assert "isbn" not in some
    assert "Changes since" in some
    assert "breaking" not in changed.out.partition("</head>")[2]
    missing = ormforge("export", "html", "--since", "absent.json")
    assert missing.code == 2
    assert "absent.json: cannot be read" in missing.err


def test_the_page_has_the_names_and_the_code_of_the_models(ormforge: Ormforge, shop: Path) -> None:
    ormforge("generate")
    (models,) = shop.glob("**/models.py")
    text = models.read_text()
    edited = text.replace("class Books(", "LIMIT = 3\n\n\nclass Books(")
    edited = edited.rstrip("\n") + "\n\n    def shelf(self) -> int:\n        return LIMIT\n"
    models.write_text(edited)
    page = ormforge("export", "html").out
    assert "<code>Books</code>" in page
    place = models.relative_to(shop)
    for name in ("LIMIT = 3", "def shelf"):
        line = edited[: edited.index(name)].count("\n") + 1
        assert f"{place}:{line}" in page
    assert ormforge("export", "html").out == page


def test_a_recorded_rename_is_one_change(ormforge: Ormforge, shop: Path) -> None:
    ormforge("generate")
    ormforge("snapshot", "-o", "old.json")
    connection = sqlite3.connect("shop.db")
    connection.executescript("alter table books rename column author_id to writer_id;")
    connection.close()
    lost = ormforge("export", "html", "--since", "old.json").out
    assert "column author_id removed" in lost
    assert ">breaking<" in lost
    assert ormforge("rename", "column", "books.author_id", "books.writer_id").code == 0
    kept = ormforge("export", "html", "--since", "old.json").out
    assert "column books.author_id renamed to books.writer_id" in kept
    assert "removed (" not in kept
