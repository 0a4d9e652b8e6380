from __future__ import annotations

import re
from dataclasses import replace

from ormforge.catalog.model import Catalog, ForeignKey, Table
from ormforge.export import dbml
from tests.export.catalogs import SHOP, hostile, integer
from tests.export.conftest import Parse


def test_a_shop(parse: Parse) -> None:
    (found,) = parse("dbml", [dbml(SHOP)])
    assert found["enums"] == [["public", "state", ["new", "old one"]]]
    authors, books, people = found["tables"]
    assert (people["schema"], people["name"], people["fields"][0][0]) == ("hr", "people", "no")
    assert authors["fields"] == [["id", "integer", None, None], ["a-b", "integer", None, None]]
    assert books["note"] == "What we sell"
    assert books["fields"][1] == ["state", "state", "'new'::public.state", "new or not"]
    assert books["fields"][4] == ["price", "numeric(10,2)", None, None]
    assert books["indexes"] == [["one_editor", ["editor_id"]], ["lowered", ["lower(state)"]]]
    assert books["checks"] == [["paid", "price > 0"]]
    assert [(ref[0], ref[1], [end[3] for end in ref[2]]) for ref in found["refs"]] == [
        ("by", "cascade", ["*", "1"]),
        (None, None, ["1", "1"]),
    ]


def told(note: str | None) -> str | None:
    """A note without what the parser takes for its indentation."""
    return None if note is None else "".join(re.split(r"[\s\ufeff]", note))


def test_hostile_names_come_back_as_they_are(parse: Parse) -> None:
    catalogs = [hostile(seed) for seed in range(150)]
    for catalog, found in zip(catalogs, parse("dbml", list(map(dbml, catalogs))), strict=True):
        assert "error" not in found, (catalog, found)
        tables = {table["name"]: table for table in found["tables"]}
        for table in catalog.tables:
            fields = tables[table.name]["fields"]
            assert [field[0] for field in fields] == [column.name for column in table.columns]
            assert [field[1] for field in fields] == [column.type.sql for column in table.columns]
            assert [told(field[3]) for field in fields] == [told(c.comment) for c in table.columns]
            assert told(tables[table.name]["note"]) == told(table.comment)
        (key,) = catalog.tables[1].foreign_keys
        ((name, _, ends),) = found["refs"]
        assert name == key.name
        assert [end[2] for end in ends] == [list(key.columns), list(key.referred_columns)]
        (enum,) = catalog.enums
        assert found["enums"] == [["s", enum.name, list(enum.labels)]]
        (index,) = tables[catalog.tables[1].name]["indexes"]
        assert index[0] == catalog.tables[1].indexes[0].name


def to(table: str, column: str, own: str = "a") -> ForeignKey:
    return ForeignKey(
        columns=(own,), referred_schema=None, referred_table=table, referred_columns=(column,)
    )


def test_what_the_language_has_no_words_for_is_left_out(parse: Parse) -> None:
    table = Table(schema=None, name="t", columns=(integer("a"), integer("b")))
    lost = replace(to("gone", "x"), referred_columns=())
    keys = (to("u", "a"), replace(to("u", "a"), name="again"), to("t", "a"), to("t", "b"), lost)
    back = Table(schema=None, name="u", columns=(integer("a"),), foreign_keys=(to("t", "a"),))
    empty = Table(schema=None, name="empty")
    catalog = Catalog(dialect="sqlite", tables=(empty, replace(table, foreign_keys=keys), back))
    (found,) = parse("dbml", [dbml(catalog)])
    assert [table["name"] for table in found["tables"]] == ["t", "u"]
    assert [[end[2] for end in ref[2]] for ref in found["refs"]] == [
        [["a"], ["a"]],
        [["a"], ["b"]],
    ]


def test_a_quoted_name_of_mysql_in_an_expression(parse: Parse) -> None:
    books = SHOP.tables[1]
    checks = (replace(books.checks[0], expression="`price` > '`'"),)
    catalog = replace(SHOP, tables=(SHOP.tables[0], replace(books, checks=checks)))
    (found,) = parse("dbml", [dbml(catalog)])
    assert found["tables"][1]["checks"] == [["paid", '"price" > \'"\'']]
