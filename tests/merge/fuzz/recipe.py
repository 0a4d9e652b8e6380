"""Recipes: sequences as a line of text, made up at random, and cut down to what a failure needs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

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
from tests.merge.fuzz.edit_projects import WHOLE_EDITS
from tests.merge.fuzz.migrations import MIGRATIONS
from tests.merge.fuzz.page import Edit
from tests.merge.fuzz.setups import any_setup

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
LOSSES = ("forget", "lose_base", "lose_lock")
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
    """A sequence: where it starts, how the project is configured, and its steps.

    With a `setup` it is played on a whole project, else on one file.
    """

    dialect: str
    start: int
    on_conflict: OnConflict = "mine"
    on_orphan: OnOrphan = "archive"
    setup: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        head = f"{self.dialect} {self.start} {self.on_conflict} {self.on_orphan}"
        return " ".join([head, *self.setup, *map(str, self.steps)])


def read_recipe(line: str) -> Recipe:
    """The recipe that a line says."""
    dialect, start, on_conflict, on_orphan, *words = line.split()
    steps = [word.partition(":") for word in words if "=" not in word]
    return Recipe(
        dialect=dialect,
        start=int(start),
        on_conflict=on_conflict,  # type: ignore[arg-type]
        on_orphan=on_orphan,  # type: ignore[arg-type]
        setup=tuple(word for word in words if "=" in word),
        steps=tuple(Step(name, int(seed or 0)) for name, _, seed in steps),
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


def made_up_whole(seed: int) -> Recipe:
    """Any recipe for a whole project."""
    rng = random.Random(f"whole {seed}")
    edits = (*EDITS, *(*WHOLE_EDITS,) * 3)
    recipe = Recipe(
        dialect=rng.choice(list(DIALECTS)),
        start=rng.randrange(40),
        on_conflict=rng.choice(_CONFLICT),
        on_orphan=rng.choice(_ORPHAN),
        setup=any_setup(rng),
        steps=tuple(_round(rng, edits)),
    )
    if recipe.on_orphan == "keep" and "layout=single" not in recipe.setup:
        # What stays in a package is open: an export of the form that a table has now, a class in a module of another name.
        return replace(recipe, on_orphan="archive")
    return recipe


def _round(rng: random.Random, edits: Iterable[str] = tuple(EDITS)) -> list[Step]:
    steps = [_step(rng, edits) for _ in range(rng.randrange(5))]
    if rng.random() < 0.04:
        steps.append(Step(rng.choice(ENCODINGS)))
    if rng.random() < 0.04:
        steps.append(Step(rng.choice(LOSSES)))
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
    for plain in _plainer(recipe):
        candidate = plain(recipe)
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


def _plainer(recipe: Recipe) -> Iterator[Callable[[Recipe], Recipe]]:
    """What takes one setting from a recipe."""
    yield lambda one: replace(one, on_conflict="mine")
    yield lambda one: replace(one, on_orphan="archive")
    for word in recipe.setup:
        yield partial(_without, word=word)


def _without(recipe: Recipe, word: str) -> Recipe:
    plain = ("layout=single",) if word.startswith("layout=") else ()
    return replace(recipe, setup=(*plain, *(each for each in recipe.setup if each != word)))
