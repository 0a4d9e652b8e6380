"""Playing a recipe: each step carried out, each run held against the promises."""

from __future__ import annotations

import traceback
from typing import Any

from tests.merge.fuzz.catalogs import DIALECTS, start
from tests.merge.fuzz.file_player import FilePlayer
from tests.merge.fuzz.player import Player
from tests.merge.fuzz.project import created
from tests.merge.fuzz.promises import Broken
from tests.merge.fuzz.recipe import Recipe, Step, smaller
from tests.merge.fuzz.whole import created as created_whole
from tests.merge.fuzz.whole_player import WholePlayer


def play(recipe: Recipe) -> None:
    """Nothing, where every step and a last run have kept every promise. Raises Broken where one is broken."""
    catalog = start(DIALECTS[recipe.dialect], recipe.start)
    settings = (recipe.on_conflict, recipe.on_orphan)
    player: Player[Any]
    if recipe.setup:
        whole = created_whole(catalog, recipe.setup, *settings)
        player = WholePlayer(whole, frozenset(), catalog, (whole,))
    else:
        file = created(catalog, *settings)
        player = FilePlayer(file, frozenset(), catalog, (file,))
    for step in (*recipe.steps, Step("run")):
        player = player.after(step)


def failure(recipe: Recipe) -> Broken | None:
    """The promise that playing the recipe breaks; a crash breaks one too."""
    try:
        play(recipe)
    except Broken as broken:
        return broken
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is to be told with its recipe
        frame = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"crash {type(error).__name__} {frame.name}"
        return Broken(kind, "".join(traceback.format_exception(error)[-6:]))
    return None


def smallest(recipe: Recipe, kind: str) -> Recipe:
    """The least of a recipe that still breaks the same promise."""

    def fails(candidate: Recipe) -> bool:
        found = failure(candidate)
        return found is not None and found.kind == kind

    return smaller(recipe, fails)
