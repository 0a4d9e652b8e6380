"""Results as annotations of GitHub Actions.

The form and its escapes: docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from ormforge.cli.differences import first_difference
from ormforge.config.find import shown_path
from ormforge.plan import Note, Plan

Level = Literal["notice", "warning", "error"]
_LEVELS: dict[str, Level] = {
    "info": "notice",
    "warning": "warning",
    "decision": "error",
    "error": "error",
}


def annotation(
    level: Level, message: str, *, title: str, file: str | None = None, line: int | None = None
) -> str:
    """One annotation: `::error file=app/models.py,line=3,title=ormforge::message`."""
    places = {"file": file, "line": None if line is None else str(line), "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in places.items() if value)
    return f"::{level} {properties}::{_data(message)}"


def plan_annotations(plan: Plan, root: Path, folder: Path, *, checking: bool) -> Iterator[str]:
    """The annotations of a run: each file that is out of date while checking, and each note.

    Paths are written relative to `folder`, where the job runs.
    """
    for change in plan.changes:
        if checking and change.changed and change.drift:
            yield annotation(
                "error",
                "does not match the database; run `ormforge generate`",
                title="ormforge: out of date",
                file=shown_path(root / change.path, folder),
                line=first_difference(change),
            )
    for note in plan.notes:
        yield _note(note, root, folder, checking)


def error_annotations(error: Exception) -> Iterator[str]:
    """The annotations of an error: one for each problem of a configuration, or one for all of it."""
    problems = getattr(error, "problems", ())
    for problem in problems:
        in_file = problem.source.kind == "file"
        yield annotation(
            "error",
            f"{problem.key}: {problem.message}" if problem.key else problem.message,
            title="ormforge: configuration",
            file=problem.source.name if in_file else None,
            line=problem.source.line,
        )
    if not problems:
        yield annotation("error", str(error), title=f"ormforge: {type(error).__name__}")


def _note(note: Note, root: Path, folder: Path, checking: bool) -> str:
    unused = checking and note.code == "unused-rule"
    return annotation(
        "error" if unused else _LEVELS[note.severity],
        note.message if note.hint is None else f"{note.message}\n{note.hint}",
        title=f"ormforge: {note.code}",
        file=None if note.path is None else shown_path(root / note.path, folder),
        line=note.line,
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
