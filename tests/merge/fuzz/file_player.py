"""A project of one file, through the stages of the pipeline, in memory."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from ormforge.errors import MergeError, OrmforgeError
from ormforge.plan import Memory
from tests.merge.fuzz.page import Page
from tests.merge.fuzz.player import Player, is_python
from tests.merge.fuzz.project import Project, Run, regenerate
from tests.merge.fuzz.promises import Broken, check_detour, check_either, check_run
from tests.merge.fuzz.recipe import EDITS, Step


@dataclass(frozen=True)
class FilePlayer(Player[Project]):
    """Edits and runs of a project of one file."""

    def edited(self, step: Step) -> FilePlayer:
        text = self.project.text
        page = Page(text, random.Random(f"{step.name} {step.seed}"), str(step.seed))
        result = EDITS[step.name](page)
        if result is None or result == text or not is_python(result):
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

    def forgotten(self, loss: str) -> FilePlayer:
        project = replace(self.project, edited=True)
        if loss != "lose_lock":
            project = replace(project, base=None)
        if loss != "lose_base":
            project = replace(project, memory=Memory())
        left = project.text + "".join(item.text for item in project.memory.archive)
        marks = frozenset(mark for mark in self.marks if mark in left)
        return replace(self, project=project, marks=marks)

    def mixed(self, step: Step) -> FilePlayer:
        old = random.Random(f"{step.name} {step.seed}").choice(self.history)
        if step.name == "stale":
            project = replace(self.project, memory=old.memory, edited=True)
        else:
            project = replace(self.project, raw=old.raw, base=old.base, edited=True)
        left = project.text + "".join(item.text for item in project.memory.archive)
        marks = frozenset(mark for mark in self.marks if mark in left)
        return replace(self, project=project, marks=marks)

    def recoded(self, step: Step) -> FilePlayer:
        raw = recoded(self.project.text, step.name)
        project = replace(self.project, raw=raw, edited=True)
        try:
            return self if not is_python(project.text) else replace(self, project=project)
        except OrmforgeError:
            return self

    def checked(self, project: Project) -> Run | None:
        try:
            run = regenerate(project)
        except MergeError as error:
            if (
                "fail" in (project.on_conflict, project.on_orphan)
                and "would not be" not in error.message
            ):
                return None
            raise Broken("merge error", error.message) from error
        check_run(run, self.marks, self.seen)
        return run

    def is_new(self) -> bool:
        return self.project.base is None

    def check_detour(self, before: Project, after: Project) -> None:
        check_detour(before, after)

    def check_either(self, one: Project, other: Project) -> None:
        check_either(one, other)


def recoded(text: str, encoding: str) -> bytes:
    """A text with a byte order mark, or in Latin-1 with a line that says so."""
    if encoding == "bom":
        return b"\xef\xbb\xbf" + text.encode()
    return ("# coding: latin-1\n" + text).encode("latin-1", "ignore")
