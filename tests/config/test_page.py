"""docs/config.md: every key, with its default, and examples that are accepted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from ormforge.config.keys import KnownKey, entry_type, fields, known_keys
from tests.config.conftest import Load

PAGE = (Path(__file__).parents[2] / "docs" / "config.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    _, found, rest = PAGE.partition(f"\n## {heading}\n")
    assert found, f"there is no section {heading}"
    return rest.partition("\n## ")[0]


def rows(text: str) -> dict[str, str]:
    """The keys of a section's table, each with its default."""
    return dict(re.findall(r"^\| `([a-z.-]+)` \| (.*?) ?\| .+ \|$", text, re.M))


def is_list_of_tables(key: KnownKey) -> bool:
    return key.kind == "table" and key.field.get_default() == ()


def default_of(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default()
    return "" if value is None else f"`{json.dumps(value)}`"


def test_every_key_has_a_row_with_its_default_and_no_other_has() -> None:
    wanted: dict[str, dict[str, str]] = {}
    for key in known_keys():
        if is_list_of_tables(key):
            entry = entry_type(key.field.annotation)
            assert entry is not None
            wanted[f"`[[{key.path[0]}]]`"] = {
                name: default_of(field) for name, field in fields(entry).items()
            }
            continue
        table = f"`[{key.path[0]}]`" if len(key.path) > 1 or key.kind == "table" else "Top level"
        wanted.setdefault(table, {})[".".join(key.path[1:]) or key.dotted] = default_of(key.field)
    assert {table: rows(section(table)) for table in wanted} == wanted
    assert set(re.findall(r"^## (`\[.*\]`)$", PAGE, re.M)) == set(wanted) - {"Top level"}


EXAMPLES = [
    block
    for block in re.findall(r"^```toml\n(.*?)^```$", PAGE, re.M | re.S)
    if "headr" not in block
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_accepted(load: Load, example: str) -> None:
    environ = {"ORMFORGE_OUTPUT_PATH": "models.py", "ORMFORGE_DATABASE_URL": "sqlite://"}
    missing = {name: value for name, value in environ.items() if not _given(name, example)}
    if re.search("^(ddl|migrations) = ", example, re.M):
        del missing["ORMFORGE_DATABASE_URL"]
    for profile in [None, *re.findall(r"^\[profiles\.(\w+)\]", example, re.M)]:
        load(
            example,
            profile=profile,
            environ={
                "DATABASE_URL": "sqlite://",
                "CI_DATABASE_URL": "sqlite://",
                "SHOP_PASSWORD": "any",
                **missing,
            },
        )


def _given(variable: str, example: str) -> bool:
    table, key = variable.removeprefix("ORMFORGE_").lower().split("_")
    return re.search(rf"^\[{table}\]\n(?:.+\n)*?{key} = ", example, re.M) is not None
