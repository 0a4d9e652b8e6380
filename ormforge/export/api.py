"""The API schemas as documents: one JSON Schema with all of them below `$defs`, or one of OpenAPI 3.1.

https://json-schema.org/draft/2020-12 and https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ormforge.export.routes import Resource, error_components, paths

JsonSchema = dict[str, Any]
DEFINITIONS = "#/$defs/"
COMPONENTS = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a document of OpenAPI says of itself: the API's title and version."""

    title: str = "API"
    version: str = "0.1.0"


def json_schema(schemas: Mapping[str, JsonSchema]) -> JsonSchema:
    """The document with the schemas below `$defs`, sorted by name; they refer to each other there."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": _sorted(schemas),
    }


def openapi(
    schemas: Mapping[str, JsonSchema], info: Info, resources: Iterable[Resource] | None = None
) -> JsonSchema:
    """The document with the schemas as components, and with the routes of the resources where they are given."""
    served = {} if resources is None else {"paths": paths(resources)}
    errors = {} if resources is None else error_components(COMPONENTS)
    return {
        "openapi": "3.1.0",
        "info": {"title": info.title, "version": info.version},
        **served,
        "components": {"schemas": _sorted({**errors, **schemas})},
    }


def document_text(document: JsonSchema) -> str:
    """The document as text, the same for equal documents."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _sorted(schemas: Mapping[str, JsonSchema]) -> JsonSchema:
    return {name: schemas[name] for name in sorted(schemas)}
