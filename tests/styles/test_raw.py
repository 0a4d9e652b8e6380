"""What sqlacodegen_v2's own generators for the styles make of plain schemas, and what ormforge makes of them."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.draft.model import Style
from ormforge.drafting import raw_draft
from tests.exact.roundtrip import imported
from tests.styles.drafted import database_of, models_of

PLAIN = "CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL);"
RULES = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
CREATE TABLE books (author_id INTEGER REFERENCES authors (id) ON DELETE CASCADE, isbn TEXT);
CREATE UNIQUE INDEX live ON books (isbn) WHERE isbn <> '';
"""


def raw_models(schema: str, style: Style, folder: Path) -> str:
    engine = sa.create_engine(database_of(schema, folder), poolclass=sa.NullPool)
    return raw_draft(engine, style=style)


@pytest.mark.parametrize(
    ("style", "error", "said"),
    [
        ("dataclass", sa.exc.ArgumentError, "non-blank name"),
        ("sqlmodel", NameError, "mapped_column"),
    ],
)
def test_raw_classes_do_not_import_and_repaired_ones_do(
    style: Style, error: type[Exception], said: str, tmp_path: Path
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sa.exc.SAWarning)
        with pytest.raises(error, match=said), imported(raw_models(PLAIN, style, tmp_path)):
            pass
    with imported(models_of(PLAIN, style, tmp_path)) as module:
        assert module.Author(name="Ann").name == "Ann"


def test_raw_tables_lose_what_repaired_ones_keep(tmp_path: Path) -> None:
    raw, repaired = (make(RULES, "tables", tmp_path) for make in (raw_models, models_of))
    for lost in ('ondelete="CASCADE"', "unique=True)", "sqlite_where="):
        assert lost in repaired
    assert "CASCADE" not in raw
    assert "where" not in raw
