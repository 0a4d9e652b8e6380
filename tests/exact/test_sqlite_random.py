"""Whatever SQLite takes as a database comes back from its models: tables, keys, checks, indexes, to the letter."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ormforge.drafting import DraftOptions
from tests.exact.sqlite_ddl import databases
from tests.exact.sqlite_roundtrip import differences

LONG = bool(os.environ.get("ORMFORGE_FUZZ"))
OPTIONS = (
    DraftOptions(),
    DraftOptions(singularize=True),
    DraftOptions(constraint_names="always"),
    DraftOptions(enums={"*": "strings"}),
    DraftOptions(views="table"),
)


@settings(
    max_examples=20000 if LONG else 200,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(statements=databases(), options=st.sampled_from(OPTIONS))
def test_a_random_database_is_rebuilt_exactly(
    statements: list[str], options: DraftOptions, tmp_path: Path
) -> None:
    assert differences(statements, tmp_path, options) == ()
