"""docs/config.md and docs/config/: every key, with its default, and examples that are accepted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from ormforge.config.keys import KnownKey, entry_type, fields, known_keys
from tests.config.conftest import Load

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# "): page
    for page in [DOCS / "config.md", *sorted((DOCS / "config").glob("*.md"))]
}
"""The pages, by their headings."""


def section(heading: str) -> str:
    """What is said of a table: a page of its own; of the keys outside tables: a section of the first page."""
    if heading in PAGES:
        return PAGES[heading].read_text(encoding="utf-8")
    first = PAGES["Configuration"].read_text(encoding="utf-8")
    _, found, rest = first.partition(f"\n## {heading}\n")
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
    assert set(PAGES) - {"Configuration"} == set(wanted) - {"Top level"}


EXAMPLES = [
    block
    for page in PAGES.values()
    for block in re.findall(r"^```toml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
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
