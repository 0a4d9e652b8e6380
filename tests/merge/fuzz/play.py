"""Playing a recipe: each step carried out, each run held against the promises."""

from __future__ import annotations

import random
import traceback
from dataclasses import dataclass, replace

from ormforge.catalog.model import Catalog
from ormforge.errors import MergeError, OrmforgeError
from ormforge.plan import Memory
from tests.merge.fuzz.catalogs import DIALECTS, start
from tests.merge.fuzz.migrations import MIGRATIONS
from tests.merge.fuzz.page import Page, parsed
from tests.merge.fuzz.project import Project, Run, created, regenerate
from tests.merge.fuzz.promises import Broken, check_detour, check_either, check_run
from tests.merge.fuzz.recipe import EDITS, ENCODINGS, Recipe, Step, smaller


def play(recipe: Recipe) -> Project:
    """The project after every step and a last run. Raises Broken where a promise is broken."""
    dialect = DIALECTS[recipe.dialect]
    catalog = start(dialect, recipe.start)
    project = created(catalog, recipe.on_conflict, recipe.on_orphan)
    player = Player(project, frozenset(), catalog, (project,))
    for step in (*recipe.steps, Step("run")):
        player = player.after(step)
    return player.project


@dataclass(frozen=True, slots=True)
class Player:
    """The project, the words that a person has written into it, the catalog that its last run saw, and what runs left."""

    project: Project
    marks: frozenset[str]
    seen: Catalog
    history: tuple[Project, ...] = ()

    def after(self, step: Step) -> Player:
        """The same after a step; unchanged where the step cannot be taken."""
        if step.name in EDITS:
            return self._edited(step)
        if step.name in MIGRATIONS:
            return self._migrated(step.name, step.seed) or self
        if step.name.startswith("detour-"):
            return self._detour(step)
        if step.name in ENCODINGS:
            return self._recoded(step.name)
        if step.name in ("checkout", "stale"):
            return self._mixed(step)
        if step.name == "forget":
            archived = "".join(item.text for item in self.project.memory.archive)
            marks = frozenset(mark for mark in self.marks if mark not in archived)
            project = replace(self.project, base=None, memory=Memory(), edited=True)
            return replace(self, project=project, marks=marks)
        return self._run(either=step.name == "either")

    def _edited(self, step: Step) -> Player:
        text = self.project.text
        page = Page(text, random.Random(f"{step.name} {step.seed}"), str(step.seed))
        result = EDITS[step.name](page)
        if result is None or result == text or not _is_python(result):
            return self
        try:
            project = self.project.rewritten(result)
            left = project.text
        except OrmforgeError:
            return self
        archived = "".join(item.text for item in project.memory.archive)
        fresh = {f"hand_{step.seed}_{number + 1}" for number in range(page.count)}
        marks = {m for m in self.marks if m in left or m in archived}
        marks |= {mark for mark in fresh if mark in left}
        return replace(self, project=project, marks=frozenset(marks))

    def _migrated(self, name: str, seed: int) -> Player | None:
        catalog = MIGRATIONS[name](self.project.catalog, random.Random(f"{name} {seed}"))
        if catalog is None or catalog == self.project.catalog:
            return None
        return replace(self, project=replace(self.project, catalog=catalog))

    def _recoded(self, encoding: str) -> Player:
        """The file saved with a byte order mark, or in Latin-1 with a line that says so."""
        text = self.project.text
        if encoding == "bom":
            raw = b"\xef\xbb\xbf" + text.encode()
        else:
            raw = ("# coding: latin-1\n" + text).encode("latin-1", "ignore")
        project = replace(self.project, raw=raw, edited=True)
        try:
            return self if not _is_python(project.text) else replace(self, project=project)
        except OrmforgeError:
            return self

    def _mixed(self, step: Step) -> Player:
        """An older commit's models beside newer state, or newer models beside an older lock.

        The baseline is in both cases the one that the models' header names.
        """
        if not self.history:
            return self
        old = random.Random(f"{step.name} {step.seed}").choice(self.history)
        if step.name == "stale":
            project = replace(self.project, memory=old.memory, edited=True)
        else:
            project = replace(self.project, raw=old.raw, base=old.base, edited=True)
        left = project.text + "".join(item.text for item in project.memory.archive)
        marks = frozenset(mark for mark in self.marks if mark in left)
        return replace(self, project=project, marks=marks)

    def _run(self, *, either: bool = False) -> Player:
        run = _checked(self.project, self.marks, self.seen)
        if run is None:
            return self
        if either and self.project.base is not None:
            self._check_other_order(run)
        history = (*self.history, run.after)[-4:]
        return replace(self, project=run.after, seen=run.after.catalog, history=history)

    def _check_other_order(self, run: Run) -> None:
        """First a run for the edits, then one for the migrations: it must come to the same."""
        first = _checked(replace(self.project, catalog=self.seen), self.marks, self.seen)
        if first is None or first.merged.notes:
            return
        then = replace(first.after, catalog=self.project.catalog)
        second = _checked(then, self.marks, self.seen)
        if second is not None and not run.merged.notes and not second.merged.notes:
            check_either(run.after, second.after)

    def _detour(self, step: Step) -> Player:
        settled = self._run()
        if settled is self:
            return self  # the run was refused: nothing is in step with the catalog
        changed = settled._migrated(step.name.removeprefix("detour-"), step.seed)
        if changed is None:
            return settled
        away = changed._run()
        if away.project.base is changed.project.base:
            return settled
        back = replace(away, project=replace(away.project, catalog=settled.project.catalog))._run()
        check_detour(settled.project, back.project)
        return back


def _checked(project: Project, marks: frozenset[str], seen: Catalog) -> Run | None:
    """A run that has kept every promise; None where the project is configured to go no further."""
    try:
        run = regenerate(project)
    except MergeError as error:
        if (
            "fail" in (project.on_conflict, project.on_orphan)
            and "would not be" not in error.message
        ):
            return None
        raise Broken("merge error", error.message) from error
    check_run(run, marks, seen)
    return run


def _is_python(text: str) -> bool:
    try:
        compile(parsed(text), "edited", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


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
