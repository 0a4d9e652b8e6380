"""The promises of the merge, as checks of one run."""

from __future__ import annotations

import difflib
import sys
import types
import warnings
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import PurePosixPath

import black
from black.parsing import InvalidInput

from ormforge.catalog.model import Catalog
from ormforge.errors import OrmforgeError
from ormforge.gate import check_result
from ormforge.merge import Merge
from ormforge.pipeline.joins import join_notes
from ormforge.plan import Generated, Memory
from ormforge.usage import find_mentions, models_of
from tests.merge.fuzz.page import parsed
from tests.merge.fuzz.printed import generate
from tests.merge.fuzz.project import PATH, Project, Run, merging, promised


class Broken(Exception):
    """A promise that a run has broken. `kind` tells which, in a word."""

    def __init__(self, kind: str, detail: str) -> None:
        self.kind = kind
        super().__init__(f"{kind}: {detail}")


def check_run(run: Run, marks: frozenset[str], seen: Catalog) -> None:
    """Nothing, where the run has kept every promise. Raises Broken.

    `marks` are words that a person wrote, `seen` is the catalog that the last run saw.
    """
    _check_second_run(run, _check_gate(run))
    _check_unchanged(run)
    _check_untouched(run)
    _check_marks(run, marks)
    _check_import(run, seen)
    _check_clean(run)


def _check_gate(run: Run) -> Merge | None:
    """The second merge that the gate has asked for."""
    second: list[Merge] = []

    def again(
        base: Mapping[PurePosixPath, Generated],
        mine: Mapping[PurePosixPath, str],
        new: Mapping[PurePosixPath, Generated],
        memory: Memory,
    ) -> Mapping[PurePosixPath, str | None]:
        second.append(merging(run.before)(base, mine, new, memory))
        return second[-1].files

    found = check_result(
        run.files,
        {PATH: run.before.text},
        {PATH: run.new},
        run.merged.files,
        run.merged.memory,
        again,
        before=run.before.memory,
    )
    if found:
        checks = sorted({item.check for item in found})
        raise Broken(f"gate {' '.join(checks)}", "\n".join(map(str, found)))
    return second[-1] if run.merged.files[PATH] == run.after.text else None


def _check_second_run(run: Run, merged: Merge | None) -> None:
    after = run.after
    pins = promised(after)
    if pins != run.pins and generate(after.catalog, pins) != run.new:
        second = generate(after.catalog, pins).text
        raise Broken("names", "a second run generates other text\n" + changes(run.new.text, second))
    if merged is None:
        files = {PATH: run.new}
        try:
            merged = merging(after)(files, {PATH: after.text}, files, after.memory)
        except OrmforgeError as error:
            raise Broken("second run", error.message) from error
    if merged.files[PATH] != after.text:
        raise Broken("second run", changes(after.text, merged.files[PATH] or ""))
    if merged.memory != after.memory:
        raise Broken("memory", _differing(after.memory, merged.memory))


def _differing(one: Memory, other: Memory) -> str:
    """What a second run remembers otherwise."""
    pairs = [
        (item.name, getattr(one, item.name), getattr(other, item.name)) for item in fields(Memory)
    ]
    return "\n".join(f"{name}\n  {a}\n  {b}" for name, a, b in pairs if a != b)


def _check_unchanged(run: Run) -> None:
    if run.files.get(PATH) == run.new and run.after.raw != run.before.raw:
        detail = changes(run.before.text, run.after.text)
        raise Broken("unchanged", f"a run without a migration changes the file\n{detail}")


def _check_untouched(run: Run) -> None:
    """A file that nobody has edited is what is generated, but for the order."""
    if run.before.edited:
        return
    lines = [sorted(filter(str.strip, text.split("\n"))) for text in (run.new.text, run.after.text)]
    if lines[0] != lines[1]:
        raise Broken("untouched", changes(run.new.text, run.after.text))


def _check_marks(run: Run, marks: frozenset[str]) -> None:
    remembered = "".join(item.text for item in run.after.memory.archive)
    for mark in sorted(marks):
        if mark not in run.after.text and mark not in remembered:
            raise Broken("lost", mark)


def _check_import(run: Run, seen: Catalog) -> None:
    decided = any(note.severity in ("decision", "warning") for note in run.merged.notes)
    if decided or not run.before.edited and run.before.base is None:
        return
    if run.after.text == run.before.text or _has_returned(run):
        return
    found = problem(run.after.text)
    if found is not None and problem(run.before.text) is None and not _is_told(run, seen):
        raise Broken("import", f"a module that worked does no longer: {found}")


def _is_told(run: Run, seen: Catalog) -> bool:
    """Whether the run tells that hand-written code uses what has gone, or has no longer one way to join."""
    before, after = run.before.text, run.after.text
    models = models_of([("models",)], [before], [after], {})
    printed = run.new.text
    return bool(
        find_mentions(after, models, (), printed=printed)
        or join_notes(seen, run.after.catalog, {PATH: run.new}, {PATH: after})
    )


def _check_clean(run: Run) -> None:
    text = run.after.text
    if text == run.before.text or _has_returned(run) or is_clean(text):
        return
    if is_clean(run.before.text):
        detail = changes(text, black.format_str(text, mode=black.Mode()))
        raise Broken("clean", f"a file that was black-clean is no longer\n{detail}")


def _has_returned(run: Run) -> bool:
    """Whether something is as it was before, which may have been unclean, or broken."""
    old, memory = run.before.memory, run.after.memory
    return len(old.former) > len(memory.former) or bool(set(old.archive) - set(memory.archive))


def check_detour(before: Project, after: Project) -> None:
    """Nothing, where a change and its reversal have left the file as it was, byte for byte. Raises Broken."""
    if before.raw != after.raw:
        raise Broken("detour", changes(before.text, after.text))


def check_either(one: Project, other: Project) -> None:
    """Nothing, where two orders of the same events have come to the same. Raises Broken."""
    if one.raw != other.raw:
        raise Broken("order", changes(one.text, other.text))


@lru_cache(maxsize=5_000)
def problem(text: str) -> str | None:
    """Why a module cannot be imported or its mappers not configured; None where all is well."""
    module = sys.modules["models"] = types.ModuleType("models")
    space = vars(module)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(parsed(text), "models.py", "exec"), space)
            registry = getattr(space.get("Base"), "registry", None)
            if registry is not None:
                registry.configure()
    except Exception as error:  # noqa: BLE001 - whatever a random edit breaks
        return f"{type(error).__name__}: {error}"
    finally:
        registry = getattr(space.get("Base"), "registry", None)
        if registry is not None:
            registry.dispose()
    return None


@lru_cache(maxsize=5_000)
def is_clean(text: str) -> bool:
    """Whether black would leave the text as it is."""
    try:
        return black.format_str(text, mode=black.Mode()) == text
    except (InvalidInput, ValueError):
        return False


def changes(one: str, other: str) -> str:
    """What differs between two texts."""
    before, after = one.splitlines(keepends=True), other.splitlines(keepends=True)
    return "".join(difflib.unified_diff(before, after, "before", "after", n=3))
