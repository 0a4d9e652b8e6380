"""What teams write into their models, each through several migrations: the code works on, and the models follow.

`ORMFORGE_YEAR=all` plays every edit through every migration; without it each is played through some.
"""

from __future__ import annotations

import os

import pytest

from tests.merge.shop import Shop, differences, drift, loaded
from tests.merge.test_scenarios_members import NOTE
from tests.merge.year import EDITS, MIGRATIONS

pytestmark = pytest.mark.slow

NAMES = list(EDITS)
SOME = 2
CANNOT_WORK = {
    ("class on a table object", "table dropped"),
    ("class on a table object", "link gains a column"),
}
"""Hand-written code that needs a table which has gone, or is none any more: it stays, and cannot be imported."""


def migrations_of(name: str) -> list[str]:
    """The migrations that an edit is played through."""
    every = list(MIGRATIONS)
    if os.environ.get("ORMFORGE_YEAR") == "all":
        return every
    first = NAMES.index(name) * SOME
    return [every[(first + step) % len(every)] for step in range(SOME)]


def hand_lines(generated: str, mine: str) -> list[str]:
    """The lines that only a person has written; edited generated ones are for the gate."""
    known = set(generated.splitlines())
    added = [line for line in mine.splitlines() if line.strip() and line not in known]
    merged = ("mapped_column(", "relationship(", "from sqlalchemy import ", "# ormforge:", "Index(")
    return [line for line in added if not any(word in line for word in merged)]


@pytest.mark.parametrize("name", NAMES)
def test_a_year_of_migrations(name: str, shop: Shop) -> None:
    shop.generate()
    generated = shop.read()
    shop.edit(*EDITS[name])
    run = shop.generate(code=None)
    assert run.code in (0, 3), run.err
    mine, schema = shop.read(), shop.schema
    hand, known = hand_lines(generated, mine), drift(mine, shop.url)
    for migration in migrations_of(name):
        shop.migrate(*MIGRATIONS[migration])
        run = shop.generate(code=None)
        assert run.code in (0, 3), run.err
        text = shop.read()
        there = {*text.splitlines(), *shop.archived().splitlines()}
        assert [line for line in hand if line not in there] == []
        if (name, migration) not in CANNOT_WORK:
            loaded(text)
            assert run.code == 3 or drift(text, shop.url) <= known
        shop.generate(code=run.code if "conflict" in text else None)
        assert shop.read() == text
        shop.migrate((shop.schema, schema))
        run = shop.generate(code=None)
        assert run.code in (0, 3), run.err
        there = {*shop.read().splitlines(), *shop.archived().splitlines()}
        assert [line for line in hand if line not in there] == []
        assert drift(shop.read(), shop.url) <= known
        shop.write(mine)
        shop.generate(code=None)


def test_a_column_that_hand_code_reads_in_the_class_body_stays_bound(shop: Shop) -> None:
    """The generator writes `author_id: Mapped[int]` when nothing is left to say; that binds no name."""
    shop.generate()
    mine = shop.edit(*EDITS["column property"])
    before = shop.schema
    shop.migrate(*MIGRATIONS["foreign key dropped"])
    shop.generate()
    assert "    author_id: Mapped[int] = mapped_column()\n" in shop.read()
    loaded(shop.read())
    shop.migrate((shop.schema, before))
    shop.generate()
    assert 'author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))' in shop.read()
    assert differences(mine, shop.read()).count("\n-") <= 3


def test_table_arguments_of_ones_own_outlive_the_generated_ones(shop: Shop) -> None:
    shop.generate()
    shop.edit(*EDITS["a second index and a check"])
    shop.generate()
    shop.migrate(*MIGRATIONS["index dropped"])
    shop.generate()
    text = shop.read()
    assert 'Index("ix_ours", "author_id"),' in text
    assert "ix_books_title" not in text
    shop.migrate(("create table tags", "create index ix_note on books (note);\ncreate table tags"))
    shop.generate()
    indexes = loaded(shop.read())["Book"].__table__.indexes
    assert {index.name for index in indexes} == {"ix_ours", "ix_note"}


def test_relationships_moved_above_their_columns_say_them_later(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(*EDITS["members in another order"])
    before = shop.schema
    shop.migrate(*MIGRATIONS["foreign key added"])
    shop.generate()
    text = shop.read()
    assert 'foreign_keys="[Book.author_id]"' in text
    loaded(text)
    shop.migrate((shop.schema, before))
    shop.generate()
    assert differences(mine, shop.read()) == ""


def test_what_was_deleted_stays_deleted_when_its_key_has_been_away(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(*EDITS["relationship deleted"])
    shop.generate()
    before = shop.schema
    shop.migrate(*MIGRATIONS["foreign key dropped"])
    shop.generate(code=3)
    shop.migrate((shop.schema, before))
    shop.generate()
    assert differences(mine, shop.read()) == ""


def test_comments_and_labels_of_postgresql(pg_shop: Shop) -> None:
    """A comment added, changed and dropped, a label added to an enum, beside code of a person's own."""
    shop = pg_shop
    shop.migrate(
        ("create table books", "create type state as enum ('new', 'old');\ncreate table books"),
        ("  note varchar(80)\n", "  note varchar(80),\n  state state not null default 'new'\n"),
    )
    shop.generate()
    known = drift(shop.read(), shop.url)
    mine = shop.edit(
        (
            '    OLD = "old"\n',
            '    OLD = "old"\n\n    def spoken(self) -> str:\n        return self.value.title()\n',
        ),
        (NOTE, NOTE[:-1] + "  # ours\n"),
    )
    before = shop.schema
    for comment in ("one", 'it\'\'s """ two \\', "three — ünï"):
        shop.migrate(
            (
                shop.schema,
                before
                + f"comment on column books.note is '{comment}';\ncomment on table books is '{comment}';\n",
            )
        )
        shop.generate()
        assert drift(shop.read(), shop.url) == known
        assert "  # ours\n" in shop.read()
    shop.migrate((shop.schema, before.replace("'old')", "'old', 'lost')")))
    shop.generate()
    state = next(value for name, value in loaded(shop.read()).items() if name.endswith("State"))
    assert [member.value for member in state] == ["new", "old", "lost"]
    assert state("old").spoken() == "Old"
    shop.migrate((shop.schema, before))
    shop.generate()
    assert differences(mine, shop.read()) == ""
