"""The same catalog gives the same draft: whatever the order of its tables, and whatever the hash seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from ormforge.catalog.model import Table
from ormforge.drafting import draft_models
from tests.drafting.drafted import SINGULAR, read_schema, source_of

SCHEMA = """
CREATE TABLE t (id INTEGER PRIMARY KEY);
CREATE TABLE a (k INTEGER, n INTEGER, t_id INTEGER REFERENCES t (id), PRIMARY KEY (k, n));
CREATE TABLE b (id INTEGER PRIMARY KEY, k INTEGER REFERENCES t (id) REFERENCES c (id), x INTEGER, y INTEGER,
  FOREIGN KEY (k, x) REFERENCES a (k, n), FOREIGN KEY (k, y) REFERENCES a (k, n));
CREATE TABLE c (id INTEGER PRIMARY KEY, text TEXT DEFAULT (1 + 1), kind TEXT CHECK (kind IN ('a', 'b')));
CREATE TABLE bc (b_id INTEGER NOT NULL REFERENCES b (id), c_id INTEGER NOT NULL REFERENCES c (id), PRIMARY KEY (b_id, c_id));
CREATE TABLE cb (b_id INTEGER NOT NULL REFERENCES b (id), c_id INTEGER NOT NULL REFERENCES c (id), PRIMARY KEY (b_id, c_id));
CREATE TABLE User (id INTEGER PRIMARY KEY, User_id INTEGER REFERENCES User (id), other INTEGER REFERENCES User (id));
"""
PRINT = """
import sys
from pathlib import Path
from tests.drafting.drafted import draft_schema, source_of
from tests.drafting.test_determinism import SCHEMA
sys.stdout.write(source_of(draft_schema(SCHEMA, Path(sys.argv[1]))))
"""


def shuffled(table: Table, chance: random.Random) -> Table:
    """The table with everything that has no order of its own in another order."""
    keys, uniques = list(table.foreign_keys), list(table.uniques)
    chance.shuffle(keys)
    chance.shuffle(uniques)
    return replace(table, foreign_keys=tuple(keys), uniques=tuple(uniques))


def test_the_order_of_tables_and_keys_changes_no_name(tmp_path: Path) -> None:
    catalog = read_schema(SCHEMA, tmp_path)
    names = [
        {m.name: [r.value for r in m.relationships] for m in draft.models}
        for draft in (draft_models(catalog, SINGULAR), *_others(catalog))
    ]
    assert all(other == names[0] for other in names)


def _others(catalog):
    for seed in range(5):
        chance = random.Random(seed)
        tables = [shuffled(table, chance) for table in catalog.tables]
        chance.shuffle(tables)
        draft = draft_models(replace(catalog, tables=tuple(tables)), SINGULAR)
        assert [item.key for item in draft.items] == [
            item.key for item in draft_models(catalog, SINGULAR).items
        ]
        yield draft


def test_the_hash_seed_changes_nothing(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    for seed in ("0", "1", "2"):
        (tmp_path / seed).mkdir()
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINT, str(tmp_path / seed)],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert printed == {source_of(draft_models(read_schema(SCHEMA, tmp_path), SINGULAR))}
