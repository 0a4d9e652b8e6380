"""The same database gives the same bytes: whatever the order of the catalog's rows, the hash seed, the locale."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ormforge.catalog.model import Catalog, Table
from ormforge.catalog.snapshot import dump_catalog
from ormforge.database import Request, reflect
from ormforge.drafting import DraftOptions
from tests.exact.roundtrip import generated_source
from tests.exact.sqlite_ddl import databases
from tests.exact.sqlite_roundtrip import build

ROOT = Path(__file__).parents[2]
SCHEMA = (
    "CREATE TABLE Istanbul (ID INTEGER PRIMARY KEY, TITLE TEXT, price DECIMAL(10, 2) DEFAULT 1.5,"
    " kind TEXT CHECK (kind IN ('İ', 'ı', 'I', 'straße')))",
    "CREATE TABLE ınline (id INTEGER PRIMARY KEY, i_id INTEGER REFERENCES Istanbul, j INT REFERENCES Istanbul)",
    'CREATE TABLE link (a INTEGER REFERENCES Istanbul, b INTEGER REFERENCES "ınline", PRIMARY KEY (a, b))',
    "CREATE INDEX i ON Istanbul (lower(TITLE), price DESC)",
)
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "de_DE.ISO8859-1")
PRINT = """
import locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from ormforge.database import Request, reflect
from ormforge.drafting import DraftOptions
from tests.exact.roundtrip import generated_source
source = generated_source(reflect(Request(url=sys.argv[1])), DraftOptions(singularize=True))
sys.stdout.buffer.write(source.encode())
"""


def shuffled(catalog: Catalog, chance: random.Random) -> Catalog:
    """The catalog with everything that the database keeps in no order in another order."""

    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    def of_table(table: Table) -> Table:
        return replace(table, foreign_keys=mixed(table.foreign_keys))

    return replace(
        catalog,
        tables=tuple(map(of_table, mixed(catalog.tables))),
        omissions=mixed(catalog.omissions),
    )


@settings(
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(statements=databases(), seed=st.integers(0, 99))
def test_the_order_of_the_catalog_changes_no_byte(
    statements: list[str], seed: int, tmp_path: Path
) -> None:
    catalog = reflect(Request(url=build(statements, tmp_path / "one.db")))
    plain = generated_source(catalog, DraftOptions())
    other = generated_source(shuffled(catalog, random.Random(seed)), DraftOptions())
    assert plain == other


@settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(statements=databases())
def test_a_database_built_in_another_order_is_the_same_catalog(
    statements: list[str], tmp_path: Path
) -> None:
    """Foreign keys may point to tables that are made later; SQLite then keeps the tables in another order."""
    tables = [s for s in statements if "TABLE" in s.upper().split("(")[0] and "ALTER" not in s]
    one = reflect(Request(url=build(tables, tmp_path / "one.db")))
    other = reflect(Request(url=build(tables[::-1], tmp_path / "other.db")))
    assert dump_catalog(one) == dump_catalog(other)


@pytest.mark.parametrize("locale", LOCALES)
def test_locale_and_hash_seed_change_no_byte(locale: str, tmp_path: Path) -> None:
    url = build(SCHEMA, tmp_path / "one.db")
    expected = generated_source(reflect(Request(url=url)), DraftOptions(singularize=True))
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LC_", "LANG"))
        },
        "LC_ALL": locale,
        "PYTHONHASHSEED": str(LOCALES.index(locale)),
        "PYTHONUTF8": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRINT, url],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == expected
    assert "\r" not in expected
