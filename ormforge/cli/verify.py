"""`ormforge verify`: proof that the models are the database."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ormforge.cli.doctor import finding_lines
from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.reporting import print_lines, report_content

EXAMPLES = ("ormforge verify", "ormforge verify --scratch postgresql://localhost/empty")


def verify(
    context: typer.Context,
    *,
    scratch: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="An empty database to rebuild the models in, instead of one made beside the source.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Rebuild an empty database from the models and compare it with the real one.

    The models are imported, their mappers configured, and both catalogs compared object by object, and by alembic. Exit 1 if there is a difference.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load()
    findings = pipeline.verify(loaded.config, loaded.root, scratch=scratch)
    different = any(finding.severity == "error" for finding in findings)
    code = ExitCode.CHANGES if different else ExitCode.DONE
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, code, {"findings": [asdict(finding) for finding in findings]})
    else:
        print_lines(invocation, finding_lines(findings))
    return code
