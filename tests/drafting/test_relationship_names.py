"""What relationships are called, by what the columns of a foreign key say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ormforge.drafting import DraftOptions, RelationshipNames
from tests.drafting.drafted import SINGULAR, draft_schema, load


def names(schema: str, folder: Path, options: DraftOptions = SINGULAR) -> set[str]:
    """Every relationship as `Class.name`, of a draft that can be imported."""
    draft = draft_schema(schema, folder, options)
    load(draft)
    return {f"{model.name}.{r.name}" for model in draft.models for r in model.relationships}


@pytest.mark.parametrize(
    ("column", "referred", "forward"),
    [
        ("author_id", "id", "author"),
        ("author", "id", "author_person"),
        ("authorId", "id", "author"),
        ("AuthorID", "id", "author"),
        ("author_fk", "id", "author"),
        ("fk_author", "id", "author"),
        ("id_author", "id", "author"),
        ("author_uuid", "uuid", "author"),
        ("author_person_id", "person_id", "author_person"),
        ("author_iso", "iso", "author"),
        ("author_code", "code", "author"),
        ("person_id", "person_id", "person"),
        ("personid", "personid", "person"),
        ("authorid", "personid", "author"),
        ("grid", "id", "grid_person"),
        ("person", "id", "person_record"),
        ("created_by", "id", "created_by_person"),
        ("class_id", "id", "class_person"),
        ("a b", "id", "a_b_person"),
        ("_id", "id", "person"),
    ],
)
def test_forward_names(column: str, referred: str, forward: str, tmp_path: Path) -> None:
    schema = (
        f"CREATE TABLE people ([{referred}] TEXT PRIMARY KEY);"
        f"CREATE TABLE books (n INTEGER PRIMARY KEY, [{column}] TEXT REFERENCES people ([{referred}]));"
    )
    assert names(schema, tmp_path) == {f"Book.{forward}", "Person.books"}


def test_reverse_names_say_the_part_where_there_are_several(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE users (id INTEGER PRIMARY KEY);"
        "CREATE TABLE books (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id),"
        " editor_id INTEGER REFERENCES users (id), created_by INTEGER REFERENCES users (id),"
        " second_user_id INTEGER REFERENCES users (id));"
    )
    reverse = {name for name in names(schema, tmp_path) if name.startswith("User.")}
    assert reverse == {
        "User.books",
        "User.books_as_editor",
        "User.books_created_by",
        "User.books_as_second",
    }


def test_a_one_to_one_drops_what_its_owner_says(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE users (id INTEGER PRIMARY KEY, settings TEXT);"
        "CREATE TABLE user_profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id));"
        "CREATE TABLE user_settings (user_id INTEGER PRIMARY KEY REFERENCES users (id));"
    )
    assert {"User.profile", "User.setting"} < names(schema, tmp_path)


def test_many_to_many_over_columns_that_say_more(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE people (id INTEGER PRIMARY KEY); CREATE TABLE books (id INTEGER PRIMARY KEY);"
        "CREATE TABLE credits (author_id INTEGER NOT NULL REFERENCES people (id),"
        " book_id INTEGER NOT NULL REFERENCES books (id), PRIMARY KEY (author_id, book_id));"
    )
    assert names(schema, tmp_path) == {"Book.authors", "Person.books"}


def test_many_to_many_over_columns_that_say_a_direction(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE nodes (id INTEGER PRIMARY KEY);"
        "CREATE TABLE edges (from_id INTEGER NOT NULL REFERENCES nodes (id),"
        " to_id INTEGER NOT NULL REFERENCES nodes (id), PRIMARY KEY (from_id, to_id));"
    )
    assert names(schema, tmp_path) == {"Node.nodes_from", "Node.nodes_to"}


def test_tables_in_the_singular_and_with_prefixes(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE tbl_category (id INTEGER PRIMARY KEY);"
        "CREATE TABLE tbl_product (id INTEGER PRIMARY KEY, category_id INTEGER REFERENCES tbl_category (id));"
    )
    options = DraftOptions(strip_prefixes=("tbl_",))
    assert names(schema, tmp_path, options) == {"Category.products", "Product.category"}


CREDITS = (
    "CREATE TABLE people (id INTEGER PRIMARY KEY); CREATE TABLE books (id INTEGER PRIMARY KEY,"
    " owner_id INTEGER REFERENCES people (id));"
    "CREATE TABLE credits (author_id INTEGER NOT NULL REFERENCES people (id),"
    " book_id INTEGER NOT NULL REFERENCES books (id), PRIMARY KEY (author_id, book_id));"
)


def test_the_project_names_both_sides(tmp_path: Path) -> None:
    rules = {
        "books.owner_id": RelationshipNames(forward="holder", reverse="holdings"),
        "credits.author_id": RelationshipNames(forward="writers", reverse="writings"),
    }
    options = DraftOptions(singularize=True, relationships=rules)
    assert names(CREDITS, tmp_path, options) == {
        "Book.holder",
        "Person.holdings",
        "Book.writers",
        "Person.writings",
    }


def test_the_project_may_name_one_side(tmp_path: Path) -> None:
    rules = {"*.owner_id": RelationshipNames(forward="holder")}
    options = DraftOptions(singularize=True, relationships=rules)
    assert {"Book.holder", "Person.books"} < names(CREDITS, tmp_path, options)


def test_a_chosen_name_gives_way_to_nothing(tmp_path: Path) -> None:
    rules = {"books.owner_id": RelationshipNames(reverse="writings")}
    options = DraftOptions(singularize=True, relationships=rules)
    assert "Person.writings" in names(CREDITS, tmp_path, options)
