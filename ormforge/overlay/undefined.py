"""What happens when a template names something that does not exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from jinja2 import StrictUndefined
from jinja2.utils import missing

CONTEXT_NAMES = (
    "api",
    "catalog",
    "config",
    "context_version",
    "draft",
    "enums",
    "field",
    "item",
    "model",
    "module",
    "schema",
    "table",
    "tables",
    "target",
    "vars",
)
"""Every variable that some template is given."""


class UnknownName(StrictUndefined):
    """An undefined value that fails on every use, and says which name comes nearest."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        if self._undefined_obj is missing:
            return f"there is no variable {name!r} here{did_you_mean(name, CONTEXT_NAMES)}"
        if isinstance(self._undefined_obj, Mapping):
            owner = "the mapping"
        elif self._undefined_obj is None:
            owner = "None"
        else:
            owner = type(self._undefined_obj).__name__
        return f"{owner} has no {name!r}{did_you_mean(name, _names_of(self._undefined_obj))}"


def did_you_mean(name: str, names: Collection[str]) -> str:
    """`; did you mean 'x'?` with the nearest of the names, or nothing where none is near."""
    near = get_close_matches(name, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _names_of(value: object) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        return tuple(str(key) for key in value)
    return tuple(name for name in dir(value) if not name.startswith("_"))
