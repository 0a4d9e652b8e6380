from __future__ import annotations

from ormforge.catalog.model import Catalog, Column, ColumnType, ForeignKey, PrimaryKey, Table
from ormforge.export import mermaid
from tests.export.catalogs import SHOP, hostile, integer
from tests.export.conftest import Parse


def test_a_shop(parse: Parse) -> None:
    (found,) = parse("mermaid", [mermaid(SHOP)])
    assert found["entities"] == [
        ["authors", [["integer", "id", ["PK"], ""], ["integer", "a_b", [], "a-b"]]],
        [
            "books",
            [
                ["integer", "id", ["PK"], ""],
                ["public_state", "state", [], "new or not"],
                ["integer", "author_id", ["FK"], ""],
                ["integer", "editor_id", ["FK", "UK"], ""],
                ["numeric(10_2)", "price", [], ""],
            ],
        ],
        ["hr.people", []],
    ]
    one, may, many = "ONLY_ONE", "ZERO_OR_ONE", "ZERO_OR_MORE"
    assert found["relationships"] == [
        ["authors", "books", "author_id", one, many, "NON_IDENTIFYING"],
        ["hr.people", "books", "editor_id", may, may, "NON_IDENTIFYING"],
    ]


def test_a_key_of_keys_is_identifying(parse: Parse) -> None:
    key = ForeignKey(
        columns=("a",), referred_schema=None, referred_table="t", referred_columns=("a",)
    )
    columns = (integer("a"), integer("b"))
    parts = Table(
        schema=None,
        name="parts",
        columns=columns,
        primary_key=PrimaryKey(columns=("a", "b")),
        foreign_keys=(key,),
    )
    catalog = Catalog(
        dialect="sqlite", tables=(parts, Table(schema=None, name="t", columns=columns))
    )
    (found,) = parse("mermaid", [mermaid(catalog)])
    assert found["relationships"] == [
        ["t", "parts", "a", "ONLY_ONE", "ZERO_OR_MORE", "IDENTIFYING"]
    ]


def test_hostile_names_come_back_as_they_are(parse: Parse) -> None:
    catalogs = [hostile(seed) for seed in range(150)]
    for catalog, found in zip(
        catalogs, parse("mermaid", list(map(mermaid, catalogs))), strict=True
    ):
        assert "error" not in found, (catalog, found)
        assert len(found["entities"]) == 2
        assert [len(attributes) for _, attributes in found["entities"]] == [2, 2]
        assert len(found["relationships"]) == 1
        for table, (_, attributes) in zip(catalog.tables, found["entities"], strict=True):
            for column, (_, name, keys, comment) in zip(table.columns, attributes, strict=True):
                real = "" if name == column.name else column.name
                assert comment == ": ".join(filter(None, (real, column.comment)))
                assert set(keys) <= {"FK"}


def test_words_of_the_language_are_names_too(parse: Parse) -> None:
    words = ["pk", "FK", "uk-1", "erDiagram", "class", "style", "title", "direction", "one", "to"]
    words += ["only one", "many", "%%", "2fa", "-", "__proto__", "constructor", "end", "accTitle"]
    tables = tuple(
        Table(
            schema=None,
            name=word,
            columns=tuple(
                Column(name=name, type=ColumnType(sql=name), nullable=True) for name in words
            ),
        )
        for word in words
    )
    (found,) = parse("mermaid", [mermaid(Catalog(dialect="sqlite", tables=tables))])
    assert "error" not in found, found
    assert len(found["entities"]) == len(words)
    assert {len(attributes) for _, attributes in found["entities"]} == {len(words)}


def test_nothing_at_all_is_a_diagram(parse: Parse) -> None:
    (found,) = parse("mermaid", [mermaid(Catalog(dialect="sqlite"))])
    assert found == {"entities": [], "relationships": []}
