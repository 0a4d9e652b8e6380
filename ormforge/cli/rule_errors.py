"""Errors about rules of the configuration, told with the line on which the rule stands."""

from __future__ import annotations

from ormforge.cli.invocation import Invocation
from ormforge.errors import OrmforgeError, RuleError


def placed_error(invocation: Invocation, error: OrmforgeError) -> OrmforgeError:
    """The error with file and line where it is about a rule; any other as it is."""
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
