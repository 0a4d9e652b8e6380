"""The result of a run as Markdown, for the summary page of a GitHub Actions job.

The file and its size limit: docs.github.com, "Workflow commands for GitHub Actions", "Adding a job summary".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ormforge.catalog.changes import SchemaChange
from ormforge.cli.differences import unified_diff
from ormforge.cli.grouping import grouped_notes
from ormforge.cli.summary import kept_code
from ormforge.plan import FileChange, Note, Plan

VARIABLE = "GITHUB_STEP_SUMMARY"

_MOST = 60_000
"""Characters of a diff: a step's summary may have 1 MiB, and a page of that is no summary."""


def append_summary(file: Path, text: str) -> None:
    """Append to the summary's file, which other steps of the job have written to."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def summary_text(plan: Plan) -> str:
    """What changed in the database, which files would change and how, and every note but the mere information."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    changed = [change for change in plan.changes if change.changed]
    counting = [change for change in plan.changes if change.drift]
    differing = sum(change.changed for change in counting)
    state = f"{differing} of {len(counting)} files differ" if differing else "up to date"
    yield f"### ormforge: {state}\n"
    if plan.schema:
        yield "**Database, since the last run**\n"
        yield from (f"- {markdown_change(change)}" for change in plan.schema)
        yield ""
    for note in grouped_notes(plan.notes):
        if note.severity != "info":
            yield _note(note)
    if kept_code(plan.kept):
        yield f"\nHand-written code kept: {kept_code(plan.kept)}\n"
    for change in changed:
        yield from _diff(change)


def markdown_change(change: SchemaChange) -> str:
    """A change of the database as a line of Markdown; one that breaks code says so first, and how at its end."""
    text = plain_markdown(str(change))
    if change.breaking is None:
        return text
    return f"**Breaking:** {text}: {plain_markdown(change.breaking)}"


def _note(note: Note) -> str:
    place = (
        "" if note.path is None else f" `{note.path}{'' if note.line is None else f':{note.line}'}`"
    )
    return f"- **{note.severity}**{place}: {plain_markdown(note.message)}"


def _diff(change: FileChange) -> Iterator[str]:
    text = unified_diff([change])
    cut = text if len(text) <= _MOST else text[:_MOST] + "\n(cut)\n"
    longest = max((len(run) for run in re.findall("`+", cut)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"<details><summary>{plain_markdown(str(change.path))}</summary>\n"
    yield f"{fence}diff\n{cut.rstrip()}\n{fence}\n\n</details>\n"


def plain_markdown(text: str) -> str:
    """The text without what Markdown or HTML would take for its own: names come from the database."""
    one_line = " ".join(text.split())
    escaped = one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~])", r"\\\1", escaped)
