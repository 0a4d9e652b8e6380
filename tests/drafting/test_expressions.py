"""Expressions: their text is compact, means what it should, and is black's own."""

from __future__ import annotations

import ast

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from ormforge.draft.model import Import
from ormforge.drafting.expressions import call, helper, literal, local, name, sequence, subscript
from ormforge.drafting.sql_text import string_argument, text_argument

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_literal_means_the_value(value: object) -> None:
    assert ast.literal_eval(literal(value).text) == value


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_literal_is_as_black_writes_it(value: object) -> None:
    source = f"x = {literal(value).text}\n"

    assert black.format_str(source, mode=black.Mode(line_length=100_000)) == source


def test_literal_refuses_anything_else() -> None:
    with pytest.raises(TypeError):
        literal(object())


def test_call_gathers_what_its_parts_need() -> None:
    made = call(name("sqlalchemy", "Enum"), [local("State")], {"values": helper("enum_values")})

    assert made.text == "Enum(State, values=enum_values)"
    assert made.imports == {Import("sqlalchemy", "Enum")}
    assert made.helpers == {"enum_values"}


def test_tuple_of_one_and_subscript() -> None:
    assert sequence([literal(1)], "(", ")").text == "(1,)"
    assert subscript(local("dict"), local("str"), local("int")).text == "dict[str, int]"


SQL = [
    ("'a:b'", "text(\"'a:b'\")"),
    ("'a :b'", "text(\"'a \\\\:b'\")"),
    ("x::text", 'text("x::text")'),
    ("'%Y:%m'", "text(\"'%Y:%m'\")"),
    ("'a\\:b'", "literal_column(\"'a\\\\:b'\")"),
]


@pytest.mark.parametrize(("sql", "source"), SQL)
def test_text_argument(sql: str, source: str) -> None:
    assert text_argument(sql).text == source


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="a1_:\\'% \"é☃\n"))
def test_text_stands_for_the_sql(sql: str) -> None:
    made = string_argument(sql)
    if not made.imports:
        clause = text(ast.literal_eval(made.text))
        assert str(clause.compile(dialect=sqlite.dialect())) == sql
        assert not clause.compile().params
