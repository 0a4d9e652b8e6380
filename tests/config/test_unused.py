from __future__ import annotations

from contextlib import nullcontext

import pytest

from ormforge.config import Config
from ormforge.config.unused import Objects, check_contradictions, unused_rules
from ormforge.errors import RuleError

TABLES = (("public.books", "books"), ("public.tbl_usr", "tbl_usr"), ("sales.books",))
COLUMNS = tuple(
    tuple(f"{t}.{c}" for t in table) for table in TABLES for c in ("id", "title", "prefs")
)
FOREIGN_KEYS = (("public.books.author_id", "books.author_id"),)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({}, []),
        (
            {"database": {"include": ["*", "boks"]}},
            ['database.include[1]: matches nothing; did you mean "books"?'],
        ),
        ({"database": {"include": ["sales.*", "books"]}}, []),
        (
            {"naming": {"strip-prefixes": ["tbl_", "vw_"]}},
            ["naming.strip-prefixes[1]: no table's name starts with 'vw_'"],
        ),
        ({"naming": {"tables": {"books": "Book", "sales.books": "Sale"}}}, []),
        ({"naming": {"tables": {"zzz": "Book"}}}, ["naming.tables.zzz: matches nothing"]),
        (
            {"naming": {"columns": {"public.books.titel": "t"}}},
            [
                'naming.columns."public.books.titel": matches nothing; did you mean "public.books.title"?'
            ],
        ),
        ({"naming": {"relationships": {"books.author_id": {"forward": "a"}}}}, []),
        (
            {"naming": {"relationships": {"books.editor_id": {"forward": "a"}}}},
            [
                'naming.relationships."books.editor_id": matches nothing; did you mean "books.author_id"?'
            ],
        ),
        ({"types": {"*.prefs": "int", "books.prefs": "str"}}, []),
        (
            {"types": {"*.prefs": "int", "*.books.prefs": "str"}},
            ['types."*.books.prefs": comes after "*.prefs" wherever it matches'],
        ),
        ({"types": {"*.books.prefs": "str", "*.prefs": "int"}}, []),
        ({"types": {"*.nothing": "int"}}, ['types."*.nothing": matches nothing']),
    ],
)
def test_rules_without_effect_are_named(rules: dict[str, object], told: list[str]) -> None:
    database = {"url": "sqlite://", **rules.pop("database", {})}  # type: ignore[dict-item]
    config = Config.model_validate({"database": database, "output": {"path": "m.py"}, **rules})
    objects = Objects(tables=TABLES, columns=COLUMNS, foreign_keys=FOREIGN_KEYS)
    found = unused_rules(config, objects)
    assert [str(rule) for rule in found] == told


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"books": "Book", "public.books": "Title"}, True),
        ({"books": "Book", "public.books": "Book"}, False),
        ({"books": "Book", "public.*": "Title"}, False),
        ({"books": "Book", "sales.books": "Title"}, False),
    ],
)
def test_rules_about_the_same_must_say_the_same(rules: dict[str, str], told: bool) -> None:
    given = {"database": {"url": "sqlite://"}, "output": {"path": "m.py"}}
    config = Config.model_validate({**given, "naming": {"tables": rules}})
    with pytest.raises(RuleError) if told else nullcontext() as caught:
        check_contradictions(config, Objects(tables=TABLES))
    if caught is not None:
        assert caught.value.rule == ("naming", "tables", "public.books")
        assert "contradicts naming.tables.books" in str(caught.value)
