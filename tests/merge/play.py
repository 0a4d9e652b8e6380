"""One scenario: an edit by hand, a migration, and what the file has to be; and what has to hold in every one."""

from __future__ import annotations

from dataclasses import dataclass

from tests.merge.shop import SCHEMA, Edits, Shop, differences, edited, loaded


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What a person does to the generated file, what happens to the database, what becomes of the person's text.

    `mine` are replacements in the generated text, `migration` in the statements of the database, `result` in the
    person's text. `code` is what the run exits with, `says` what it has to tell. `schema` are replacements in the
    database before the first run; `works` is whether the models can be mapped. When the migration is undone the file has
    to be the person's again, to the byte.
    """

    mine: Edits = ()
    migration: Edits = ()
    result: Edits = ()
    code: int = 0
    says: tuple[str, ...] = ()
    schema: Edits = ()
    works: bool = True


def play(scenario: Scenario, shop: Shop) -> str:
    """Play a scenario and check it; the file's text after the migration."""
    shop.migrate(*scenario.schema)
    before = shop.schema
    shop.generate()
    mine = shop.edit(*scenario.mine)
    quiet(shop)
    assert_same(mine, shop.read(), "a run without a migration changes the file")
    shop.migrate(*scenario.migration)
    run = shop.generate(code=scenario.code)
    expected = edited(mine, scenario.result)
    text = shop.read()
    assert_same(expected, text, "the migration makes something else of the file")
    for words in scenario.says:
        assert words in run.err, run.err
    if scenario.works:
        loaded(text)
    quiet(shop)
    assert shop.read() == text, "a second run changes the file\n" + differences(text, shop.read())
    undone(shop, before, mine)
    return text


def quiet(shop: Shop) -> None:
    """Run once more; neither an error nor a refused result comes of it."""
    run = shop.generate(code=None)
    assert run.code in (0, 3), run.err


def undone(shop: Shop, schema: str, mine: str) -> None:
    """Undo the migration: the file is as the person had left it."""
    shop.migrate((shop.schema, schema))
    quiet(shop)
    assert_same(mine, shop.read(), "the migration undone leaves something behind")


def assert_same(expected: str, found: str, otherwise: str) -> None:
    """Fail with the difference of two texts, if there is one beside the stamp."""
    difference = differences(expected, found)
    if difference:
        raise AssertionError(f"{otherwise}\n{difference}")


def sql(name: str) -> str:
    """The statement of SCHEMA that makes a table."""
    start = SCHEMA.index(f"create table {name} ")
    return SCHEMA[start : SCHEMA.index(";\n", start) + 2]
