"""Findings, told to a person, to a program and to GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.grouping import grouped_findings
from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.reporting import print_annotations, print_lines, report_content

if TYPE_CHECKING:
    from ormforge.cli.summary import Line
    from ormforge.cli.terminal import Look
    from ormforge.report import Finding


def report_findings(invocation: Invocation, code: ExitCode, findings: tuple[Finding, ...]) -> None:
    """Tell the findings in the format that was asked for."""
    if invocation.output_format is OutputFormat.json:
        content = {"findings": [asdict(finding) for finding in findings]}
        report_content(invocation, code, content)
        return
    if invocation.output_format is OutputFormat.github:
        print_annotations(invocation, _annotations(grouped_findings(findings)))
    told = grouped_findings(findings, all_names=invocation.verbose)
    print_lines(invocation, finding_lines(told))


def finding_lines(findings: tuple[Finding, ...]) -> Iterator[Line]:
    """The findings for a person, a line each and their hints below."""
    from ormforge.cli.summary import Line

    for finding in findings:
        hint = "" if finding.hint is None else f"\n         {finding.hint}"
        text = f"{finding.severity:<7}  {finding.subject}: {finding.message}{hint}"
        yield Line(text, _LOOKS[finding.severity])


_LOOKS: dict[str, Look] = {"ok": "good", "info": "plain", "warning": "warning", "error": "error"}


def _annotations(findings: tuple[Finding, ...]) -> Iterator[str]:
    from ormforge.cli.github import annotation

    for finding in findings:
        message = "\n".join(filter(None, (finding.message, finding.hint)))
        match finding.severity:
            case "warning" | "error" as level:
                yield annotation(level, message, title=f"ormforge: {finding.subject}")
