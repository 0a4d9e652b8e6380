"""Nested Reads: their shapes, and what validating an object touches."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, raiseload

from tests.schemas.world import World, generated

SHOP = """
create table authors (id integer primary key, name text not null);
create table books (
  id integer primary key,
  author_id integer not null references authors (id),
  editor_id integer references authors (id),
  title text not null,
  copy text
);
create table tags (code varchar(4) primary key, name text not null);
create table book_tags (
  book_id integer not null references books (id),
  tag_code varchar(4) not null references tags (code),
  primary key (book_id, tag_code)
);
create table nodes (id integer primary key, parent_id integer references nodes (id));
create table alone (id integer primary key);
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("nested")
    url = f"sqlite:///{folder / 'shop.db'}"
    with generated(
        url, SHOP, folder, nested=2, loading=True, link_keys=("*",), exclude=("tags.books",)
    ) as world:
        m = world.models
        with Session(world.engine) as session:
            ann = m.Author(name="Ann")
            tags = [m.Tag(code="sf", name="Science fiction"), m.Tag(code="x", name="X")]
            session.add(m.Book(title="T", author=ann, editor=m.Author(name="Ed"), tags=tags))
            session.add(m.Book(title="U", author=ann))
            root = m.Node()
            session.add_all([root, m.Node(parent=root)])
            session.commit()
        yield world


def shape(world: World, name: str) -> dict[str, str]:
    """The fields that a schema adds to its base, each with its annotation."""
    return dict(world.schema(name).__annotations__)


def test_there_is_one_shape_for_each_depth(shop: World) -> None:
    m = shop.schemas
    assert shape(shop, "BookReadNested") == {
        "author": m.AuthorRead,
        "editor": m.AuthorRead | None,
        "tags": list[m.TagRead],
    }
    assert shape(shop, "BookReadNested2") == {
        "author": m.AuthorReadNested,
        "editor": m.AuthorReadNested | None,
        "tags": list[m.TagRead],
    }
    assert shape(shop, "NodeReadNested2") == {
        "parent": m.NodeReadNested | None,
        "children": list[m.NodeReadNested],
    }
    assert not hasattr(m, "BookReadNested3")


def test_a_class_without_a_way_on_has_no_deeper_shape(shop: World) -> None:
    assert not hasattr(shop.schemas, "TagReadNested")
    assert not hasattr(shop.schemas, "AloneReadNested")
    assert not hasattr(shop.schemas, "tag_read_nested_options")


def nested_of(world: World, depth: int, *options: Any) -> Any:
    suffix = "" if depth == 0 else "Nested" if depth == 1 else f"Nested{depth}"
    with Session(world.engine) as session:
        query = sa.select(world.models.Book).where(world.models.Book.title == "T")
        book = session.scalars(query.options(*options)).one()
        return world.schema(f"BookRead{suffix}").model_validate(book)


def options_of(world: World, depth: int) -> list[Any]:
    if depth == 0:
        return []
    found: list[Any] = getattr(
        world.schemas, f"book_read_nested{'' if depth == 1 else depth}_options"
    )()
    return found


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_nothing_is_loaded_that_the_schema_does_not_name(shop: World, depth: int) -> None:
    read = nested_of(shop, depth, *options_of(shop, depth), raiseload("*"))
    assert read.title == "T"
    if depth:
        assert [tag.name for tag in read.tags] == ["Science fiction", "X"]
    if depth == 2:
        assert [book.title for book in read.author.books] == ["T", "U"]
        assert read.editor.books_as_editor[0].title == "T"
    assert type(read).model_validate_json(read.model_dump_json(by_alias=True)) == read


@pytest.mark.parametrize("depth", [1, 2])
def test_what_the_options_do_not_load_is_refused_by_raiseload(shop: World, depth: int) -> None:
    with pytest.raises(ValidationError, match="lazy='raise'"):
        nested_of(shop, depth, *options_of(shop, depth - 1), raiseload("*"))


def test_objects_of_an_async_session_are_validated(shop: World) -> None:
    async def read() -> Any:
        engine = create_async_engine(
            shop.engine.url.set(drivername="sqlite+aiosqlite"), poolclass=sa.NullPool
        )
        async with AsyncSession(engine) as session:
            query = sa.select(shop.models.Book).where(shop.models.Book.title == "T")
            loaded = query.options(*shop.schemas.book_read_nested2_options())
            book = (await session.scalars(loaded)).one()
            found = shop.schemas.BookReadNested2.model_validate(book)
        await engine.dispose()
        return found

    assert [book.title for book in asyncio.run(read()).author.books] == ["T", "U"]


def test_many_to_many_lists_are_given_as_keys(shop: World) -> None:
    create, update = shop.schema("BookCreate"), shop.schema("BookUpdate")
    new = create.model_validate({"title": "V", "author_id": 1, "tag_codes": ["sf"]})
    assert new.model_dump(include={"tag_codes"}) == {"tag_codes": ["sf"]}
    assert create.model_validate({"title": "V", "author_id": 1}).model_dump()["tag_codes"] == []
    with pytest.raises(ValueError, match="at most 4"):
        create.model_validate({"title": "V", "author_id": 1, "tag_codes": ["too long"]})
    assert update.model_validate({}).model_dump(exclude_unset=True) == {}
    with pytest.raises(ValueError, match="may be left out, but not be null"):
        update.model_validate({"tag_codes": None})
    assert "tag_codes" not in shop.schema("BookRead").model_fields
    assert shop.schema("TagCreate").model_fields["book_ids"].annotation == list[shop.schemas.Int64]


def test_the_json_schema_has_no_circle(shop: World) -> None:
    found = shop.schema("BookReadNested2").model_json_schema()

    def deepest(schema: Any, depth: int = 0) -> int:
        assert depth < 10
        if isinstance(schema, dict):
            inner = [deepest(value, depth) for value in schema.values()]
            if "$ref" in schema:
                name = schema["$ref"].rpartition("/")[2]
                inner.append(deepest(found["$defs"][name], depth + 1))
            return max(inner, default=depth)
        if isinstance(schema, list):
            return max((deepest(value, depth) for value in schema), default=depth)
        return depth

    assert deepest(found["properties"]) == 2


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"relationships": ("books.author",)}, {"BookReadNested": ["author"]}),
        (
            {"relationships": ("books.*",), "exclude": ("*.tags", "books.editor")},
            {"BookReadNested": ["author"]},
        ),
        ({"relationships": ("nothing.*",)}, {}),
    ],
)
def test_relationships_are_chosen_by_globs(
    tmp_path: Any, options: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    with generated(url, SHOP, tmp_path, nested=1, **options) as world:
        found = {
            name: list(shape(world, name)) for name in dir(world.schemas) if name.endswith("Nested")
        }
    assert found == expected
