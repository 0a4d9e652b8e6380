"""The tables whose rows an API can serve, and what is needed of the schemas for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ormforge.config import Config
from ormforge.draft.model import Draft, DraftModel
from ormforge.export import Resource
from ormforge.export.api import COMPONENTS
from ormforge.naming import plural, snake_case
from ormforge.pipeline.api_export.classes import ApiClasses
from ormforge.pipeline.generate import promised_draft, read_inputs
from ormforge.pipeline.modules import module_name
from ormforge.pipeline.source import read_catalog
from ormforge.process import Tell
from ormforge.schemas import Parameter, key_parameters

_UNFIT = ("list[", "dict[", "set[", "Range[", "Any")
"""How the types begin of which no value is text in a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A table whose rows are served: what one and all of them are called, its key, and the names of its schemas."""

    one: str
    many: str
    keys: tuple[Parameter, ...]
    read: str
    create: str | None
    update: str | None

    @property
    def classes(self) -> tuple[str, ...]:
        """The schemas that its operations have as bodies."""
        return tuple(name for name in (self.create, self.update, self.read) if name is not None)


def routed(
    config: Config,
    root: Path,
    classes: ApiClasses,
    chosen: list[str] | None,
    snapshot: Path | None,
    tell: Tell | None,
) -> tuple[Route, ...]:
    """The routes of the chosen classes, in the order of the paths of their tables. Raises OrmforgeError."""
    catalog = read_catalog(config, root, snapshot, tell)
    draft = promised_draft(read_inputs(config, root, catalog), config, root)
    models = module_name(PurePosixPath(config.output.path))
    found = sorted(draft.models, key=lambda model: model.table.path)
    routes = (route for model in found for route in _route(model, draft, classes, models))
    return tuple(route for route in routes if chosen is None or route.read in chosen)


def served(routes: tuple[Route, ...], said: Mapping[str, Any]) -> tuple[Resource, ...]:
    """The routes with what pydantic says of their schemas; without those whose schemas the project lacks."""
    parameters = iter(said["parameters"])
    found = []
    for route in routes:
        keys = {key.name: next(parameters) for key in route.keys}
        if not set(route.classes) & set(said["missing"]):
            found.append(_resource(route, keys, said))
    return tuple(found)


def _resource(route: Route, keys: Mapping[str, Any], said: Mapping[str, Any]) -> Resource:
    asked = said["asked"]
    return Resource(
        one=route.one,
        many=route.many,
        keys=keys,
        read=said["answered"][route.read],
        create=None if route.create is None else asked[route.create],
        update=None if route.update is None else asked[route.update],
        components=COMPONENTS,
    )


def _route(
    model: DraftModel, draft: Draft, classes: ApiClasses, models_module: str
) -> Iterator[Route]:
    """The routes of one table: none without a Read, and none without a key that is text in a path."""
    variants = {one.variant: one.name for one in classes.classes if one.table == model.table.path}
    keys = key_parameters(model, draft.catalog, models_module)
    is_fit = bool(keys) and not any(key.annotation.startswith(_UNFIT) for key in keys)
    if is_fit and "read" in variants:
        one = snake_case(model.name)
        yield Route(
            one=one,
            many=_many(one, draft),
            keys=keys,
            read=variants["read"],
            create=variants.get("create"),
            update=variants.get("update"),
        )


def _many(one: str, draft: Draft) -> str:
    """The plural of the word, unless that is another class's too."""
    plurals = Counter(plural(snake_case(model.name)) for model in draft.models)
    return plural(one) if plurals[plural(one)] == 1 else one
