"""What random databases found, each as small as it gets: SQLite comes back exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.draft.model import DraftModel
from tests.drafting.drafted import draft_schema, load, new_session
from tests.exact.sqlite_roundtrip import differences

FOUND = {
    "uniques over the same columns in another order": (
        "CREATE TABLE t (a, b, UNIQUE (a, b), UNIQUE (b, a))",
    ),
    "uniques over the same columns in another direction": (
        "CREATE TABLE t (a, b, UNIQUE (a, b), UNIQUE (a DESC, b), UNIQUE (a, b COLLATE NOCASE))",
    ),
    "unique said twice, once with what it does": (
        "CREATE TABLE t (a UNIQUE, b, CONSTRAINT k UNIQUE (a) ON CONFLICT REPLACE)",
    ),
    "unique that keeps a descending key from being the rowid": (
        "CREATE TABLE t (a INTEGER UNIQUE PRIMARY KEY DESC)",
    ),
    "unique and key of one column that do different things": (
        "CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT FAIL PRIMARY KEY ON CONFLICT IGNORE)",
    ),
    "integer key without a rowid": ("CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID",),
    "unique that is the key": ("CREATE TABLE t (a TEXT PRIMARY KEY, UNIQUE (a) ON CONFLICT FAIL)",),
    "unique over keywords": ('CREATE TABLE t ("order", "a b", UNIQUE ("order" DESC, "a b"))',),
    "default in backticks": ("CREATE TABLE t (a DEFAULT `tick`, b DEFAULT [br], c DEFAULT bare)",),
    "integer key with a collation": (
        "CREATE TABLE t (a INTEGER COLLATE NOCASE PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE u (a INTEGER COLLATE NOCASE PRIMARY KEY)",
    ),
    "labels longer than the type": (
        "CREATE TABLE t (a VARCHAR(2) CHECK (a IN ('long', 'longer')))",
    ),
    "numbered key that does something": (
        "CREATE TABLE t (a INTEGER PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT)",
        "CREATE TABLE u (a TEXT CONSTRAINT k PRIMARY KEY ON CONFLICT IGNORE)",
    ),
    "numbered key within a foreign key": (
        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b,"
        " FOREIGN KEY (b, a) REFERENCES t (b, a))",
    ),
    "index after its column was renamed": (
        "CREATE TABLE t (a, b COLLATE NOCASE)",
        "CREATE INDEX i ON t (a DESC, b COLLATE BINARY, (b), a COLLATE BINARY)",
        "ALTER TABLE t RENAME COLUMN a TO c",
    ),
    "key whose columns point to each other": (
        "CREATE TABLE t (a INT REFERENCES t (b), b INT REFERENCES t (a), PRIMARY KEY (a, b))",
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_it_is_rebuilt_exactly(case: str, tmp_path: Path) -> None:
    assert differences(FOUND[case], tmp_path) == ()


def test_rows_that_differ_in_one_column_of_the_key_are_two_objects(tmp_path: Path) -> None:
    draft = draft_schema(
        "CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL REFERENCES t (a), PRIMARY KEY (a, b))",
        tmp_path,
    )
    assert [model for model in draft.models if isinstance(model, DraftModel)]
    module = load(draft)
    with new_session(module) as session:
        session.add_all([module.T(a=1, b=1), module.T(a=1, b=2)])
        session.flush()
        session.expire_all()
        assert session.get_one(module.T, (1, 2)).b == 2
        bind = session.get_bind()
    assert isinstance(bind, sa.Engine)
    bind.dispose()
