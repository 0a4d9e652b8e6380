"""A whole project, through the pipeline's own entry point, in a folder."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from ormforge.errors import MergeError, OrmforgeError
from ormforge.workspace.layout import LOCK_FILE, STATE, base_file
from tests.merge.fuzz.desk import Desk, Texts
from tests.merge.fuzz.edit_projects import WHOLE_EDITS
from tests.merge.fuzz.file_player import recoded
from tests.merge.fuzz.page import Page
from tests.merge.fuzz.player import Player, is_python
from tests.merge.fuzz.promises import Broken
from tests.merge.fuzz.recipe import EDITS, Step
from tests.merge.fuzz.whole import Whole, WholeRun, regenerate
from tests.merge.fuzz.whole_promises import check_detour, check_either, check_run, problem

_TRIES = 4
_CARELESS = 0.2
_REGROUPING = ("rename_class", "rename_table_variable", "delete_class")


@dataclass(frozen=True)
class WholePlayer(Player[Whole]):
    """Edits and runs of a whole project."""

    def edited(self, step: Step) -> WholePlayer:
        rng = random.Random(f"{step.name} {step.seed}")
        desk = Desk(self.project.texts, rng, str(step.seed))
        if step.name in WHOLE_EDITS:
            result = WHOLE_EDITS[step.name](desk)
        else:
            result = self._edited_page(step, desk)
        if not result or not all(
            is_python(text or "") for p, text in result.items() if p.suffix == ".py"
        ):
            return self
        try:
            project = self.project.rewritten(result)
            left = "".join(project.texts.values()) + project.archive
        except OrmforgeError:
            return self
        if problem(project) and not problem(self.project) and rng.random() > _CARELESS:
            return self
        if step.name in WHOLE_EDITS or step.name in _REGROUPING:
            project = replace(project, regrouped=True)
        fresh = {f"hand_{step.seed}_{number + 1}" for number in range(desk.count)}
        marks = {mark for mark in (*self.marks, *fresh) if mark in left}
        return replace(self, project=project, marks=frozenset(marks))

    def _edited_page(self, step: Step, desk: Desk) -> Texts | None:
        paths = desk.python()
        for path in desk.rng.sample(paths, min(len(paths), _TRIES)):
            page = Page(desk.texts[path], desk.rng, desk.prefix)
            result = EDITS[step.name](page)
            desk.count = max(desk.count, page.count)
            if result is not None and result != desk.texts[path]:
                return {path: result}
        return None

    def forgotten(self, loss: str) -> WholePlayer:
        project = self.project.forgotten(loss)
        left = "".join(project.texts.values()) + project.archive
        marks = frozenset(mark for mark in self.marks if mark in left)
        return replace(self, project=project, marks=marks)

    def mixed(self, step: Step) -> WholePlayer:
        old = random.Random(f"{step.name} {step.seed}").choice(self.history)
        own = [path for path in old.files if path.parts[0] != STATE.name]
        taken = [LOCK_FILE] if step.name == "stale" else [*own, *map(base_file, own)]
        files = {path: old.files[path] for path in taken if path in old.files}
        now = {p: raw for p, raw in self.project.files.items() if step.name == "stale" or p in own}
        kept = {p: raw for p, raw in self.project.files.items() if p.parts[0] == STATE.name}
        project = replace(self.project, files={**now, **kept, **files}, edited=True, regrouped=True)
        left = "".join(project.texts.values()) + project.archive
        marks = frozenset(mark for mark in self.marks if mark in left)
        return replace(self, project=project, marks=marks)

    def recoded(self, step: Step) -> WholePlayer:
        paths = [path for path, text in self.project.texts.items() if text and path.suffix == ".py"]
        path = random.Random(step.seed).choice(paths)
        raw = recoded(self.project.texts[path], step.name)
        project = replace(self.project, files={**self.project.files, path: raw}, edited=True)
        try:
            return self if not is_python(project.texts[path]) else replace(self, project=project)
        except OrmforgeError:
            return self

    def checked(self, project: Whole) -> WholeRun | None:
        try:
            run = regenerate(project)
        except MergeError as error:
            custom = project.config.custom
            if (
                "fail" in (custom.on_conflict, custom.on_orphan)
                and "would not" not in error.message
            ):
                return None
            raise Broken("merge error", error.message) from error
        except OrmforgeError as error:
            raise Broken(f"refused {type(error).__name__}", error.message) from error
        check_run(run, self.marks)
        return run

    def is_new(self) -> bool:
        return all(path.parts[0] != ".ormforge" for path in self.project.files)

    def check_detour(self, before: Whole, after: Whole) -> None:
        check_detour(before, after)

    def check_either(self, one: Whole, other: Whole) -> None:
        check_either(one, other)
