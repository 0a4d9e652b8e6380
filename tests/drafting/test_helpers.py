"""The helpers that generated modules bring along: typed, importable on their own, and never ormforge's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ormforge.drafting.helpers import draft_helpers, helper_names


def module_of(names: frozenset[str]) -> str:
    helpers = draft_helpers(names)
    imports = {wanted for helper in helpers for wanted in helper.imports}
    lines = [
        f"import {each.module}" if each.name is None else f"from {each.module} import {each.name}"
        for each in sorted(imports, key=lambda each: (each.module, each.name or ""))
    ]
    return "\n".join([*lines, *(helper.source for helper in helpers)])


def test_helpers_pass_mypy_strict(tmp_path: Path) -> None:
    path = tmp_path / "helpers.py"
    path.write_text(module_of(helper_names()))

    command = [sys.executable, "-m", "mypy", "--strict", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.stdout.startswith("Success"), result.stdout


OWNERS = {
    "compile_raw": "Raw",
    "compile_raw_constraint": "RawConstraint",
    "compile_virtual_table": "VirtualTable",
}


@pytest.mark.parametrize("name", sorted(helper_names()))
def test_each_helper_brings_what_it_needs(name: str) -> None:
    source = module_of(frozenset({name, OWNERS.get(name, name)}))

    exec(compile(source, name, "exec"), {"__name__": "helpers"})

    assert "ormforge" not in source


def test_unknown_helper() -> None:
    with pytest.raises(KeyError):
        draft_helpers({"nothing"})
