"""Foreign keys that SQLAlchemy has no relationship for, and virtual tables that `create_all` passes over."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import configure_mappers

from tests.drafting.drafted import draft_schema, load, relationships


def test_a_key_to_its_own_table_over_columns_that_are_pointed_to_has_no_relationship(
    tmp_path: Path,
) -> None:
    drafted = draft_schema(
        "CREATE TABLE m (a INTEGER, b INTEGER, c INTEGER, PRIMARY KEY (a, b),"
        " FOREIGN KEY (b, c) REFERENCES m (a, b));"
        "CREATE TABLE org (tenant INTEGER, id INTEGER, parent INTEGER, PRIMARY KEY (tenant, id),"
        " FOREIGN KEY (tenant, parent) REFERENCES org (tenant, id));",
        tmp_path,
    )
    assert {name.partition(".")[0] for name in relationships(drafted)} == {"Org"}
    load(drafted)
    configure_mappers()


def test_sqlalchemy_is_told_which_key_to_follow_beside_one_that_has_no_relationship(
    tmp_path: Path,
) -> None:
    drafted = draft_schema(
        "CREATE TABLE m (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER,"
        " FOREIGN KEY (a, b) REFERENCES m (b, c), FOREIGN KEY (a, c) REFERENCES m (b, id));",
        tmp_path,
    )
    assert "foreign_keys=[a, c]" in relationships(drafted)["M.m"]
    load(drafted)


def test_a_virtual_table_can_be_written_and_read(tmp_path: Path) -> None:
    module = load(
        draft_schema(
            "CREATE VIRTUAL TABLE notes USING fts5(title, body, tokenize = 'porter')", tmp_path
        )
    )
    engine = sa.create_engine("sqlite://")
    for _ in range(2):
        module.Base.metadata.create_all(engine)
    table = module.Base.metadata.tables["notes"]
    with engine.begin() as connection:
        connection.execute(table.insert().values(title="one", body="running"))
        found = sa.select(table.c.title).where(sa.text("notes MATCH 'run'"))
        assert connection.scalars(found).all() == ["one"]
        aliased = table.alias()
        assert connection.scalar(sa.select(sa.func.count()).select_from(aliased)) == 1
        connection.execute(table.update().values(title="two"))
        connection.execute(table.delete())
    module.Base.metadata.drop_all(engine)
    engine.dispose()
