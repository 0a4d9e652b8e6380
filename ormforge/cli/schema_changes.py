"""Telling what changed in the database: to a person, as Markdown, to a program, to GitHub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.reporting import print_annotations, report_content
from ormforge.cli.terminal import harmless

if TYPE_CHECKING:
    from ormforge.catalog.changes import SchemaChange
    from ormforge.cli.exit_codes import ExitCode


def report_changes(
    invocation: Invocation, changes: tuple[SchemaChange, ...], code: ExitCode, *, markdown: bool
) -> None:
    """Tell the changes in the format that was asked for; the product is empty where there are none."""
    if invocation.output_format is OutputFormat.json:
        from ormforge.cli.documents import changes_content

        report_content(invocation, code, {"schema_changes": changes_content(changes)})
        return
    if markdown:
        invocation.terminal.product("\n".join(markdown_lines(changes)))
    elif invocation.output_format is OutputFormat.github:
        print_annotations(invocation, _annotations(changes))
    else:
        invocation.terminal.product("\n".join(map(_line, changes)))
    invocation.say(_summary(changes))


def markdown_lines(changes: Iterable[SchemaChange]) -> Iterator[str]:
    """The changes as a list of Markdown, the breaking ones first."""
    from ormforge.cli.step_summary import markdown_change

    for change in sorted(changes, key=lambda one: one.breaking is None):
        yield f"- {markdown_change(change)}"


def _line(change: SchemaChange) -> str:
    text = f"{change}" if change.breaking is None else f"breaking: {change}: {change.breaking}"
    return harmless(text).replace("\n", "\\n")


def _annotations(changes: Iterable[SchemaChange]) -> Iterator[str]:
    from ormforge.cli.github import annotation

    for change in changes:
        if change.breaking is None:
            yield annotation("notice", _line(change), title="ormforge: schema")
        else:
            yield annotation("warning", _line(change), title="ormforge: breaking")


def _summary(changes: tuple[SchemaChange, ...]) -> str:
    if not changes:
        return "The database has not changed"
    count, breaking = len(changes), sum(change.breaking is not None for change in changes)
    return f"{count} change{'' if count == 1 else 's'} of the database, {breaking} breaking"
