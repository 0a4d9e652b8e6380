"""Telling what a run came to, in the format that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation, OutputFormat

if TYPE_CHECKING:
    from pathlib import Path

    from ormforge.cli.summary import Line, Outcome
    from ormforge.plan import Plan


def report_plan(
    invocation: Invocation,
    plan: Plan,
    root: Path,
    *,
    outcome: Outcome,
    code: ExitCode,
    checking: bool = False,
    diff: bool = False,
    message: bool = False,
) -> None:
    """Tell what a plan is and what became of it; with `diff`, print its changes as a diff, with `message` a commit message."""
    from ormforge.cli.commit_message import commit_message

    if invocation.output_format is OutputFormat.json:
        from ormforge.cli.documents import plan_content

        content = plan_content(plan, written=outcome == "written", diff=diff)
        if message:
            content["message"] = commit_message(plan)
        report_content(invocation, code, content)
        return
    if message:
        invocation.terminal.product(commit_message(plan))
    if diff:
        from ormforge.cli.differences import unified_diff

        invocation.terminal.product(unified_diff(plan.changes))
    if invocation.output_format is OutputFormat.github:
        from ormforge.cli.github import plan_annotations

        lines = plan_annotations(plan, root, invocation.folder, checking=checking)
        print_annotations(invocation, lines)
        _write_step_summary(invocation, plan)
    from ormforge.cli.summary import summarize

    print_lines(invocation, summarize(plan, outcome, all_lines=invocation.verbose))
    if checking and plan.changed and code is ExitCode.CHANGES:
        invocation.say("Run `ormforge generate` to bring it up to date")


def _write_step_summary(invocation: Invocation, plan: Plan) -> None:
    from pathlib import Path

    from ormforge.cli.step_summary import VARIABLE, append_summary, summary_text

    file = invocation.environ.get(VARIABLE)
    if file:
        append_summary(Path(file), invocation.terminal.mask.product(summary_text(plan)))


def report_content(invocation: Invocation, code: ExitCode, content: Mapping[str, Any]) -> None:
    """Print a result as a JSON document."""
    from ormforge.cli.documents import as_json, document

    whole = document(invocation.command, code, content)
    invocation.terminal.document(as_json(whole, invocation.terminal.mask))


def report_error(invocation: Invocation, error: Exception) -> None:
    """Tell an error: one line saying where, what and what to do."""
    if invocation.output_format is OutputFormat.json:
        from ormforge.cli.documents import error_content

        report_content(invocation, ExitCode.FAILED, error_content(error))
        return
    if invocation.output_format is OutputFormat.github:
        from ormforge.cli.github import error_annotations

        print_annotations(invocation, error_annotations(error))
    problems = [str(problem) for problem in getattr(error, "problems", ())]
    *first, last = problems or [getattr(error, "message", str(error))]
    hint = getattr(error, "hint", None)
    for text in (*first, last if hint is None else f"{last}\n  {hint}"):
        invocation.terminal.message(f"error: {text}", "error")


def print_annotations(invocation: Invocation, lines: Iterable[str]) -> None:
    """Print annotations to stdout, where the runner looks for them."""
    mask = invocation.terminal.mask
    invocation.terminal.document("\n".join(mask.message(line) for line in lines))


def print_lines(invocation: Invocation, lines: Iterable[Line]) -> None:
    """Print the lines of a summary; with `--quiet`, only those that are warnings or worse."""
    for line in lines:
        if not invocation.quiet or line.look in ("warning", "error"):
            invocation.terminal.message(line.text, line.look)
