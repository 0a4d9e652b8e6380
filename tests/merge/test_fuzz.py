"""Random sequences of edits and migrations, on one file and on whole projects: the promises of the merge, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.merge.fuzz.play import failure, smallest
from tests.merge.fuzz.recipe import Recipe, made_up, made_up_whole, read_recipe

SEQUENCES = int(os.environ.get("ORMFORGE_SEQUENCES", "2000"))
PROJECTS = int(os.environ.get("ORMFORGE_PROJECTS", "100"))
SEED = int(os.environ.get("ORMFORGE_SEED", "0"))
BATCH = 50
FOUND = Path(__file__).parent / "fuzz" / "found.txt"


def _recipes() -> list[str]:
    lines = FOUND.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("line", _recipes())
def test_a_sequence_that_once_failed(line: str) -> None:
    broken = failure(read_recipe(line))
    assert broken is None, str(broken)


@pytest.mark.parametrize("line", _recipes()[:3])
def test_a_recipe_is_read_as_it_is_written(line: str) -> None:
    assert str(read_recipe(line)) == line


@pytest.mark.parametrize("start", range(SEED, SEED + SEQUENCES, BATCH))
def test_nothing_is_lost_in_any_sequence(start: int) -> None:
    for seed in range(start, start + BATCH):
        _prove(seed, made_up(seed))


@pytest.mark.parametrize("start", range(SEED, SEED + PROJECTS, BATCH // 10))
def test_nothing_is_lost_in_any_project(start: int) -> None:
    for seed in range(start, start + BATCH // 10):
        _prove(seed, made_up_whole(seed))


def _prove(seed: int, recipe: Recipe) -> None:
    broken = failure(recipe)
    if broken is not None:
        least = smallest(recipe, broken.kind)
        pytest.fail(f"seed {seed}\nrecipe {least}\n{failure(least)}")
