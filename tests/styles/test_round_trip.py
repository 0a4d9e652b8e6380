"""The models of every style are the database: imported, mapped without a warning, built, and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from ormforge.draft.model import Style
from ormforge.drafting import DraftOptions
from tests.exact.roundtrip import round_trip
from tests.exact.sqlite_roundtrip import normal
from tests.project import run_script

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*/schema.*.sql"))
SCHEMAS = {"relationships_postgresql": ("public", "sales", "stock")}
STYLES: tuple[Style, ...] = tuple(style for style in get_args(Style) if style != "declarative")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("schema", CASES, ids=lambda path: path.parent.name)
def test_the_database_comes_back(
    schema: Path, style: Style, database: Callable[[str], tuple[str, str]]
) -> None:
    url, empty_url = database(schema.name.split(".")[1])
    run_script(url, schema.read_text(encoding="utf-8"))
    schemas = SCHEMAS.get(schema.parent.name)
    run_script(empty_url, "".join(f"CREATE SCHEMA {name};\n" for name in (schemas or ())[1:]))
    options = DraftOptions(style=style, singularize=True)
    alike = normal if url.startswith("sqlite") else replace
    trip = round_trip(url, empty_url, schemas=schemas, options=options, comparable=alike)
    assert trip.differences == (), trip.source
