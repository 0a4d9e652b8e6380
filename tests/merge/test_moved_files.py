"""Classes moved out of the file that they were generated into: found by their tables, and followed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.merge.shop import CONFIG, SCHEMA, Shop, edited, unstamped
from tests.warm import run_python

MODELS, TAGS = "app/models.py", "app/tags.py"
HEAD = """\
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models import Base, book_tags


"""
HAND = "\n    def hand(self):\n        return  1\n"
BACK = "\n\nfrom app.tags import Tag  # noqa: E402\n"
LONGER = ("name varchar(20)", "name varchar(30)")
ZOO = "create table zoo (id integer primary key, tag_id integer references tags (id));\n"
NO_TAGS = (SCHEMA[SCHEMA.index("create table tags") :], "")


@pytest.fixture
def moved(tmp_path: Path) -> Shop:
    """A project generated into `app/models.py`, from which a person has moved the last class to `app/tags.py`."""
    shop = generated(tmp_path)
    text = shop.read(MODELS)
    start = text.index("class Tag(")
    shop.write(HEAD + text[start:] + HAND, TAGS)
    shop.write(text[:start].rstrip() + "\n" + BACK, MODELS)
    return shop


def generated(tmp_path: Path) -> Shop:
    config = CONFIG.replace('"models.py"', f'"{MODELS}"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    return shop


def texts(shop: Shop) -> dict[str, str]:
    return {
        str(path.relative_to(shop.root)): unstamped(path.read_text(encoding="utf-8"))
        for path in sorted(shop.root.rglob("*.py"))
    }


def works(shop: Shop, module: str = "app.models") -> None:
    """The module can be imported and its mappers configured."""
    code = f"import {module}, sqlalchemy.orm as orm; orm.configure_mappers()"
    found = run_python("-W", "ignore", "-c", code, cwd=shop.root)
    assert found.returncode == 0, found.stderr


def test_a_moved_class_is_merged_where_it_is(moved: Shop) -> None:
    before = texts(moved)
    first = moved.generate()
    assert "app/tags.py: table tags found here" in first.err
    assert texts(moved) == before
    assert "found here" not in moved.generate().err
    moved.migrate(LONGER, ("title varchar(100)", "title varchar(120)"))
    moved.generate()
    assert texts(moved) == {
        **before,
        MODELS: edited(before[MODELS], [("String(100)", "String(120)")]),
        TAGS: edited(before[TAGS], [("String(20)", "String(30)")]),
    }
    works(moved)
    moved.migrate((moved.schema, SCHEMA))
    moved.generate()
    assert texts(moved) == before


def test_a_class_that_takes_the_base_is_found_though_nothing_imports_it(moved: Shop) -> None:
    moved.write(moved.read(MODELS).removesuffix(BACK), MODELS)
    moved.write("from app import models, tags\n", "app/__init__.py")
    moved.migrate(LONGER)
    moved.migrate((moved.schema, moved.schema + ZOO))
    moved.generate()
    assert "String(30)" in moved.read(TAGS)
    assert 'Mapped[list["Zoo"]]' in moved.read(TAGS)
    assert "class Zoo(" in moved.read(MODELS)
    works(moved)


def test_a_class_of_another_base_has_nothing_to_do_with_the_models(tmp_path: Path) -> None:
    shop = generated(tmp_path)
    text = shop.read(MODELS)
    shop.write(text[: text.index("class Tag(")].rstrip() + "\n", MODELS)
    other = "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase): ...\n\n\n"
    other += 'class Tag(Base):\n    __tablename__ = "tags"\n'
    shop.write(other, "tests/legacy.py")
    shop.write(text.replace("class Tag(", "class Label("), "venv/lib/models.py")
    shop.write("", "venv/pyvenv.cfg")
    run = shop.generate()
    assert "table tags was deleted by hand and stays deleted" in run.err
    shop.migrate(LONGER)
    shop.generate()
    assert shop.read("tests/legacy.py") == other


def test_a_dropped_table_is_archived_from_where_it_is_and_comes_back_there(moved: Shop) -> None:
    moved.generate()
    before = texts(moved)
    moved.migrate(NO_TAGS)
    moved.generate(code=3)
    assert "class Tag" not in moved.read(TAGS)
    assert HAND in moved.archived()
    moved.generate()
    moved.edit(
        ("from decimal import Decimal\n", "from decimal import Decimal  # mine\n"), path=MODELS
    )
    moved.migrate((moved.schema, SCHEMA))
    moved.generate()
    assert HAND in moved.read(TAGS)
    assert "class Tag" not in moved.read(MODELS)
    assert texts(moved)[TAGS] == before[TAGS]


def test_what_only_a_moved_class_needs_goes_along(moved: Shop) -> None:
    before = moved.read(MODELS)
    moved.migrate(
        ("name varchar(20) not null", "name varchar(20) not null check (name in ('a', 'b'))")
    )
    moved.generate()
    assert "class TagName(enum.Enum):" in moved.read(TAGS)
    assert unstamped(moved.read(MODELS)) == unstamped(before)
    works(moved)


def test_a_file_under_another_name_is_followed_and_the_run_says_what_to_configure(
    tmp_path: Path,
) -> None:
    shop = generated(tmp_path)
    shop.write(shop.read(MODELS) + HAND, "app/db/tables.py")
    (shop.root / MODELS).unlink()
    shop.migrate(LONGER)
    shop.migrate((shop.schema, shop.schema + ZOO))
    for _ in range(2):
        run = shop.generate()
        assert (
            "app/models.py has gone; what is generated for it goes to app/db/tables.py" in run.err
        )
        assert "Set [output] path" in run.err
    text = shop.read("app/db/tables.py")
    assert HAND in text
    assert "String(30)" in text
    assert text.count("class Zoo(") == text.count("class Base(") == 1
    assert not (shop.root / MODELS).exists()
    works(shop, "app.db.tables")


def test_a_module_split_into_a_package_by_hand(tmp_path: Path) -> None:
    shop = generated(tmp_path)
    text = shop.read(MODELS)
    (shop.root / MODELS).unlink()
    places = [
        text.index(word)
        for word in ("class Base", "book_tags = ", "class Author", "class Book(", "class Tag(")
    ]
    imports = text[text.index("from decimal") : places[0]] + "from .base import Base\n"
    base, links, author, book, tag = (
        text[start:stop].rstrip() + "\n"
        for start, stop in zip(places, [*places[1:], None], strict=True)
    )
    shop.write(f"from sqlalchemy.orm import DeclarativeBase\n\n\n{base}", "app/models/base.py")
    shop.write(f"{imports}\n\n{links}", "app/models/links.py")
    shop.write(f"{imports}\n\n{author}{HAND}", "app/models/author.py")
    linked = f"{imports}from .links import book_tags\n\n\n"
    shop.write(linked + book, "app/models/book.py")
    shop.write(linked + tag, "app/models/tag.py")
    names = "from . import base, links\nfrom .author import Author\nfrom .book import Book\nfrom .tag import Tag\n"
    shop.write(names, "app/models/__init__.py")
    before = texts(shop)
    run = shop.generate()
    assert texts(shop) == before
    assert "deleted by hand" not in run.err
    shop.migrate(LONGER)
    shop.migrate((shop.schema, shop.schema + ZOO))
    shop.generate()
    after = texts(shop)
    assert after["app/models/tag.py"].count("String(30)") == 1
    assert sum(text.count("class Zoo(Base)") for text in after.values()) == 1
    assert MODELS not in after
    works(shop)
    shop.generate()
    assert texts(shop) == after


def test_what_a_moved_class_uses_is_imported_for_as_long_as_it_is_there(moved: Shop) -> None:
    before = texts(moved)
    links = "create table shelves (id integer primary key);\n" + (
        "create table tag_shelves (tag_id integer references tags (id), shelf_id integer"
        " references shelves (id), primary key (tag_id, shelf_id));\n"
    )
    moved.migrate((moved.schema, moved.schema + links))
    moved.generate()
    assert "from app.models import Base, book_tags, tag_shelves\n" in moved.read(TAGS)
    works(moved)
    moved.migrate((moved.schema, SCHEMA))
    moved.generate()
    assert texts(moved) == before
    moved.migrate((SCHEMA[SCHEMA.index("create table book_tags") :], ""))
    moved.generate()
    assert "from app.models import Base\n" in moved.read(TAGS)
    works(moved)


@pytest.mark.parametrize("hand", ["", HAND])
def test_the_module_of_a_dropped_table_stays_and_the_others_work(tmp_path: Path, hand: str) -> None:
    config = CONFIG.replace('"models.py"', '"app/models"\nlayout = "per-table"')
    root, url = tmp_path / "project", f"sqlite:///{tmp_path}/shop.db"
    shop = Shop(root, url, schema=SCHEMA + ZOO, config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    shop.write(shop.read("app/models/zoo.py") + hand, "app/models/zoo.py")
    before = texts(shop)
    shop.migrate((ZOO, ""))
    run = shop.generate()
    assert "app/models/zoo.py: is no longer generated" in run.err
    assert "zoos" not in shop.read("app/models/tags.py")
    assert hand in shop.read("app/models/zoo.py")
    works(shop)
    shop.generate()
    shop.migrate((shop.schema, shop.schema + ZOO))
    shop.generate()
    assert texts(shop) == before


def test_generated_imports_point_to_where_a_class_is_now(tmp_path: Path) -> None:
    config = CONFIG.replace('"models.py"', '"app/models"\nlayout = "per-table"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    shop.write(shop.read("app/models/tags.py"), "app/models/labels.py")
    (shop.root / "app/models/tags.py").unlink()
    shop.write(shop.read("app/models/book_tags.py"), "app/models/links.py")
    (shop.root / "app/models/book_tags.py").unlink()
    for path in (shop.root / "app/models").glob("*.py"):
        text = path.read_text().replace("from .tags ", "from .labels ")
        path.write_text(text.replace("from .book_tags ", "from .links "))
    before = texts(shop)
    shop.generate()
    assert texts(shop) == before
    shop.migrate(LONGER)
    shop.migrate((shop.schema, shop.schema + ZOO))
    shop.generate()
    assert "    from .labels import Tag\n" in shop.read("app/models/zoo.py")
    assert "String(30)" in shop.read("app/models/labels.py")
    assert "    from .zoo import Zoo\n" in shop.read("app/models/labels.py")
    works(shop)
    after = texts(shop)
    shop.generate()
    assert texts(shop) == after
    shop.migrate((ZOO, ""))
    shop.generate("--prune")
    assert "app/models/zoo.py" not in texts(
        shop
    ), "an import that was pointed is no hand-written code"


def test_another_import_for_type_checkers_is_no_rename(tmp_path: Path) -> None:
    config = CONFIG.replace('"models.py"', '"app/models"\nlayout = "per-table"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    shop.write(shop.read("app/models/tags.py") + HAND, "app/models/tags.py")
    before = texts(shop)
    shop.migrate(("  primary key (book_id", "  pos integer not null,\n  primary key (book_id"))
    shop.generate()
    text = shop.read("app/models/tags.py")
    assert "if TYPE_CHECKING:\n    from .book_tags import " in text
    assert HAND in text
    works(shop)
    shop.migrate((shop.schema, SCHEMA))
    shop.generate()
    assert texts(shop) == before


NO_LINKS = (SCHEMA[SCHEMA.index("create table book_tags") :], "")
LINKS = "app/models/links.py"


@pytest.fixture
def linked(tmp_path: Path) -> Shop:
    """A package of SQLModel's classes, where a person has moved the link table's module to one of another name."""
    config = CONFIG.replace('"models.py"', '"app/models"\nlayout = "per-table"\nstyle = "sqlmodel"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    moved_module(shop, "app/models/book_tags.py", LINKS, "from .links")
    return shop


def moved_module(shop: Shop, source: str, target: str, spelled: str) -> None:
    shop.write(shop.read(source), target)
    (shop.root / source).unlink()
    for path in (shop.root / "app/models").glob("*.py"):
        text = path.read_text().replace(f"from .{Path(source).stem} ", f"{spelled} ")
        path.write_text(text)


@pytest.mark.parametrize("told", [True, False])
def test_a_moved_and_renamed_link_class_goes_with_its_table(linked: Shop, told: bool) -> None:
    for path in (linked.root / "app/models").glob("*.py"):
        path.write_text(path.read_text().replace("BookTag", "Link"))
    if told:
        linked.generate()
    linked.migrate(NO_LINKS)
    linked.generate()
    assert "Link" not in "".join(texts(linked).values())
    works(linked)


@pytest.mark.parametrize("told", [True, False])
def test_a_link_class_moved_out_of_the_package_goes_with_its_table(
    linked: Shop, told: bool
) -> None:
    moved_module(linked, LINKS, "app/links.py", "from app.links")
    if told:
        linked.generate()
    linked.migrate(NO_LINKS)
    linked.generate()
    assert "BookTag" not in "".join(texts(linked).values())
    works(linked)


MIGRATIONS = {
    "table added": (SCHEMA, SCHEMA + ZOO),
    "link table dropped": NO_LINKS,
    "foreign key dropped": (" references authors (id)", ""),
    "link table becomes a class": (
        "  primary key (book_id",
        "  pos integer not null,\n  primary key (book_id",
    ),
    "tables dropped": (SCHEMA[SCHEMA.index("create table tags") :], ""),
}


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("migration", MIGRATIONS)
@pytest.mark.parametrize(("table", "home"), [("books", "app/models"), ("tags", "app")])
def test_modules_that_import_a_moved_and_renamed_class_for_type_checkers(
    tmp_path: Path, table: str, home: str, migration: str, told: bool
) -> None:
    config = CONFIG.replace('"models.py"', '"app/models"\nlayout = "per-table"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    source, target = f"app/models/{table}.py", f"{home}/own.py"
    inside = home == "app/models"
    moved_module(shop, source, target, "from .own" if inside else "from app.own")
    if not inside:
        shop.write(shop.read(target).replace("from .", "from app.models."), target)
    name = {"books": "Book", "tags": "Tag"}[table]
    for path in shop.root.rglob("*.py"):
        path.write_text(re.sub(rf"\b{name}\b", "Own", path.read_text()))
    if told:
        shop.generate()
    shop.migrate(MIGRATIONS[migration])
    shop.generate()
    works(shop)
    after = texts(shop)
    shop.generate()
    assert texts(shop) == after
