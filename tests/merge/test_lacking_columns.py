"""Constraints and indexes over columns that a person has deleted: they wait until the columns are back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.merge.shop import CONFIG, SCHEMA, Shop, differences, imported, loaded
from tests.merge.test_moved_files import works

NOTE = "    note: Mapped[str | None] = mapped_column(String(80))\n"
INDEX = (
    "create table tags",
    "create index ix_books_note on books (note, title);\ncreate table tags",
)
ADDED = '        Index("ix_books_note", "note", "title"),\n'


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return generated(tmp_path, SCHEMA)


def generated(tmp_path: Path, schema: str, config: str = CONFIG) -> Shop:
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", schema=schema, config=config)
    shop.generate()
    return shop


def test_an_index_waits_for_its_column(shop: Shop) -> None:
    mine = shop.edit((NOTE, ""))
    shop.migrate(INDEX)
    run = shop.generate()
    assert 'Index("ix_books_note", "note", "title") is not added: it needs note' in run.err
    assert differences(mine, shop.read()) == ""
    loaded(shop.read())
    before = shop.read()
    shop.generate()
    assert shop.read() == before
    shop.ormforge("custom", "restore", "books.note")
    text = shop.read()
    assert NOTE in text
    assert 'Index("ix_books_note", "note", "title")' in text
    loaded(text)
    assert "is not added" not in shop.generate().err
    assert shop.read() == text


def test_an_index_comes_when_the_column_is_written_again(shop: Shop) -> None:
    shop.edit((NOTE, ""))
    shop.migrate(INDEX)
    shop.generate()
    shop.edit(("    author: Mapped", f"{NOTE}    author: Mapped"))
    shop.generate()
    assert 'Index("ix_books_note", "note", "title")' in shop.read()
    loaded(shop.read())


def test_the_first_arguments_of_a_table_wait_as_a_whole(shop: Shop) -> None:
    mine = shop.edit(("    name: Mapped[str] = mapped_column(String(20))\n", ""))
    shop.migrate(("name varchar(20) not null", "name varchar(20) not null,\n  unique (name, id)"))
    shop.generate()
    assert differences(mine, shop.read()) == ""
    shop.ormforge("custom", "restore", "tags.name")
    assert 'UniqueConstraint("name", "id")' in shop.read()
    loaded(shop.read())


def test_what_a_person_writes_for_it_is_theirs(shop: Shop) -> None:
    shop.edit((NOTE, ""))
    shop.migrate(INDEX)
    shop.generate()
    own = 'Index("ix_books_note", "title"),)'
    text = shop.edit(
        ('Index("ix_books_title", "title"),)', f'Index("ix_books_title", "title"), {own}')
    )
    assert "is not added" not in shop.generate(code=None).err
    assert shop.read() == text


def test_a_deleted_index_over_a_deleted_column_stays_deleted(shop: Shop) -> None:
    shop.migrate(INDEX)
    shop.generate()
    mine = shop.edit((NOTE, ""), (ADDED, ""))
    assert "is not added" not in shop.generate().err
    shop.migrate(("create index ix_books_note", "create unique index ix_books_note"))
    shop.generate()
    assert differences(mine, shop.read()) == ""


@pytest.mark.parametrize(
    "mixin",
    [
        f"class Noted:\n{NOTE}",
        "class Noted:\n    @declared_attr\n    def note(cls) -> Mapped[str]:\n        return mapped_column()\n",
        f"class Inner:\n{NOTE}\n\nclass Noted(Inner): ...\n",
    ],
)
def test_a_column_of_a_mixin_elsewhere_can_be_named(tmp_path: Path, mixin: str) -> None:
    config = CONFIG.replace('"models.py"', '"app/models.py"')
    shop = generated(tmp_path, SCHEMA, config)
    shop.write("", "app/__init__.py")
    head = "from sqlalchemy import String\nfrom sqlalchemy.orm import Mapped, declared_attr, mapped_column\n\n\n"
    shop.write(head + mixin, "app/mixins.py")
    shop.edit(
        (NOTE, ""),
        ("class Book(Base)", "class Book(mixins.Noted, Base)"),
        ("from sqlalchemy.orm", "from app import mixins\nfrom sqlalchemy.orm"),
        path="app/models.py",
    )
    shop.migrate(INDEX)
    assert "is not added" not in shop.generate().err
    assert 'Index("ix_books_note", "note", "title")' in shop.read("app/models.py")
    works(shop)


def test_an_index_comes_when_a_mixin_brings_the_column(shop: Shop) -> None:
    shop.edit((NOTE, ""))
    shop.migrate(INDEX)
    shop.generate()
    shop.edit(
        ("class Book(Base)", "class Book(Noted, Base)"),
        ("book_tags = Table(", f"class Noted:\n{NOTE}\n\nbook_tags = Table("),
    )
    shop.generate()
    assert 'Index("ix_books_note", "note", "title")' in shop.read()
    loaded(shop.read())


def test_an_argument_of_a_table_waits_for_its_column(tmp_path: Path) -> None:
    schema = SCHEMA.replace("  primary key (book_id", "  pos integer,\n  primary key (book_id")
    config = CONFIG + '\n[custom]\non-orphan = "archive"\n'
    shop = generated(
        tmp_path, schema, config.replace('"models.py"', '"models.py"\nstyle = "tables"')
    )
    column = '    Column("pos", Integer),\n'
    mine = shop.edit((column, ""))
    shop.migrate((schema, f"{schema}create index ix_pos on book_tags (pos);\n"))
    assert 'Index("ix_pos", "pos") is not added: it needs pos' in shop.generate().err
    assert differences(mine, shop.read()) == ""
    loaded(shop.read())
    shop.edit(('    "book_tags",\n    metadata,\n', f'    "book_tags",\n    metadata,\n{column}'))
    shop.generate()
    assert 'Index("ix_pos", "pos")' in shop.read()
    loaded(shop.read())


PAIRS = """\
create table pairs (x integer, y integer, code integer unique, primary key (x, y));
create table pages (id integer primary key, a integer, b integer);
"""
A = "    a: Mapped[int | None]\n"
CODE = "    code: Mapped[int | None] = mapped_column(unique=True)\n"


@pytest.mark.parametrize(
    ("line", "key", "foreign"),
    [
        (A, "pages.a", "foreign key (a, b) references pairs (x, y)"),
        (A, "pages.a", "foreign key (a) references pairs (code)"),
        (CODE, "pairs.code", "foreign key (a) references pairs (code)"),
    ],
)
@pytest.mark.parametrize("layout", ["single", "per-table"])
def test_relationships_wait_for_the_columns_that_they_join_by(
    tmp_path: Path, line: str, key: str, foreign: str, layout: str
) -> None:
    path = "models.py" if layout == "single" else f"models/{key.partition('.')[0]}.py"
    config = CONFIG
    if layout != "single":
        config = CONFIG.replace('"models.py"', f'"models"\nlayout = "{layout}"')
    shop = generated(tmp_path, PAIRS, config)
    shop.edit((line, ""), path=path)
    shop.migrate(("b integer)", f"b integer, {foreign})"))
    run = shop.generate()
    assert "Page.pair is not added: it needs what your file does not have" in run.err
    assert "Pair.pages is not added: it needs what your file does not have" in run.err
    imported(shop.root, "models")
    shop.ormforge("custom", "restore", key)
    text = "".join(found.decode() for found in shop.files().values())
    assert 'pair: Mapped["Pair | None"] = relationship(' in text
    assert 'pages: Mapped[list["Page"]] = relationship(' in text
    imported(shop.root, "models")
    assert "is not added" not in shop.generate().err


def test_what_is_added_in_another_module_waits_for_a_deleted_class(tmp_path: Path) -> None:
    config = CONFIG.replace('"models.py"', '"models"\nlayout = "per-table"')
    shop = generated(tmp_path, SCHEMA, config)
    text = shop.read("models/authors.py")
    shop.write(text[: text.index("class Author")].rstrip() + "\n", "models/authors.py")
    books, package = shop.read("models/books.py"), shop.read("models/__init__.py")
    relation = books[books.index("    author: Mapped") : books.index("    tags: Mapped")]
    shop.write(books.replace(relation, ""), "models/books.py")
    line = "from .authors import Author as Author\n"
    shop.write(package.replace(line, ""), "models/__init__.py")
    shop.generate()
    imported(shop.root, "models")
    zoo = "create table zoo (id integer primary key, author_id integer references authors (id));\n"
    shop.migrate((SCHEMA, SCHEMA + zoo))
    run = shop.generate()
    assert "Zoo.author is not added" in run.err
    text = shop.read("models/zoo.py")
    assert "relationship(" not in text
    assert "\n\nfrom typing import TYPE_CHECKING\n" in text
    imported(shop.root, "models")
    after = shop.files()
    shop.generate()
    assert shop.files() == after
