"""Errors told with file and line, as a person sees them from where they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ormforge.cli.invocation import Invocation
from ormforge.errors import OrmforgeError, RuleError, TemplateError

if TYPE_CHECKING:
    from ormforge.config import Problem
    from ormforge.errors import Rule


class PlacedError(OrmforgeError):
    """An error with the place of the key that asked for what has failed; `kind` is the class of the error itself."""

    def __init__(self, error: OrmforgeError, problem: Problem) -> None:
        super().__init__(str(problem), hint=error.hint, rule=error.rule)
        self.kind = type(error).__name__
        self.problems = (problem,)


def placed_error(invocation: Invocation, error: OrmforgeError) -> OrmforgeError:
    """The error with the place of the key that asked for what has failed, where there is one; paths in it are short."""
    here = f"{invocation.folder}{os.sep}"
    if isinstance(error, TemplateError):
        return TemplateError(error.message.replace(here, ""), hint=error.hint)
    error.message = error.message.removeprefix(here)
    if error.rule is None:
        return error
    reason = error.reason if isinstance(error, RuleError) else error.message
    problem = _problem(invocation, error.rule, reason)
    if isinstance(error, RuleError):
        from ormforge.config import InvalidConfig

        return InvalidConfig([problem], hint=error.hint)
    return error if problem.source.kind == "default" else PlacedError(error, problem)


def _problem(invocation: Invocation, rule: Rule, reason: str) -> Problem:
    from ormforge.config import Problem, read_config
    from ormforge.config.source import dotted

    loaded = read_config(
        invocation.folder,
        invocation.config_file,
        invocation.profile,
        {},
        invocation.environ,
    )
    return Problem(source=loaded.layer.source(rule), key=dotted(rule), message=reason)
