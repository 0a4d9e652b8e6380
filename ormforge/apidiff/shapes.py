"""A JSON Schema as what its values may look like: shapes, each of one type."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ormforge.apidiff.model import Json

ANY = "any"
ANNOTATIONS = frozenset(
    {
        *("title", "description", "default", "examples", "example", "deprecated", "readOnly"),
        *("writeOnly", "$comment", "discriminator", "externalDocs", "xml"),
    }
)
"""Keywords that tell of a value and limit none (JSON Schema Validation 2020-12, section 9, and OpenAPI 3.1)."""

_SPLIT = frozenset({"anyOf", "oneOf", "type", "enum", "const", "$ref", "allOf"})


@dataclass(frozen=True, slots=True)
class Shape:
    """Values of one type, `any` for every type, or those of a schema that is referred to (`$ref NAME`).

    `values` are those allowed, as JSON text, None where the keywords alone limit them.
    """

    kind: str
    keywords: Json
    values: frozenset[str] | None = None

    @property
    def reference(self) -> str | None:
        """The name of the schema that is referred to."""
        return self.kind[5:] if self.kind.startswith("$ref ") else None


def shapes(schema: Any) -> tuple[Shape, ...]:
    """The shapes of the schema's values, each once; none where it allows no value."""
    found: list[Shape] = []
    for shape in _shapes(schema):
        if shape not in found:
            found.append(shape)
    return tuple(found)


def _shapes(schema: Any) -> Iterator[Shape]:
    if schema is True or schema == {}:
        yield Shape(ANY, {})
    if not isinstance(schema, Mapping) or not schema:
        return
    limits = {name: value for name, value in schema.items() if _is_limit(name)}
    parts = schema.get("allOf", ())
    if "$ref" in schema:
        yield Shape(f"$ref {_name(schema['$ref'])}", limits)
    elif len(parts) == 1 and not {"anyOf", "oneOf", "type"} & schema.keys():
        yield from (
            Shape(one.kind, {**one.keywords, **limits}, one.values) for one in _shapes(parts[0])
        )
    elif "anyOf" in schema or "oneOf" in schema:
        for part in schema.get("anyOf", schema.get("oneOf", ())):
            yield from (
                Shape(one.kind, {**one.keywords, **limits}, one.values) for one in _shapes(part)
            )
    else:
        yield from _typed(schema, {**limits, **({"allOf": parts} if parts else {})})


def _typed(schema: Mapping[str, Any], limits: Json) -> Iterator[Shape]:
    listed = schema.get("type", ANY)
    kinds = listed if isinstance(listed, list) else [listed]
    if "enum" in schema or "const" in schema:
        given = schema["enum"] if "enum" in schema else [schema["const"]]
        by_kind: dict[str, set[str]] = {}
        for value in given:
            if ANY in kinds or {*kinds} & set(_kinds_of(value)):
                by_kind.setdefault(_kinds_of(value)[0], set()).add(
                    json.dumps(value, sort_keys=True)
                )
        yield from (Shape(kind, limits, frozenset(values)) for kind, values in by_kind.items())
        return
    for kind in kinds:
        yield Shape(kind, limits)


def _kinds_of(value: Any) -> tuple[str, ...]:
    """The types of a value, the narrowest first."""
    if value is None:
        return ("null",)
    if isinstance(value, bool):
        return ("boolean",)
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return ("integer", "number")
    if isinstance(value, float):
        return ("number",)
    return (
        ("string",)
        if isinstance(value, str)
        else (("array" if isinstance(value, list) else "object"),)
    )


def _is_limit(name: str) -> bool:
    return name not in ANNOTATIONS and name not in _SPLIT and not name.startswith("x-")


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]
