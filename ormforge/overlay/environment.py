"""The overlay: folders of templates laid over the built-in ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader

from ormforge.errors import TemplateError
from ormforge.overlay.builtin import PREFIX, builtin_templates
from ormforge.overlay.filters import FILTERS
from ormforge.overlay.undefined import UnknownName, did_you_mean

Functions = Mapping[str, Callable[..., Any]]
_NOTHING: Mapping[str, object] = MappingProxyType({})
_NO_FUNCTIONS: Functions = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Folders of templates, the first match wins, the built-in folder last; and the values all templates share."""

    folders: tuple[Path, ...]
    builtin: Path
    vars: Mapping[str, object]
    config: Mapping[str, object]
    environment: Environment = field(repr=False, compare=False)

    @property
    def search_path(self) -> tuple[Path, ...]:
        """Every folder in which a template is looked for, in order."""
        return (*self.folders, self.builtin)


def open_overlay(
    folders: Sequence[Path],
    vars: Mapping[str, object] = _NOTHING,
    config: Mapping[str, object] = _NOTHING,
    *,
    filters: Functions = _NO_FUNCTIONS,
    tests: Functions = _NO_FUNCTIONS,
) -> Overlay:
    """The overlay of these folders over the built-in templates.

    `vars` are the user's own values, `config` the configuration as plain values; templates see both by these names.
    `filters` and `tests` are the user's own; they may take the place of built-in ones.
    Raises TemplateError where a folder is missing.
    """
    for folder in folders:
        if not folder.is_dir():
            raise TemplateError(
                f"{folder}: there is no such overlay folder",
                hint="Create it, or take it out of [templates] overlays.",
            )
    builtin = builtin_templates()
    return Overlay(
        folders=tuple(folders),
        builtin=builtin,
        vars=MappingProxyType(dict(vars)),
        config=MappingProxyType(dict(config)),
        environment=_environment([*folders, builtin], builtin, filters, tests),
    )


def nearest_template(overlay: Overlay, name: str) -> str | None:
    """What is wrong with the name of a template, with the nearest one; None where there is a template of this name."""
    known = overlay.environment.list_templates()
    if name in known:
        return None
    return f"there is no template {name!r}{did_you_mean(name, known)}"


def _environment(
    search_path: list[Path], builtin: Path, filters: Functions, tests: Functions
) -> Environment:
    loader = ChoiceLoader(
        [
            PrefixLoader({PREFIX.rstrip("/"): FileSystemLoader(builtin)}),
            FileSystemLoader(search_path),
        ]
    )
    environment = Environment(
        loader=loader,
        undefined=UnknownName,
        autoescape=False,  # noqa: S701 - what is printed is Python, not HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update({**FILTERS, **filters})
    environment.tests.update(tests)
    return environment
