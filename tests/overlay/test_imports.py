import random
import subprocess
import sys
from pathlib import Path

import pytest

from ormforge.draft.model import Import
from ormforge.overlay.context import split_imports
from ormforge.overlay.imports import import_sections

OWN = frozenset({"app"})
MODULES = (
    *("datetime", "enum", "decimal", "typing", "uuid", "collections.abc"),
    *("sqlalchemy", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "pydantic", "a2", "a10"),
    *("app.db", "app.types", ".models", "..base"),
)
NAMES = (
    *("Any", "CheckConstraint", "JSONB", "TSVECTOR", "text", "func", "Text", "UUID", "T", "x"),
    *("String10", "String2", "event", "DDL", "INT4RANGE", "Int", "Integer", "SmallInteger"),
)


def printed(imports: set[Import]) -> str:
    sections = import_sections(imports, OWN)
    return "\n\n".join("\n".join(line.source for line in section) for section in sections)


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (
            {
                Import("typing", "Any"),
                Import("enum"),
                Import("sqlalchemy", "text"),
                Import("decimal", "Decimal"),
            },
            "import enum\nfrom decimal import Decimal\nfrom typing import Any\n\n"
            "from sqlalchemy import text",
        ),
        (
            {Import("sqlalchemy", n) for n in ("text", "Text", "DDL", "Column", "BIGINT")},
            "from sqlalchemy import BIGINT, DDL, Column, Text, text",
        ),
        (
            {Import("app.db", "Base"), Import("sqlalchemy"), Import(".x", "y"), Import("os")},
            "import os\n\nimport sqlalchemy\n\nfrom app.db import Base\n\nfrom .x import y",
        ),
        (
            {Import("m", "a"), Import("m", "b", "c"), Import("m", "d")},
            "from m import a\nfrom m import b as c\nfrom m import d",
        ),
        ({Import("m", None, "n"), Import("m", "a", "a")}, "import m as n\nfrom m import a"),
        (
            {
                Import("t", "INTEGER10"),
                Import("t", "INTEGER2"),
                Import("t", "t10"),
                Import("t", "t2"),
            },
            "from t import INTEGER2, INTEGER10, t2, t10",
        ),
        (set(), ""),
    ],
)
def test_sections_are_sorted(imports: set[Import], expected: str) -> None:
    assert printed(imports) == expected


def test_no_import_sorter_would_change_the_order(tmp_path: Path) -> None:
    """Without aliases, on which ruff and isort differ."""
    for seed in range(150):
        source = random.Random(seed)
        chosen = {
            Import(module, name)
            for module, name in {
                (source.choice(MODULES), source.choice(NAMES))
                for _ in range(source.randrange(1, 25))
            }
        } | {Import(source.choice(MODULES[:10]))}
        used = "\n".join(f"print({wanted.bound})" for wanted in sorted(chosen, key=repr))
        (tmp_path / f"case{seed}.py").write_text(f"{printed(chosen)}\n\n{used}\n")
    settings = 'lint.isort.known-first-party=["app"]'
    run = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "I"]
    result = subprocess.run(
        [*run, "--line-length", "320", "--config", settings, "--diff", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_type_checkers_import_is_left_out_where_it_runs_anyway() -> None:
    runtime, typing_only = split_imports(
        {Import("a", "b"), Import("a", "b", typing_only=True), Import("c", "d", typing_only=True)}
    )
    assert runtime == {Import("a", "b"), Import("typing", "TYPE_CHECKING")}
    assert typing_only == {Import("c", "d", typing_only=True)}
