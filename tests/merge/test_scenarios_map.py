"""Every scenario has a test."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tests.merge.scenarios import ELSEWHERE, SCENARIOS

FOLDER = Path(__file__).parent


def played() -> dict[int, list[str]]:
    """The tests of each scenario, by its number."""
    found: dict[int, list[str]] = {}
    for path in sorted(FOLDER.glob("test_scenarios_*.py")):
        module = importlib.import_module(f"tests.merge.{path.stem}")
        names = [name.removeprefix("test_") for name in vars(module) if name.startswith("test_")]
        for name in (*names, *getattr(module, "SCENARIOS", {})):
            if isinstance(name, str) and (number := re.match(r"(\d\d)[ _]", name)):
                found.setdefault(int(number[1]), []).append(f"{path.stem}: {name}")
    return found


def test_the_numbers_are_those_of_the_list() -> None:
    assert played().keys() | ELSEWHERE.keys() == SCENARIOS.keys()


@pytest.mark.parametrize("number", sorted(ELSEWHERE))
def test_what_is_played_elsewhere_is_there(number: int) -> None:
    module, _, name = ELSEWHERE[number].partition(":")
    assert callable(getattr(importlib.import_module(module), name))
