from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomlkit

from ormforge.config.schema import json_schema, schema_text
from tests.config.conftest import MINIMAL

ROOT = Path(__file__).parents[2]
CHECKED_IN = ROOT / "docs" / "ormforge.schema.json"


def test_the_schema_that_is_checked_in_is_fresh(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        CHECKED_IN.write_text(schema_text(), encoding="utf-8")
    assert CHECKED_IN.read_text(encoding="utf-8") == schema_text()


def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    return jsonschema.Draft202012Validator(json_schema())


@pytest.mark.parametrize(
    "text",
    [
        MINIMAL,
        (ROOT / "ormforge.toml").read_text(encoding="utf-8"),
        MINIMAL
        + '[profiles.ci]\ndatabase.url = "env:X"\n[naming.relationships]\n"a.b" = { forward = "x" }\n',
        MINIMAL + "[templates]\nvars = { team = 'core', size = 3 }\n",
    ],
)
def test_it_accepts_what_the_program_accepts(text: str) -> None:
    assert [
        error.message
        for error in validator().iter_errors(json.loads(json.dumps(tomlkit.parse(text).unwrap())))
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        MINIMAL + "header = 1\n",
        MINIMAL + "column_order = 'table'\n",
        MINIMAL + "[profiles.ci]\nfoo = 1\n",
        MINIMAL + "[profiles.ci.output]\nheader = 'x'\n",
        MINIMAL + "[custom]\non-orphan = 'x'\n",
    ],
)
def test_it_refuses_what_the_program_refuses(text: str) -> None:
    assert list(validator().iter_errors(tomlkit.parse(text).unwrap()))


def test_every_key_is_described() -> None:
    def undescribed(schema: dict[str, Any], at: str) -> list[str]:
        found = []
        for key, value in schema.get("properties", {}).items():
            below = (
                json_schema()["$defs"][value["$ref"].rpartition("/")[2]] if "$ref" in value else {}
            )
            found += undescribed(below, f"{at}{key}.")
            found += [] if "description" in value or below.get("description") else [at + key]
        return found

    assert undescribed(json_schema(), "") == []
