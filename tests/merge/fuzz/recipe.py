"""Recipes: sequences as a line of text, made up at random, and cut down to what a failure needs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ormforge.merge.ledger import OnConflict, OnOrphan
from tests.merge.fuzz import (
    edit_classes,
    edit_comments,
    edit_idioms,
    edit_layout,
    edit_members,
    edit_modules,
)
from tests.merge.fuzz.catalogs import DIALECTS
from tests.merge.fuzz.migrations import MIGRATIONS
from tests.merge.fuzz.page import Edit

EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for module in (
        edit_members,
        edit_idioms,
        edit_comments,
        edit_classes,
        edit_modules,
        edit_layout,
    )
    for edit in module.EDITS
}
ENCODINGS = ("bom", "latin")
_CONFLICT: tuple[OnConflict, ...] = ("mine", "mine", "mine", "theirs", "fail")
_ORPHAN: tuple[OnOrphan, ...] = ("archive", "archive", "keep", "fail")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the name of an edit, of a migration, or of what else may happen, and its own seed."""

    name: str
    seed: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.seed}" if self.seed else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A sequence: where it starts, how the project is configured, and its steps."""

    dialect: str
    start: int
    on_conflict: OnConflict = "mine"
    on_orphan: OnOrphan = "archive"
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        head = f"{self.dialect} {self.start} {self.on_conflict} {self.on_orphan}"
        return " ".join([head, *map(str, self.steps)])


def read_recipe(line: str) -> Recipe:
    """The recipe that a line says."""
    dialect, start, on_conflict, on_orphan, *steps = line.split()
    found = [
        Step(name, int(seed or 0)) for name, _, seed in (step.partition(":") for step in steps)
    ]
    return Recipe(
        dialect=dialect,
        start=int(start),
        on_conflict=on_conflict,  # type: ignore[arg-type]
        on_orphan=on_orphan,  # type: ignore[arg-type]
        steps=tuple(found),
    )


def made_up(seed: int) -> Recipe:
    """Any recipe."""
    rng = random.Random(f"recipe {seed}")
    steps: list[Step] = []
    for _ in range(rng.choice((1, 1, 2))):
        steps += _round(rng)
    return Recipe(
        dialect=rng.choice(list(DIALECTS)),
        start=rng.randrange(40),
        on_conflict=rng.choice(_CONFLICT),
        on_orphan=rng.choice(_ORPHAN),
        steps=tuple(steps),
    )


def _round(rng: random.Random) -> list[Step]:
    steps = [_step(rng, EDITS) for _ in range(rng.randrange(5))]
    if rng.random() < 0.04:
        steps.append(Step(rng.choice(ENCODINGS)))
    if rng.random() < 0.04:
        steps.append(Step("forget"))
    if rng.random() < 0.05:
        steps.append(_step(rng, ("checkout", "stale")))
    if rng.random() < 0.15:
        return [*steps, Step(f"detour-{rng.choice(list(MIGRATIONS))}", _seed(rng))]
    if rng.random() < 0.15:
        return [*steps, Step("detour-drop_table", _seed(rng))]
    steps += [_step(rng, MIGRATIONS) for _ in range(rng.randrange(4))]
    return [*steps, Step("either" if rng.random() < 0.2 else "run")]


def _step(rng: random.Random, names: Iterable[str]) -> Step:
    return Step(rng.choice(list(names)), _seed(rng))


def _seed(rng: random.Random) -> int:
    return rng.randrange(1, 10_000)


def smaller(recipe: Recipe, fails: Callable[[Recipe], bool]) -> Recipe:
    """The recipe without every step and setting that it fails without as well."""
    for plain in ({"on_conflict": "mine"}, {"on_orphan": "archive"}):
        candidate = replace(recipe, **plain)  # type: ignore[arg-type]
        recipe = candidate if candidate != recipe and fails(candidate) else recipe
    size = max(1, len(recipe.steps) // 2)
    while size:
        at = 0
        while at < len(recipe.steps):
            steps = recipe.steps[:at] + recipe.steps[at + size :]
            candidate = replace(recipe, steps=steps)
            if fails(candidate):
                recipe = candidate
            else:
                at += size
        size //= 2
    return recipe
