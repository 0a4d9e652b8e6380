"""The documents of the API schemas: what pydantic says of the classes, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ormforge.config import Config
from ormforge.errors import OrmforgeError
from ormforge.export import Info, JsonSchema, json_schema, openapi
from ormforge.export.api import COMPONENTS, DEFINITIONS
from ormforge.pipeline.api_export.classes import ApiClasses, api_classes, required_api
from ormforge.pipeline.api_export.resources import routed, served
from ormforge.pipeline.children import ask_child, import_folders
from ormforge.pipeline.modules import module_name
from ormforge.process import Tell
from ormforge.schemas import Parameter

_CHILD = "ormforge.describing.child"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDocument:
    """A document, and what a person has to be told about it.

    `asked` and `answered` name the schemas of what clients send and of what they get.
    """

    content: JsonSchema
    asked: frozenset[str]
    answered: frozenset[str]
    warnings: tuple[str, ...] = field(default=())


def json_schema_of(config: Config, root: Path, *, tables: tuple[str, ...] = ()) -> ApiDocument:
    """The project's API schemas as one JSON Schema; no database is needed. Raises OrmforgeError."""
    classes = api_classes(config, root)
    said = _described(config, root, classes, DEFINITIONS, chosen=classes.chosen(tables))
    return _document(json_schema(said["schemas"]), said, config)


def openapi_of(
    config: Config,
    root: Path,
    info: Info,
    *,
    full: bool = False,
    tables: tuple[str, ...] = (),
    snapshot: Path | None = None,
    tell: Tell | None = None,
) -> ApiDocument:
    """The project's API schemas as components of OpenAPI 3.1; `full`: with the routes that serve them.

    Only the routes need the database, or a snapshot of it: for the keys of the tables. Raises OrmforgeError.
    """
    classes = api_classes(config, root)
    chosen = classes.chosen(tables)
    if not full:
        said = _described(config, root, classes, COMPONENTS, chosen=chosen)
        return _document(openapi(said["schemas"], info), said, config)
    routes = routed(config, root, classes, chosen, snapshot, tell)
    said = _described(
        config,
        root,
        classes,
        COMPONENTS,
        chosen=[name for route in routes for name in route.classes],
        own=False,
        parameters=[key for route in routes for key in route.keys],
    )
    return _document(openapi(said["schemas"], info, served(routes, said)), said, config)


def _described(
    config: Config,
    root: Path,
    classes: ApiClasses,
    references: str,
    *,
    chosen: list[str] | None,
    own: bool = True,
    parameters: Iterable[Parameter] = (),
) -> Mapping[str, Any]:
    """What the child says of the classes. Raises OrmforgeError where they cannot be imported or described."""
    path = required_api(config).path
    wanted = {
        "module": module_name(PurePosixPath(path)),
        "variants": dict(classes.variants),
        "chosen": chosen,
        "own": own,
        "parameters": [_question(parameter) for parameter in parameters],
        "references": references,
    }
    question = {"folders": import_folders(root), "wanted": wanted}
    answer: dict[str, Any] = ask_child(_CHILD, question, root, f"{path} cannot be described")
    if "error" in answer:
        raise OrmforgeError(f"{path}: {answer['error']}", hint=answer.get("hint"))
    return answer


def _question(parameter: Parameter) -> dict[str, Any]:
    imports = [(one.module, one.name, one.bound) for one in parameter.imports]
    return {"annotation": parameter.annotation, "imports": imports}


def _document(content: JsonSchema, said: Mapping[str, Any], config: Config) -> ApiDocument:
    path = required_api(config).path
    missing = (
        f"{name} is not in {path}: `ormforge generate` brings it back, unless you have removed it"
        for name in said["missing"]
    )
    return ApiDocument(
        content=content,
        asked=frozenset(map(_name, said["asked"].values())),
        answered=frozenset(map(_name, said["answered"].values())),
        warnings=(*missing, *said["warnings"]),
    )


def _name(schema: Mapping[str, Any]) -> str:
    """The name of the schema that a reference points to."""
    return str(schema.get("$ref", "")).rpartition("/")[2]
