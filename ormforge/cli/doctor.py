"""`ormforge doctor`: whether everything that a run needs is there."""

from __future__ import annotations

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.findings import report_findings
from ormforge.cli.invocation import invocation_of

EXAMPLES = ("ormforge doctor", "ormforge -c other.toml doctor")


def doctor(context: typer.Context) -> int:
    """Look for what keeps generate from working.

    Exit 2 if there is something. Looked at are the driver, the connection, the schemas and tables in sight, permissions, the templates, and the files.
    """
    from ormforge.pipeline.doctor import doctor as look_into

    invocation = invocation_of(context)
    loaded = invocation.load()
    findings = look_into(loaded.config, loaded.root)
    failed = any(finding.severity == "error" for finding in findings)
    code = ExitCode.FAILED if failed else ExitCode.DONE
    report_findings(invocation, code, findings)
    return code
