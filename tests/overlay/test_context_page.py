"""docs/templates.md: everything that a template may rely on, and nothing that is not there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from ormforge.overlay import TargetContext, list_templates, open_overlay
from ormforge.overlay.context import CONTEXT_VERSION
from ormforge.overlay.filters import FILTERS
from ormforge.overlay.undefined import CONTEXT_NAMES
from tests.overlay.context_page import reference

FILE = Path(__file__).parents[2] / "docs" / "templates.md"
HEADING = "\n## Reference\n\n"
ROW = re.compile(r"^\| `([a-z_]+)` \|", re.M)


def section(page: str, heading: str) -> str:
    _, found, rest = page.partition(f"\n## {heading}\n")
    assert found, heading
    return rest.partition("\n## ")[0]


def rows(text: str) -> set[tuple[str, str]]:
    """Every class and attribute of a reference."""
    owners = re.split(r"^### ", text, flags=re.M)[1:]
    names = re.compile(r"^\| `([^`]+)` \|", re.M)
    return {(each.split("\n")[0], name) for each in owners for name in names.findall(each)}


def test_the_reference_is_that_of_the_dataclasses(request: pytest.FixtureRequest) -> None:
    page = FILE.read_text(encoding="utf-8")
    before, found, written = page.partition(HEADING)
    assert found
    version = re.search(r"`context_version` is (\d+)", before)
    assert version
    gone = rows(written) - rows(reference())
    if int(version[1]) == CONTEXT_VERSION:
        assert not gone, "what a template relied on has gone: CONTEXT_VERSION has to rise"
    if request.config.getoption("--update"):
        FILE.write_text(before + HEADING + reference(), encoding="utf-8")
        page = FILE.read_text(encoding="utf-8")
    assert page == before + HEADING + reference()
    assert int(version[1]) == CONTEXT_VERSION


def test_every_variable_filter_template_and_block_is_told() -> None:
    page = FILE.read_text(encoding="utf-8")
    variables = set(ROW.findall(section(page, "Variables")))
    assert variables == set(CONTEXT_NAMES)
    assert {field.name for field in fields(TargetContext)} < variables
    assert set(ROW.findall(section(page, "Filters"))) == set(FILTERS)
    told = re.findall(
        r"^\| `([a-z_.0-9]+)` \|([^|]*)\|", section(page, "Templates and blocks"), re.M
    )
    found: dict[str, list[str]] = {}
    for source in list_templates(open_overlay([])):
        found.setdefault(source.template, []).extend([source.block] if source.block else [])
    blocks = {name: re.findall("`([a-z]+)`", text) for name, text in told}
    assert {name: sorted(each) for name, each in blocks.items()} == {
        name: sorted(each) for name, each in found.items()
    }
