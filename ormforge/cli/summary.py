"""A plan in words for a person, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ormforge.catalog.changes import SchemaChange
from ormforge.cli.grouping import grouped_notes
from ormforge.cli.terminal import Look
from ormforge.plan import FileChange, Kept, Note, Plan

Outcome = Literal["written", "would write", "not written"]
"""What became of a plan: it was written, it was only asked for, or an error forbade it."""

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary and how it looks."""

    text: str
    look: Look = "plain"


def summarize(plan: Plan, outcome: Outcome, *, all_lines: bool = False) -> Iterator[Line]:
    """The lines of the summary: the database's changes, the files, the code kept, the notes."""
    yield from _schema(plan.schema, all_lines)
    yield from _files(plan, outcome)
    kept = kept_code(plan.kept)
    if kept:
        yield Line(f"Hand-written code kept: {kept}")
    yield from _notes(plan.notes, all_lines)


def kept_code(kept: Kept) -> str:
    """How much hand-written code was kept: `3 methods, 1 relationship`; empty where there is none."""
    counts = (
        (kept.methods, "method"),
        (kept.relationships, "relationship"),
        (kept.regions, "region"),
        (kept.other, "other statement"),
    )
    return ", ".join(counted(count, what) for count, what in counts if count)


def counted(count: int, what: str) -> str:
    """A number with its noun: `1 file`, `2 files`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def note_lines(note: Note) -> str:
    """A note as `severity: file:line: message`, with its hint below."""
    place = "" if note.path is None else f"{note.path}: "
    if note.path is not None and note.line is not None:
        place = f"{note.path}:{note.line}: "
    hint = "" if note.hint is None else f"\n  {note.hint}"
    message = note.message
    if note.path is not None:  # which the message may begin with: for programs it is whole
        message = message.removeprefix(f"{note.path}").removeprefix(":").lstrip()
    return f"{_NAMES[note.severity]}: {place}{message}{hint}"


_NAMES = {"info": "note", "warning": "warning", "decision": "decision needed", "error": "error"}
_NOTE_LOOKS: dict[str, Look] = {
    "info": "dim",
    "warning": "warning",
    "decision": "error",
    "error": "error",
}
_ORDER = ("info", "warning", "decision", "error")


def _schema(changes: tuple[SchemaChange, ...], all_lines: bool) -> Iterator[Line]:
    if not changes:
        return
    yield Line(f"Database: {counted(len(changes), 'change')} since the last run", "heading")
    shown = changes if all_lines else changes[:_SHOWN]
    yield from (Line(f"  {change}") for change in shown)
    if len(shown) < len(changes):
        yield Line(f"  and {len(changes) - len(shown)} more (-v shows all)", "dim")


def _files(plan: Plan, outcome: Outcome) -> Iterator[Line]:
    changed = [change for change in plan.changes if change.changed]
    if not plan.changed:
        count = counted(sum(change.drift for change in plan.changes), "file")
        nothing = "" if changed else ", nothing to write"
        yield Line(f"Up to date: {count}{nothing}", "good")
        if outcome == "would write" and any(map(_is_state, plan.state)):
            yield Line(".ormforge/ is behind your edits; `ormforge generate` writes it alone")
    for change in changed:
        yield Line(
            f"{_verb(change, outcome)} {change.path}", "good" if outcome == "written" else "plain"
        )


def _is_state(change: FileChange) -> bool:
    """Whether what the next run has to know is not written yet; what may be forgotten does not count."""
    if not change.changed or "cache" in change.path.parts[:2]:
        return False
    return change.path.name != "lock.json" or _edits(change.before) != _edits(change.after)


def _edits(lock: bytes | None) -> object:
    """What a lock tells of the files as they are, without how they were made or stood once."""
    try:
        told = json.loads(lock or b"{}")
        files = {path: {**file, "config": None} for path, file in told.get("files", {}).items()}
    except (ValueError, TypeError, AttributeError):
        return lock
    return {**told, "versions": None, "former": None, "files": files}


def _verb(change: FileChange, outcome: Outcome) -> str:
    if change.after is None:
        return {"written": "Removed", "would write": "Would remove", "not written": "Not removed:"}[
            outcome
        ]
    return {"written": "Wrote", "would write": "Would write", "not written": "Not written:"}[
        outcome
    ]


def _notes(notes: tuple[Note, ...], all_lines: bool) -> Iterator[Line]:
    """The notes, the gravest last: what is read first stands right above the prompt."""
    told = grouped_notes(notes, all_names=all_lines)
    ordered = sorted(told, key=lambda note: _ORDER.index(note.severity))
    minor = [note for note in ordered if note.severity in ("info", "warning")]
    left_out = 0 if all_lines else max(0, len(minor) - _SHOWN)
    if left_out:
        yield Line(f"{left_out} further notes (-v shows all)", "dim")
    yield from (Line(note_lines(note), _NOTE_LOOKS[note.severity]) for note in ordered[left_out:])
