"""Sequences of edits, migrations and regenerations, each step checked against the promises of the merge."""

from __future__ import annotations

import difflib
import random
import warnings
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import black

from ormforge.gate import Violation, check_result
from ormforge.merge import Merge, merge, observe_names
from ormforge.plan import Generated, Memory
from tests.merge.edits import START, Hand, Migrations
from tests.merge.printer import MODE, Schema, blacken, generate

PATH = PurePosixPath("models.py")


@dataclass
class Project:
    """One project over time."""

    schema: Schema = START
    memory: Memory = field(default_factory=Memory)
    base: Generated | None = None
    text: str = ""

    def __post_init__(self) -> None:
        self.base = generate(self.schema)
        self.text = self.base.text

    def regenerate(self) -> Merge:
        """Merge the schema as it is now into the file as it is now, and take the result."""
        before = {PATH: self.base} if self.base else {}
        pins = observe_names(before, {PATH: self.text}, self.memory)
        new = {PATH: generate(self.schema, pins.names)}
        merged = merge(before, {PATH: self.text}, new, self.memory, formatter=blacken)
        self._check(before, new, merged)
        self.base, self.memory = new[PATH], merged.memory
        self.text = merged.files[PATH] or ""
        return merged

    def _check(self, before: dict, new: dict, merged: Merge) -> None:
        def again(*sides: object) -> dict:
            return merge(*sides, formatter=blacken).files

        found = check_result(
            before, {PATH: self.text}, new, merged.files, merged.memory, again, before=self.memory
        )
        archived = "".join(item.text for item in merged.memory.archive)
        lost = [item for item in found if not _explained(item, self.text, archived)]
        assert not lost, "\n".join(map(str, lost))
        result = merged.files[PATH] or ""
        second = merge(new, {PATH: result}, new, merged.memory, formatter=blacken)
        assert second.files[PATH] == result, "a second run changes the file"
        assert (
            second.memory == merged.memory
        ), f"a second run remembers other things\n{merged.memory}\n{second.memory}"


def run(seed: int, *, steps: int = 4, edits: int = 3, changes: int = 2) -> Project:
    """One random project; raises AssertionError where a promise is broken."""
    rng = random.Random(seed)
    hand, migrations = Hand(rng), Migrations(rng)
    project = Project()
    for _ in range(steps):
        for _ in range(rng.randrange(edits + 1)):
            project.text, _name = hand.edit(project.text)
        unchanged, base = project.text, project.base
        project.regenerate()
        # A rename by hand changes what is generated elsewhere, without a migration.
        assert (
            project.base != base or unchanged == project.text
        ), "a run without a migration changes the file\n" + _diff(unchanged, project.text)
        clean, works = _is_clean(project.text), imports(project.text) is None
        for _ in range(rng.randrange(changes + 1)):
            project.schema, _name = migrations.change(project.schema)
        merged = project.regenerate()
        decided = any(note.severity in ("decision", "warning") for note in merged.notes)
        broken = imports(project.text) if works and not decided else None
        assert broken is None, f"a module that worked does no longer: {broken}"
        remembered = "".join(item.text for item in merged.memory.archive)
        for mark in hand.marks:
            assert mark in project.text or mark in remembered, f"{mark} is lost"
        if clean and not _is_clean(project.text):
            raise AssertionError("a black-clean file is no longer clean")
    return project


def _explained(found: Violation, text: str, archived: str) -> bool:
    """Whether a finding is none: the line is in the archive, or a comment stands above an import that has changed."""
    lines = text.splitlines(keepends=True)
    number = found.line or 0
    if found.check == "conservation":
        return 0 < number <= len(lines) and lines[number - 1] in archived
    return found.check == "placement" and "import " in "".join(lines[number - 1 : number + 3])


def _diff(one: str, other: str) -> str:
    lines = [text.splitlines(keepends=True) for text in (one, other)]
    return "".join(difflib.unified_diff(*lines, "before", "after", n=2))


def imports(text: str) -> str | None:
    """Why a module cannot be imported or its mappers not configured; None where all is well."""
    space: dict[str, object] = {"__name__": "models"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(text, "models.py", "exec"), space)
            space["Base"].registry.configure()
    except Exception as error:  # noqa: BLE001 - whatever a random edit breaks
        return f"{type(error).__name__}: {error}"
    return None


def _is_clean(text: str) -> bool:
    try:
        return black.format_str(text, mode=MODE) == text
    except black.InvalidInput:
        return False
