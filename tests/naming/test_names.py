"""Identifiers, class names and snake case, from any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ormforge.naming import class_name, identifier, plural, singular, snake_case, strip_prefix


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", "title"),
        ("Title", "Title"),
        ("a b", "a_b"),
        (" a  b ", "a_b"),
        ("a-b.c", "a_b_c"),
        ("1st", "column_1st"),
        ("%done", "done"),
        ("größe", "größe"),
        ("名前", "名前"),
        ("ﬁeld", "field"),
        ("²", "column_2"),
        ("🙂", "column"),
        ("", "column"),
        ("__", "column"),
        ("_id", "_id"),
    ],
)
def test_identifier(name: str, expected: str) -> None:
    assert identifier(name, "column") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("book_tags", "BookTags"),
        ("bookTags", "BookTags"),
        ("BookTags", "BookTags"),
        ("BOOK_TAGS", "BookTags"),
        ("USERS", "Users"),
        ("HTTPServer", "HTTPServer"),
        ("book tags", "BookTags"),
        ("2024_sales", "Table2024Sales"),
        ("naïve café", "NaïveCafé"),
        ("__x__", "X"),
        ("", "Table"),
    ],
)
def test_class_name(name: str, expected: str) -> None:
    assert class_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BookTags", "book_tags"),
        ("bookTags", "book_tags"),
        ("HTTPServer", "http_server"),
        ("userID", "user_id"),
        ("IDs", "ids"),
        ("BOOK_TAGS", "book_tags"),
        ("book-tags", "book_tags"),
    ],
)
def test_snake_case(name: str, expected: str) -> None:
    assert snake_case(name) == expected


def test_the_longest_prefix_goes_unless_nothing_were_left() -> None:
    assert strip_prefix("tbl_app_users", ("tbl_", "tbl_app_")) == "users"
    assert strip_prefix("tbl_", ("tbl_",)) == "tbl_"
    assert strip_prefix("users", ("tbl_",)) == "users"


@given(st.text())
def test_every_text_has_a_name(text: str) -> None:
    for name in (identifier(text, "column"), class_name(text), snake_case(text)):
        assert name.isidentifier()
        assert name == unicodedata.normalize("NFKC", name)


@given(st.text())
def test_inflection_keeps_a_name_a_name(text: str) -> None:
    name = identifier(text, "column")
    assert singular(name).isidentifier()
    assert plural(name).isidentifier()


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_names_are_stable(text: str) -> None:
    name = identifier(text, "column")
    assert identifier(name, "column") == name
    assert snake_case(snake_case(name)) == snake_case(name)
