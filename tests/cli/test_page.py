"""docs/cli.md, docs/exit-codes.md, docs/json.md: every command, option and exit code, every field of the JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from ormforge.cli.app import build_app
from ormforge.cli.documents import document, plan_content
from ormforge.cli.exit_codes import ExitCode
from tests.cli.plans import PLAN

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "cli.md").read_text(encoding="utf-8")
ROOT: Any = typer.main.get_command(build_app())


def commands(node: Any, words: str) -> list[tuple[str, Any]]:
    below = getattr(node, "commands", None)
    if below is None:
        return [(words, node)]
    return [
        found for name, command in below.items() for found in commands(command, f"{words} {name}")
    ]


def section(heading: str) -> str:
    _, found, rest = PAGE.partition(f"\n## {heading}\n")
    assert found, f"there is no section {heading}"
    return rest.partition("\n## ")[0]


def options(node: Any) -> set[str]:
    return {
        name for param in node.params if param.param_type_name == "option" for name in param.opts
    }


def documented(text: str) -> set[str]:
    cells = re.findall(r"^\| (`-.*?`) \| ", text, re.M)
    return {option for cell in cells for option in re.findall(r"`(--?[a-z-]+)", cell)}


@pytest.mark.parametrize(
    ("command", "node"), commands(ROOT, "ormforge"), ids=lambda value: str(value)
)
def test_every_option_of_a_command_is_documented(command: str, node: Any) -> None:
    assert documented(section(f"`{command}`")) == options(node) - {"-h", "--help"}


def test_the_options_before_the_command_are_documented() -> None:
    assert documented(section("Options before the command")) == options(ROOT) | {"-h", "--help"}


def test_no_other_command_is_documented() -> None:
    headings = set(re.findall(r"^## `(ormforge .*)`$", PAGE, re.M))
    assert headings == {command for command, _ in commands(ROOT, "ormforge")}


def test_every_exit_code_is_documented() -> None:
    page = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ", page, re.M)
    assert [int(row) for row in rows] == [code.value for code in ExitCode]


def test_every_field_of_a_plan_is_documented() -> None:
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    whole = document("check", 0, plan_content(PLAN, written=False, diff=True))
    names = {*whole, *whole["files"][0], *whole["kept"], *whole["notes"][0]}
    assert {name for name in names if f"`{name}`" not in text} == set()
