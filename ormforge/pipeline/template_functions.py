"""Filters and tests for templates that the project brings along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from ormforge.errors import RuleError, TemplateError
from ormforge.pipeline.functions import project_object
from ormforge.pipeline.raised import told

Functions = Mapping[str, Callable[..., Any]]


def template_functions(key: str, paths: tuple[str, ...], root: Path) -> Functions:
    """The functions that `[templates] KEY` names, each by its name in templates.

    A path is that of a function, or of a dict of functions by name. Raises RuleError for one that is neither, and for
    two functions of one name.
    """
    found: dict[str, Callable[..., Any]] = {}
    for number, path in enumerate(paths):
        rule = ("templates", key, number)
        for name, function in _named(rule, path, root).items():
            if name in found:
                raise RuleError(rule, f"{path}: there is a function {name!r} already")
            found[name] = _telling(path, name, function, root)
    return found


def _named(rule: tuple[str | int, ...], path: str, root: Path) -> Functions:
    given = project_object(rule, path, root)
    named = given if isinstance(given, Mapping) else {path.partition(":")[2]: given}
    for name, function in named.items():
        if not isinstance(name, str) or not name.isidentifier() or not callable(function):
            raise RuleError(rule, f"{path}: {name!r} is no name with a function")
    return named


def _telling(path: str, name: str, function: Callable[..., Any], root: Path) -> Callable[..., Any]:
    """The function, whose failures tell that it was this one; what Jinja passes to it stays the same."""

    @wraps(function)
    def telling(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        # It is the project's code, which may raise anything; the error says where.
        except Exception as error:
            raise FunctionFailure(f"{name} ({path}) failed: {told(error, root)}") from error

    return telling


class FunctionFailure(TemplateError, ValueError):
    """A filter or test of the project has failed; the template's line is told where it is known."""
