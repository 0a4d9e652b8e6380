"""Errors about rules and templates, told with file and line as a person sees them from where they are."""

from __future__ import annotations

import os

from ormforge.cli.invocation import Invocation
from ormforge.errors import OrmforgeError, RuleError, TemplateError


def placed_error(invocation: Invocation, error: OrmforgeError) -> OrmforgeError:
    """The error with file and line where it is about a rule, with a short path where it is about a template; any other
    as it is."""
    if isinstance(error, TemplateError):
        message = error.message.replace(f"{invocation.folder}{os.sep}", "")
        return TemplateError(message, hint=error.hint)
    if not isinstance(error, RuleError):
        return error
    from ormforge.config import InvalidConfig, Problem, read_config
    from ormforge.config.source import dotted

    loaded = read_config(
        invocation.folder,
        invocation.config_file,
        invocation.profile,
        {},
        invocation.environ,
    )
    source = loaded.layer.source(error.rule)
    message = error.reason if error.hint is None else f"{error.reason}\n  {error.hint}"
    return InvalidConfig([Problem(source=source, key=dotted(error.rule), message=message)])
