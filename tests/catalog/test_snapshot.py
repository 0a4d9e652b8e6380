"""A catalog as JSON: an exact round trip, stable bytes, and clear errors."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ormforge.catalog import model
from ormforge.catalog.model import Catalog, Column, ColumnType, Table
from ormforge.catalog.snapshot import VERSION, dump_catalog, load_catalog
from ormforge.errors import DatabaseError

# Lone surrogates stand for bytes that are not UTF-8.
TEXTS = st.text(max_size=8) | st.sampled_from(["", "\udcff", "\u202e", "'\n\"\\", "x" * 10_000])


def everything() -> st.SearchStrategy[Catalog]:
    """Catalogs that use every class and every field of the model."""
    return st.builds(Catalog, **_every_field(Catalog))


def _every_field(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {item.name: _strategy(hints[item.name]) for item in fields(cls)}


def _strategy(hint: Any) -> st.SearchStrategy[Any]:
    arguments = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([_strategy(one) for one in arguments])
    if get_origin(hint) is tuple and arguments[1:] == (...,):
        return st.lists(_strategy(arguments[0]), max_size=2).map(tuple)
    if get_origin(hint) is tuple:
        return st.tuples(*map(_strategy, arguments))
    if is_dataclass(hint):
        return st.deferred(lambda: st.builds(hint, **_every_field(hint)))  # type: ignore[arg-type]
    return TEXTS if hint is str else st.from_type(hint)


@given(everything())
@settings(max_examples=40, deadline=None)
def test_loading_is_the_exact_inverse_of_dumping(catalog: Catalog) -> None:
    text = dump_catalog(catalog)
    assert load_catalog(text) == catalog
    assert dump_catalog(load_catalog(text)) == text


SMALL = Catalog(
    dialect="sqlite",
    tables=(
        Table(
            schema=None,
            name="bücher",
            columns=(Column(name="a", type=ColumnType(sql="INT"), nullable=True),),
        ),
    ),
)


def test_text_is_sorted_short_and_ascii() -> None:
    text = dump_catalog(SMALL)
    assert text.endswith("}\n")
    assert "\r" not in text
    assert text.isascii()
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True) + "\n"
    assert json.loads(text)["catalog"]["tables"] == [
        {
            "columns": [{"name": "a", "nullable": True, "type": {"sql": "INT"}}],
            "name": "bücher",
            "schema": None,
        }
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no JSON"),
        ("[]", "no catalog snapshot"),
        ("{}", "no catalog snapshot"),
        (f'{{"ormforge-catalog": {VERSION + 1}}}', f"version {VERSION + 1}"),
        ('{"ormforge-catalog": 1}', "damaged at catalog"),
        ('{"ormforge-catalog": 1, "catalog": {}}', "missing: dialect"),
        ('{"ormforge-catalog": 1, "catalog": {"dialect": "x", "y": 1}}', "unknown: y"),
        ('{"ormforge-catalog": 1, "catalog": {"dialect": 1}}', "damaged at catalog.dialect"),
        (
            '{"ormforge-catalog": 1, "catalog": {"dialect": "x", "tables": [{"schema": null, "name": "t", "kind": "?"}]}}',
            r"damaged at catalog.tables\[0\].kind",
        ),
    ],
)
def test_any_other_text_is_an_error_that_says_where(text: str, message: str) -> None:
    with pytest.raises(DatabaseError, match=message):
        load_catalog(text)


def test_every_class_of_the_model_can_be_hashed_and_compared() -> None:
    classes = [one for one in vars(model).values() if isinstance(one, type) and is_dataclass(one)]
    assert len(classes) > 15
    assert all(one.__dataclass_params__.frozen for one in classes)  # type: ignore[attr-defined]
