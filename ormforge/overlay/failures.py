"""What goes wrong in a template, told with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import TemplateError as JinjaError

from ormforge.errors import TemplateError
from ormforge.overlay.environment import Overlay
from ormforge.overlay.undefined import did_you_mean

_FAILURES = (
    JinjaError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the expressions and tags of a template can raise."""


@contextmanager
def telling_where(overlay: Overlay, template: str) -> Iterator[None]:
    """Turn what loading or rendering the template raises into a TemplateError that names file and line."""
    try:
        yield
    except _FAILURES as failure:
        raise _told(overlay, template, failure) from failure


def _told(overlay: Overlay, template: str, failure: Exception) -> TemplateError:
    if isinstance(failure, TemplateSyntaxError):
        message = _with_nearest(overlay, str(failure.message).rstrip("."))
        return TemplateError(f"{failure.filename or template}:{failure.lineno}: {message}")
    place = _place(overlay, failure) or template
    if isinstance(failure, TemplateNotFound):
        missing = str(failure.name)
        near = did_you_mean(missing, overlay.environment.list_templates())
        return TemplateError(f"{place}: there is no template {missing!r}{near}")
    return TemplateError(f"{place}: {_with_nearest(overlay, _message(failure))}")


def _with_nearest(overlay: Overlay, message: str) -> str:
    """The message, with the nearest name where it is about a filter or test that is not there."""
    unknown = re.match("No (filter|test) named '(.+?)'", message)
    if unknown is None:
        return message
    environment = overlay.environment
    known = environment.filters if unknown[1] == "filter" else environment.tests
    return f"{message}{did_you_mean(unknown[2], tuple(known))}"


def _message(failure: Exception) -> str:
    if isinstance(failure, RecursionError):
        return "the template extends, includes or calls itself without end"
    if isinstance(failure, JinjaError | TemplateError):
        return str(failure.message)
    return f"{type(failure).__name__}: {failure}"


def _place(overlay: Overlay, failure: Exception) -> str | None:
    """The innermost line of a template that led to the failure, and the block it stands in."""
    found = None
    for frame, line in walk_tb(failure.__traceback__):
        file = Path(frame.f_code.co_filename)
        if any(file.is_relative_to(folder) for folder in overlay.search_path):
            # Jinja calls the code of a block by these words.
            block = re.fullmatch("block '(.+)'", frame.f_code.co_name)
            found = f"{file}:{line}" + (f": in block {block[1]!r}" if block else "")
    return found
