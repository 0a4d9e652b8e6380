"""Plugins: installed packages that change the catalog, the draft, or the names in it.

A package offers one as an entry point of the group `ormforge.plugins`; a project asks for it by name. What is installed
and not asked for does nothing, so that one configuration makes the same files everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol, TypeVar

from ormforge.catalog.model import Catalog
from ormforge.config import Config
from ormforge.draft.model import Draft, Pins
from ormforge.drafting import draft_models
from ormforge.drafting.choices import NamingFunction, NamingFunctions
from ormforge.drafting.options import DraftOptions
from ormforge.errors import PluginError, RuleError, asked_for_by
from ormforge.pipeline.raised import told

GROUP = "ormforge.plugins"
_NO_PINS = Pins()
Value = TypeVar("Value", Catalog, Draft)


class Plugin(Protocol):
    """What a plugin may have; each is optional. A module with functions of these names is a plugin too.

    What a hook returns takes the place of what it was given; called once more on that, it has to change nothing. The
    functions that name things are called like those of `[naming]`, which come before them.
    """

    def change_catalog(self, catalog: Catalog) -> Catalog:
        """The database as the models are to have it: tables, columns and keys left out, added, or with other comments."""

    def change_draft(self, draft: Draft) -> Draft:
        """The models as they are to be printed: docstrings, bases, further attributes."""

    def class_name(self, *, table: str, schema: str | None, proposed: str) -> str | None:
        """The name of a class, or None."""

    def column_name(
        self, *, column: str, table: str, schema: str | None, proposed: str
    ) -> str | None:
        """The name of a column's attribute, or None."""

    def relationship_name(
        self,
        *,
        table: str,
        schema: str | None,
        target: str,
        columns: tuple[str, ...],
        many: bool,
        proposed: str,
    ) -> str | None:
        """The name of a relationship, or None."""


def changed_catalog(config: Config, catalog: Catalog) -> Catalog:
    """The catalog as the plugins leave it, in the order of the configuration. Raises PluginError, RuleError."""
    return _changed(config, "change_catalog", catalog, Catalog)


def planned_draft(
    config: Config, catalog: Catalog, options: DraftOptions, pins: Pins = _NO_PINS
) -> Draft:
    """The draft of the catalog as the plugins leave it. Raises DraftError, PluginError, RuleError."""
    return _changed(config, "change_draft", draft_models(catalog, options, pins), Draft)


def with_plugin_names(config: Config, functions: NamingFunctions) -> NamingFunctions:
    """The functions that name things: the project's own, and after each those of the plugins."""
    for number, (name, plugin) in enumerate(_plugins(config)):
        either = partial(_either, number, name, plugin)
        functions = replace(
            functions,
            classes=either(functions.classes, "class_name"),
            columns=either(functions.columns, "column_name"),
            relationships=either(functions.relationships, "relationship_name"),
        )
    return functions


def _plugins(config: Config) -> list[tuple[str, Any]]:
    """Every plugin that the configuration names, loaded. Raises RuleError, PluginError."""
    if not config.plugins:
        return []
    installed = {point.name: point for point in entry_points(group=GROUP)}
    found = []
    for number, name in enumerate(config.plugins):
        if name not in installed:
            near = get_close_matches(name, installed, n=1)
            said = f"; did you mean {near[0]!r}?" if near else ""
            raise RuleError(("plugins", number), f"no plugin {name!r} is installed{said}")
        with asked_for_by("plugins", number):
            found.append((name, _loaded(installed[name])))
    return found


def _loaded(point: EntryPoint) -> Any:
    try:
        loaded = point.load()
        return loaded() if isinstance(loaded, type) else loaded
    # Loading runs the plugin's code, which may raise anything.
    except Exception as error:
        raise PluginError(
            f"plugin {point.name} ({point.value}) cannot be loaded: {told(error)}"
        ) from error


def _changed(config: Config, hook: str, value: Value, kind: type[Value]) -> Value:
    for number, (name, plugin) in enumerate(_plugins(config)):
        change = getattr(plugin, hook, None)
        if change is not None:
            with asked_for_by("plugins", number):
                value = _changed_by(name, hook, change, value, kind)
    return value


def _changed_by(
    name: str, hook: str, change: Callable[[Value], Value], value: Value, kind: type[Value]
) -> Value:
    value = _called(name, hook, change, value)
    if not isinstance(value, kind):
        raise PluginError(f"plugin {name}: {hook} returned no {kind.__name__}: {value!r}")
    if _called(name, hook, change, value) != value:
        raise PluginError(
            f"plugin {name}: {hook} changes its own result",
            hint="Every run starts from names that the last one gave, so this would never end.",
        )
    return value


def _either(
    number: int, name: str, plugin: Any, first: NamingFunction | None, hook: str
) -> NamingFunction | None:
    """What the first function answers, or else the plugin."""
    second = getattr(plugin, hook, None)
    if second is None:
        return first

    def named(**facts: Any) -> str | None:
        answer = None if first is None else first(**facts)
        if answer is not None:
            return answer
        with asked_for_by("plugins", number):
            answer = _called(name, hook, second, **facts)
            if answer is None or (isinstance(answer, str) and answer.isidentifier()):
                return answer
            raise PluginError(f"plugin {name}: {hook} returned {answer!r}, which is no Python name")

    return named


def _called(name: str, hook: str, function: Callable[..., Any], *given: Any, **facts: Any) -> Any:
    try:
        return function(*given, **facts)
    # It is the plugin's code, which may raise anything; the error says whose.
    except Exception as error:
        raise PluginError(f"plugin {name}: {hook} failed: {told(error)}") from error
