"""The promises of a whole project, as checks of one run."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PurePosixPath

import black
import sqlalchemy.orm as orm

from ormforge.pipeline.modules import module_name
from ormforge.plan import FileChange
from ormforge.workspace.layout import base_owner
from tests.merge.fuzz.promises import Broken, changes, is_clean
from tests.merge.fuzz.whole import Whole, WholeRun, laid_out

_PACKAGE = "app"


def check_run(run: WholeRun, marks: frozenset[str]) -> None:
    """Nothing, where the run has kept every promise; `marks` are words that a person wrote. Raises Broken.

    The gate has been asked by the run itself.
    """
    _check_second_run(run)
    _check_unchanged(run)
    _check_untouched(run)
    _check_marks(run.after, marks)
    _check_import(run)
    _check_clean(run)


def _check_second_run(run: WholeRun) -> None:
    for change in (*run.second.changes, *run.second.state):
        if change.changed:
            state = change.path.parts[0] == ".ormforge"
            raise Broken("memory" if state else "second run", _told(change))


def _told(change: FileChange) -> str:
    before, after = ((raw or b"").decode(errors="replace") for raw in (change.before, change.after))
    return f"{change.path}\n{changes(before, after)}"


def _check_unchanged(run: WholeRun) -> None:
    """A file for which the same is generated as before stays; but for imports of what a person has moved or renamed."""
    if run.before.regrouped:
        return
    for change in run.plan.changes:
        base = run.before.base(change.path)
        if base is not None and base == run.after.base(change.path) and change.changed:
            raise Broken("unchanged", _told(change))


def _check_untouched(run: WholeRun) -> None:
    """A project that nobody has edited is what is generated, but for the order; a table stays in its module."""
    made = (base_owner(path) for path in run.after.files)
    if run.before.edited or any(path and path not in run.after.files for path in made):
        return
    for path, text in run.after.texts.items():
        base = run.after.base(path)
        if base is None:
            continue
        lines = [sorted(filter(str.strip, each.split("\n"))) for each in (base.decode(), text)]
        if lines[0] != lines[1]:
            raise Broken("untouched", f"{path}\n{changes(base.decode(), text)}")


def _check_marks(after: Whole, marks: frozenset[str]) -> None:
    left = after.archive + "".join(after.texts.values())
    for mark in sorted(marks):
        if mark not in left:
            raise Broken("lost", mark)


def _check_import(run: WholeRun) -> None:
    if any(note.severity in ("decision", "warning") for note in run.plan.notes):
        return
    if not any(change.changed for change in run.plan.changes) or _has_returned(run):
        return
    stale = frozenset(
        note.path for note in run.plan.notes if note.code == "stale-file" and note.path
    )
    found = problem(run.after, stale)
    if found is not None and problem(run.before, stale) is None:
        raise Broken("import", f"a project that worked does no longer: {found}")


def _check_clean(run: WholeRun) -> None:
    for change in run.plan.changes:
        if (
            not change.changed
            or change.path.suffix != ".py"
            or None in (change.before, change.after)
        ):
            continue
        before, text = (source.texts[change.path] for source in (run.before, run.after))
        if not is_clean(text) and is_clean(before) and not _has_returned(run):
            detail = changes(text, black.format_str(text, mode=black.Mode()))
            raise Broken("clean", f"{change.path} was black-clean and is no longer\n{detail}")


def _has_returned(run: WholeRun) -> bool:
    """Whether something is as it was before, which may have been unclean."""
    archived = len(run.after.archive) < len(run.before.archive)
    return archived or run.after.remembered < run.before.remembered


def check_detour(before: Whole, after: Whole) -> None:
    """Nothing, where a change and its reversal have left every file as it was, byte for byte. Raises Broken."""
    _check_same("detour", before, after, lambda path: path in before.sources)


def check_either(one: Whole, other: Whole) -> None:
    """Nothing, where two orders of the same events have come to the same. Raises Broken."""
    _check_same("order", one, other, lambda path: path in one.sources or path in other.sources)


def _check_same(
    kind: str, one: Whole, other: Whole, counts: Callable[[PurePosixPath], bool]
) -> None:
    for path in sorted({*one.sources, *other.sources}):
        if counts(path) and one.files.get(path) != other.files.get(path):
            texts = (project.texts.get(path, "") for project in (one, other))
            raise Broken(kind, f"{path}\n{changes(*texts)}")


def problem(project: Whole, stale: frozenset[PurePosixPath] = frozenset()) -> str | None:
    """Why the project's modules cannot be imported or their mappers not configured; None where all is well.

    Files that are `stale` are not looked at: what they stand on has gone.
    """
    modules = ((path, text) for path, text in project.texts.items() if path.suffix == ".py")
    return _problem(tuple(each for each in modules if each[0] not in stale))


@lru_cache(maxsize=500)
def _problem(texts: tuple[tuple[PurePosixPath, str], ...]) -> str | None:
    with laid_out({path: text.encode() for path, text in texts}) as root:
        return _imported(root, [path for path, _ in texts])


def _imported(root: Path, paths: list[PurePosixPath]) -> str | None:
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for path in paths:
                importlib.import_module(module_name(path))
            orm.configure_mappers()
    except Exception as error:  # noqa: BLE001 - whatever a random edit breaks
        return f"{type(error).__name__}: {str(error).replace(str(root), '')}"
    finally:
        sys.path.remove(str(root))
        sys.dont_write_bytecode = written
        orm.clear_mappers()
        _forget_modules()
    return None


def _forget_modules() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
        del sys.modules[name]
    if "sqlmodel" in sys.modules:
        sys.modules["sqlmodel"].SQLModel.metadata.clear()
