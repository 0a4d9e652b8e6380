"""What single columns and relationships become in each style, and how the classes behave."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ormforge.database import Request, reflect
from ormforge.draft.model import Style
from ormforge.drafting import DraftOptions
from ormforge.drafting.choices import Inheritance, Shortcut
from tests.exact.roundtrip import generated_source, imported
from tests.styles.drafted import database_of, models_of

SHOP = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL, meta JSON,
    prefs JSON NOT NULL DEFAULT '{"a": 1}', at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE books (id INTEGER PRIMARY KEY, editor_id INTEGER REFERENCES authors (id),
    author_id INTEGER NOT NULL REFERENCES authors (id), title TEXT NOT NULL,
    double INTEGER GENERATED ALWAYS AS (id * 2) VIRTUAL);
CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES nodes (id));
CREATE TABLE people (id INTEGER PRIMARY KEY);
CREATE TABLE friends (one_id INTEGER REFERENCES people (id), other_id INTEGER REFERENCES people (id),
    PRIMARY KEY (one_id, other_id));
"""
NAMES = """
CREATE TABLE fields (id INTEGER PRIMARY KEY, list TEXT, builtins TEXT, _private TEXT, private TEXT,
    json TEXT, copy TEXT, model_config TEXT, model_fields TEXT, schema TEXT, metadata TEXT, Field TEXT,
    self TEXT, "a b" TEXT, text TEXT DEFAULT 'x', any BLOB);
CREATE TABLE metadata (id INTEGER PRIMARY KEY, field_id INTEGER REFERENCES fields (id));
CREATE TABLE relationship (id INTEGER PRIMARY KEY, field_id INTEGER REFERENCES fields (id));
"""
PEOPLE = """
CREATE TABLE people (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE employees (id INTEGER PRIMARY KEY REFERENCES people (id), salary INTEGER NOT NULL);
"""
ITEMS = """
CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE products (id INTEGER PRIMARY KEY);
CREATE TABLE items (order_id INTEGER REFERENCES orders (id), product_id INTEGER REFERENCES products (id),
    amount INTEGER NOT NULL, PRIMARY KEY (order_id, product_id));
"""


@contextmanager
def session_on(schema: str, style: Style, folder: Path) -> Iterator[tuple[Session, Any]]:
    """A session on an empty database that was built from the models, and their module."""
    with imported(models_of(schema, style, folder)) as module:
        engine = sa.create_engine("sqlite://")
        metadata_of(module).create_all(engine)
        with Session(engine) as session:
            yield session, module
        engine.dispose()


def metadata_of(module: types.ModuleType) -> sa.MetaData:
    names = vars(module)
    base = names.get("Base") or names.get("SQLModel")
    found = names["metadata"] if base is None else base.metadata
    assert isinstance(found, sa.MetaData)
    return found


@pytest.mark.parametrize("style", ["dataclass", "sqlmodel"])
def test_what_is_left_out_is_null_or_the_server_s_default(style: Style, tmp_path: Path) -> None:
    with session_on(SHOP, style, tmp_path) as (session, models):
        author = models.Author(name="Ann")
        session.add(author)
        session.flush()
        nulls = sa.text("SELECT meta IS NULL, prefs, at IS NULL FROM authors")
        assert session.execute(nulls).one() == (1, '{"a": 1}', 0)
        session.refresh(author)
        assert (author.meta, author.prefs) == (None, {"a": 1})


@pytest.mark.parametrize("style", ["dataclass", "sqlmodel"])
def test_a_foreign_key_that_is_given_as_a_number_is_kept(style: Style, tmp_path: Path) -> None:
    with session_on(SHOP, style, tmp_path) as (session, models):
        session.add(author := models.Author(name="Ann"))
        session.flush()
        session.add(book := models.Book(title="T", author_id=author.id, editor_id=author.id))
        session.flush()
        session.expire_all()
        assert (book.author, book.editor) == (author, author)
        assert book.double == book.id * 2


@pytest.mark.parametrize("style", ["dataclass", "sqlmodel"])
def test_objects_are_put_together_before_they_have_keys(style: Style, tmp_path: Path) -> None:
    with session_on(SHOP, style, tmp_path) as (session, models):
        author = models.Author(name="Ann", books=[models.Book(title="A"), models.Book(title="B")])
        root = models.Node(children=[models.Node(), models.Node()])
        one, other = models.Person(), models.Person()
        links = sorted(sa.inspect(models.Person).relationships.keys())
        getattr(one, links[0]).append(other)
        session.add_all([author, root, one, other])
        session.flush()
        assert [book.author_id for book in author.books] == [author.id] * 2
        assert {node.parent_id for node in root.children} == {root.id}
        assert getattr(other, links[1]) == [one]


def test_the_arguments_of_a_dataclass(tmp_path: Path) -> None:
    with imported(models_of(SHOP, "dataclass", tmp_path)) as models:
        parameters = inspect.signature(models.Book).parameters
        assert list(parameters) == ["editor_id", "author_id", "title"]
        assert all(each.kind is each.KEYWORD_ONLY for each in parameters.values())
        assert parameters["title"].default is inspect.Parameter.empty
        author = models.Author(name="Ann", books=[models.Book(title="A")])
        assert author.books[0].author is author
        assert "Ann" in repr(author)
        assert "Author" not in repr(author.books[0])
        assert models.Author(name="Ann") != author
        assert len({author, *author.books}) == 2


@pytest.mark.parametrize("style", ["dataclass", "sqlmodel", "tables"])
def test_names_that_the_style_needs_itself(style: Style, tmp_path: Path) -> None:
    with session_on(NAMES, style, tmp_path) as (session, models):
        tables = metadata_of(models).tables
        assert sorted(tables) == ["fields", "metadata", "relationship"]
        assert {"_private", "private", "json", "model_config"} < set(tables["fields"].c.keys())
        session.execute(sa.insert(tables["fields"]).values(_private="x", json="y"))
        assert session.execute(sa.select(tables["fields"].c.text)).scalar_one() == "x"


def test_no_field_of_sqlmodel_hides_what_pydantic_has(tmp_path: Path) -> None:
    with imported(models_of(NAMES, "sqlmodel", tmp_path)) as models:
        (fields,) = (each for each in vars(models).values() if _maps(each, "fields"))
        row = fields(**dict.fromkeys(fields.model_fields, None))
        assert {"private", "private_2", "json_", "copy_", "schema_"} < set(fields.model_fields)
        assert row.model_copy().model_dump()["json_"] is None


def test_the_mapper_tells_which_subclass_a_dataclass_is(tmp_path: Path) -> None:
    children = {"employees": "employee"}
    rule = Inheritance(
        rule=("inheritance", 0), table="people", on="kind", identity="person", children=children
    )
    options = DraftOptions(style="dataclass", singularize=True, inheritance=(rule,))
    catalog = reflect(Request(url=database_of(PEOPLE, tmp_path)))
    with imported(generated_source(catalog, options)) as models:
        assert list(inspect.signature(models.Employee).parameters) == ["name", "salary"]
        assert models.Employee(name="Ann", salary=1).kind == "employee"


@pytest.mark.parametrize("style", ["dataclass", "sqlmodel"])
def test_a_list_that_passes_over_a_class_only_reads(style: Style, tmp_path: Path) -> None:
    shortcut = Shortcut(rule=("shortcuts", 0), through="items", form="viewonly")
    options = DraftOptions(style=style, singularize=True, shortcuts=(shortcut,))
    catalog = reflect(Request(url=database_of(ITEMS, tmp_path)))
    with imported(generated_source(catalog, options)) as models:
        relationship = sa.inspect(models.Order).relationships["products"]
        assert (relationship.viewonly, relationship.secondary.name) == (True, "items")


def _maps(value: object, table: str) -> bool:
    return getattr(getattr(value, "__table__", None), "name", None) == table
