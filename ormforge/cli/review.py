"""`ormforge review`: what the schema itself makes slow, ambiguous or fragile."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation, OutputFormat, invocation_of
from ormforge.cli.options import FromOption
from ormforge.cli.planning import snapshot_file
from ormforge.cli.reporting import print_annotations, report_content
from ormforge.cli.terminal import harmless

if TYPE_CHECKING:
    from ormforge.cli.github import Level
    from ormforge.review import Reviewed, SchemaFinding

EXAMPLES = (
    "ormforge review",
    "ormforge review --from catalog.json --fail-on warning",
    "ormforge --output-format json review",
)
_LEVELS: dict[str, Level] = {"info": "notice", "warning": "warning", "error": "error"}


class FailOn(str, Enum):
    """The gravity from which findings fail the run."""

    info = "info"
    warning = "warning"
    error = "error"


def review(
    context: typer.Context,
    *,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Exit 1 if a finding is this grave or graver.", show_default=False),
    ] = None,
    snapshot: FromOption = None,
) -> int:
    """Tell what the schema makes slow, ambiguous or fragile.

    Each finding has the SQL that mends it. Writes nothing, and runs none of the SQL. [review] silenced in the configuration takes findings out, each with a reason.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load(snapshot)
    file = snapshot_file(invocation, snapshot)
    reviewed = pipeline.review_schema(loaded.config, loaded.root, file)
    code = _code(reviewed, fail_on)
    _report(invocation, reviewed, code)
    return code


def _code(reviewed: Reviewed, fail_on: FailOn | None) -> ExitCode:
    levels = [level.value for level in FailOn]
    failing = () if fail_on is None else levels[levels.index(fail_on.value) :]
    unused = bool(reviewed.unused) and "warning" in failing
    failed = unused or any(finding.severity in failing for finding in reviewed.findings)
    return ExitCode.CHANGES if failed else ExitCode.DONE


def _report(invocation: Invocation, reviewed: Reviewed, code: ExitCode) -> None:
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, code, _content(reviewed))
        return
    if invocation.output_format is OutputFormat.github:
        print_annotations(invocation, _annotations(reviewed))
    else:
        invocation.terminal.product("\n".join(_lines(reviewed)))
    for key in reviewed.unused:
        invocation.terminal.message(f'[review] silenced: "{key}" silences nothing', "warning")
    invocation.say(_summary(reviewed))


def _content(reviewed: Reviewed) -> dict[str, Any]:
    return {
        "findings": [_finding(finding) for finding in reviewed.findings],
        "silenced": [{**_finding(one), "because": why} for one, why in reviewed.silenced],
        "unused": list(reviewed.unused),
    }


def _finding(finding: SchemaFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "object": finding.path,
        "reason": finding.reason,
        "fix": list(finding.fix),
        "advice": finding.advice,
    }


def _lines(reviewed: Reviewed) -> Iterator[str]:
    """Each finding with what to do below it; a name that holds a line feed stays on its line."""
    for finding in reviewed.findings:
        yield _one_line(f"{finding.severity}: {finding.path}: {finding.reason} [{finding.rule}]")
        for text in (*finding.fix, *filter(None, [finding.advice])):
            yield "    " + _one_line(text)


def _one_line(text: str) -> str:
    return harmless(text).replace("\n", "\\n")


def _annotations(reviewed: Reviewed) -> Iterator[str]:
    from ormforge.cli.github import annotation

    for finding in reviewed.findings:
        text = "\n".join(
            filter(None, (f"{finding.path}: {finding.reason}", *finding.fix, finding.advice))
        )
        yield annotation(_LEVELS[finding.severity], text, title=f"ormforge: {finding.rule}")
    for key in reviewed.unused:
        yield annotation("warning", f'"{key}" silences nothing', title="ormforge: [review]")


def _summary(reviewed: Reviewed) -> str:
    counts = [
        f"{sum(finding.severity == level.value for finding in reviewed.findings)} {level.value}"
        for level in reversed(FailOn)
    ]
    total = len(reviewed.findings)
    silenced = f"; {len(reviewed.silenced)} silenced" if reviewed.silenced else ""
    return f"{total} finding{'' if total == 1 else 's'}: {', '.join(counts)}{silenced}"
