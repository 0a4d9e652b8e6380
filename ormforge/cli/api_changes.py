"""Telling what changed for clients of an API: to a person, as Markdown, to a program, to GitHub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.reporting import print_annotations, report_content
from ormforge.cli.terminal import harmless
from ormforge.errors import UsageError

if TYPE_CHECKING:
    from ormforge.apidiff import Change
    from ormforge.pipeline.api_export import ApiDocument


class FailOn(str, Enum):
    """Which changes fail the run."""

    breaking = "breaking"
    change = "change"


DiffOption = Annotated[
    Path | None,
    typer.Option(
        "--diff",
        metavar="OLD",
        help="Write no document; tell what changed for clients since this one.",
        show_default=False,
    ),
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option(
        help="With --diff: exit 1 if a change breaks clients, or at any change.",
        show_default=False,
    ),
]
MarkdownOption = Annotated[
    bool, typer.Option("--markdown", help="With --diff: as a list in Markdown.")
]


def require_fitting_options(
    older: Path | None, fail_on: FailOn | None, markdown: bool, others: Mapping[str, object]
) -> None:
    """Nothing; raises UsageError for options that say nothing without --diff, or nothing with it."""
    if older is None:
        needing = {"--fail-on": fail_on, "--markdown": markdown}
        for name in (name for name, given in needing.items() if given):
            raise UsageError(f"{name} needs the document to compare with: --diff OLD")
    else:
        for name in (name for name, given in others.items() if given):
            raise UsageError(f"--diff compares whole documents and writes none: without {name}")


def tell_changes(
    invocation: Invocation,
    document: ApiDocument,
    older: Path,
    fail_on: FailOn | None,
    *,
    markdown: bool,
) -> ExitCode:
    """How the comparison went: `CHANGES` where there is what the run is to fail on. Raises OrmforgeError."""
    from ormforge import pipeline

    changes = pipeline.api_changes(document, invocation.folder / older, str(older))
    failing = any(change.breaking for change in changes) or fail_on is FailOn.change
    code = ExitCode.CHANGES if fail_on and changes and failing else ExitCode.DONE
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, code, {"api_changes": [_content(one) for one in changes]})
        return code
    if markdown:
        invocation.terminal.product("\n".join(_markdown(changes)))
    elif invocation.output_format is OutputFormat.github:
        print_annotations(invocation, _annotations(changes))
    else:
        invocation.terminal.product("\n".join(map(_line, changes)))
    invocation.say(_summary(changes))
    return code


def _content(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "place": change.place,
        "message": change.message,
        "breaking": change.breaking,
        "breaks": list(change.breaks),
    }


def _line(change: Change) -> str:
    text = f"breaking: {change} ({_broken(change)})" if change.breaking else f"{change}"
    return harmless(text).replace("\n", "\\n")


def _broken(change: Change) -> str:
    return " and ".join(f"{way}s" for way in change.breaks)


def _markdown(changes: Iterable[Change]) -> Iterator[str]:
    from ormforge.changelog.markdown import code_span
    from ormforge.cli.step_summary import plain_markdown

    for change in changes:
        text = f"{code_span(change.place)} {plain_markdown(change.message)}"
        broken = f"**Breaking** ({_broken(change)}): " if change.breaking else ""
        yield f"- {broken}{text}"


def _annotations(changes: Iterable[Change]) -> Iterator[str]:
    from ormforge.cli.github import annotation

    for change in changes:
        if change.breaking:
            yield annotation("warning", _line(change), title="ormforge: breaking")
        else:
            yield annotation("notice", _line(change), title="ormforge: API")


def _summary(changes: tuple[Change, ...]) -> str:
    if not changes:
        return "Nothing has changed for clients"
    count, breaking = len(changes), sum(change.breaking for change in changes)
    return f"{count} change{'' if count == 1 else 's'} of the API, {breaking} breaking"
