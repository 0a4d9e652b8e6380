"""`ormforge verify`: proof that the models are the database."""

from __future__ import annotations

from typing import Annotated

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.findings import report_findings
from ormforge.cli.invocation import invocation_of

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
    """Prove that a database rebuilt from the models is the real one.

    The models are imported, their mappers configured, and both catalogs compared object by object, and by
    alembic. Exit 1 if there is a difference.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    invocation.terminal.hide(scratch or "")
    loaded = invocation.load()
    findings = pipeline.verify(loaded.config, loaded.root, scratch=scratch)
    different = any(finding.severity == "error" for finding in findings)
    code = ExitCode.CHANGES if different else ExitCode.DONE
    report_findings(invocation, code, findings)
    return code
