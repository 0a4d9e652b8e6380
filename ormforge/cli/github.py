"""Results as annotations of GitHub Actions.

The form and its escapes: docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from ormforge.cli.differences import Hunk, hunks
from ormforge.cli.grouping import grouped_notes
from ormforge.config.find import shown_path
from ormforge.plan import FileChange, Note, Plan

Level = Literal["notice", "warning", "error"]
_LEVELS: dict[str, Level] = {
    "info": "notice",
    "warning": "warning",
    "decision": "error",
    "error": "error",
}


def annotation(
    level: Level,
    message: str,
    *,
    title: str,
    file: str | None = None,
    line: int | None = None,
    last: int | None = None,
) -> str:
    """One annotation: `::error file=app/models.py,line=3,endLine=4,title=ormforge::message`."""
    places = {
        "file": file,
        "line": None if line is None else str(line),
        "endLine": None if last is None or last == line else str(last),
        "title": title,
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in places.items() if value)
    return f"::{level} {properties}::{_data(message)}"


def plan_annotations(plan: Plan, root: Path, folder: Path, *, checking: bool) -> Iterator[str]:
    """The annotations of a run: each file that is out of date while checking, and each note.

    Paths are written relative to `folder`, where the job runs.
    """
    for change in plan.changes:
        if checking and change.changed and change.drift:
            yield from _out_of_date(change, shown_path(root / change.path, folder))
    for note in grouped_notes(plan.notes):
        yield _note(note, root, folder, checking)


_SHOWN = 10
"""Annotations of a file, and lines in each: a step of a job shows ten of a level."""


def _out_of_date(change: FileChange, file: str) -> Iterator[str]:
    """An annotation for each place of the file that would be another; a file that comes or goes has one."""
    if change.before is None or change.after is None:
        what = "is not there yet" if change.before is None else "is no longer generated"
        yield annotation("error", f"{what}; {_RUN}", title=_TITLE, file=file, line=1)
        return
    found = hunks(change)
    if change.path.suffix == ".json":
        found = found[:1]  # data, which nobody mends line by line
    for hunk in found[:_SHOWN]:
        yield annotation(
            "error", _text(hunk), title=_TITLE, file=file, line=hunk.line, last=hunk.last
        )
    if len(found) > _SHOWN:
        message = f"{len(found) - _SHOWN} further places do not match the database; {_RUN}"
        yield annotation("error", message, title=_TITLE, file=file, line=found[_SHOWN].line)


_RUN = "run `ormforge generate`"
_TITLE = "ormforge: out of date"


def _text(hunk: Hunk) -> str:
    signed = [f"-{line}" for line in hunk.gone] + [f"+{line}" for line in hunk.come]
    shown = "".join(signed[:_SHOWN]) + ("..." if len(signed) > _SHOWN else "")
    return f"does not match the database; {_RUN}\n{shown}".rstrip("\n")


def error_annotations(error: Exception) -> Iterator[str]:
    """The annotations of an error: one for each problem of a configuration, or one for all of it."""
    problems, hint = getattr(error, "problems", ()), getattr(error, "hint", None)
    for problem in problems:
        in_file = problem.source.kind == "file"
        text = f"{problem.key}: {problem.message}" if problem.key else problem.message
        yield annotation(
            "error",
            text if hint is None else f"{text}\n{hint}",
            title=f"ormforge: {getattr(error, 'kind', 'configuration')}",
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
