"""The routes to create, read, update and delete the rows of tables, as FastAPI describes those of examples/targets.

Names, titles and shapes are FastAPI's own ("Path Operation Configuration" and "Additional Responses in OpenAPI" in its
documentation), so that the document and the one of an application with those routes are equal where they overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Json = dict[str, Any]
MOST_ROWS = 1000
"""How many rows one page may have."""

_ROWS = 100
_LAST_ROW = 2**63 - 1
_VALIDATION_ERROR = "HTTPValidationError"
_ERROR = "Error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """The rows of one table: `one` names one of them and `many` all of them (`order_item`, `order_items`).

    `keys` are the schemas of the parameters that tell a row, by name. `create`, `update` and `read` are the schemas of
    bodies, most often references; None where rows are not to be written. `components` is where the errors' stand.
    """

    one: str
    many: str
    keys: Mapping[str, Json]
    read: Json
    create: Json | None
    update: Json | None
    components: str


def paths(resources: Iterable[Resource]) -> Json:
    """The path items of all resources, in their order."""
    found: Json = {}
    for resource in resources:
        rows = f"/{resource.many.replace('_', '-')}"
        row = rows + "".join(f"/{{{name}}}" for name in resource.keys)
        found[rows] = {**_list(resource, rows), **_create(resource, rows)}
        found[row] = {**_read(resource, row), **_change(resource, row)}
    return found


def error_components(components: str) -> Json:
    """The schemas of the bodies of errors: FastAPI's own for 422, and what an HTTPException has for the others."""
    return {
        _ERROR: {
            "properties": {"detail": {"type": "string", "title": "Detail"}},
            "type": "object",
            "required": ["detail"],
            "title": _ERROR,
            "description": "Why a request was refused.",
        },
        _VALIDATION_ERROR: {
            "properties": {
                "detail": {
                    "items": {"$ref": f"{components}ValidationError"},
                    "type": "array",
                    "title": "Detail",
                }
            },
            "type": "object",
            "title": _VALIDATION_ERROR,
        },
        "ValidationError": _validation_error(),
    }


def _validation_error() -> Json:
    place = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    return {
        "properties": {
            "loc": {"items": place, "type": "array", "title": "Location"},
            "msg": {"type": "string", "title": "Message"},
            "type": {"type": "string", "title": "Error Type"},
            "input": {"title": "Input"},
            "ctx": {"type": "object", "title": "Context"},
        },
        "type": "object",
        "required": ["loc", "msg", "type"],
        "title": "ValidationError",
    }


def _list(resource: Resource, path: str) -> Json:
    listing = _Operation(resource, path, "get", f"list_{resource.many}")
    rows = {"type": "array", "items": resource.read, "title": listing.response_title}
    answers = {**_answer(200, rows), **listing.errors(422)}
    return {"get": listing.described(parameters=[*_page()], answers=answers)}


def _create(resource: Resource, path: str) -> Json:
    if resource.create is None:
        return {}
    creating = _Operation(resource, path, "post", f"create_{resource.one}")
    answers = {**_answer(201, resource.read), **creating.errors(409, 422)}
    return {"post": creating.described(body=resource.create, answers=answers)}


def _read(resource: Resource, path: str) -> Json:
    reading = _Operation(resource, path, "get", f"read_{resource.one}")
    answers = {**_answer(200, resource.read), **reading.errors(404, 422)}
    return {"get": reading.described(parameters=_keys(resource), answers=answers)}


def _change(resource: Resource, path: str) -> Json:
    if resource.update is None:
        return {}
    updating = _Operation(resource, path, "patch", f"update_{resource.one}")
    deleting = _Operation(resource, path, "delete", f"delete_{resource.one}")
    keys, gone = _keys(resource), {"204": {"description": "Successful Response"}}
    updated = {**_answer(200, resource.read), **updating.errors(404, 409, 422)}
    deleted = {**gone, **deleting.errors(404, 409, 422)}
    return {
        "patch": updating.described(parameters=keys, body=resource.update, answers=updated),
        "delete": deleting.described(parameters=keys, answers=deleted),
    }


@dataclass(frozen=True, slots=True)
class _Operation:
    """One operation by the name of the function that would serve it."""

    resource: Resource
    path: str
    method: str
    function: str

    @property
    def identity(self) -> str:
        """What FastAPI calls the operation, `generate_unique_id`."""
        return re.sub(r"\W", "_", f"{self.function}{self.path}") + f"_{self.method}"

    @property
    def response_title(self) -> str:
        return _title(f"Response_{self.identity}")

    def described(
        self, *, answers: Json, parameters: list[Json] | None = None, body: Json | None = None
    ) -> Json:
        described: Json = {
            "tags": [self.resource.many.replace("_", " ")],
            "summary": self.function.replace("_", " ").title(),
            "operationId": self.identity,
        }
        if parameters:
            described["parameters"] = parameters
        if body is not None:
            described["requestBody"] = {"required": True, "content": _content(body)}
        return {**described, "responses": answers}

    def errors(self, *codes: int) -> Json:
        return {str(code): _refusal(code, self.resource.components) for code in codes}


def _refusal(code: int, components: str) -> Json:
    is_validation = code == HTTPStatus.UNPROCESSABLE_ENTITY
    schema = {"$ref": components + (_VALIDATION_ERROR if is_validation else _ERROR)}
    said = "Validation Error" if is_validation else HTTPStatus(code).phrase
    return {"description": said, "content": _content(schema)}


def _answer(code: int, schema: Json) -> Json:
    return {str(code): {"description": "Successful Response", "content": _content(schema)}}


def _content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _keys(resource: Resource) -> list[Json]:
    return [_parameter(name, schema) for name, schema in resource.keys.items()]


def _parameter(name: str, schema: Json) -> Json:
    titled = schema if "$ref" in schema else {**schema, "title": _title(name)}
    return {"name": name, "in": "path", "required": True, "schema": titled}


def _page() -> Iterable[Json]:
    limit = {"type": "integer", "maximum": MOST_ROWS, "minimum": 1, "default": _ROWS}
    offset = {"type": "integer", "maximum": _LAST_ROW, "minimum": 0, "default": 0}
    told = (
        ("limit", limit, "At most so many rows."),
        ("offset", offset, "Without the first rows."),
    )
    for name, schema, description in told:
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "schema": {**schema, "description": description, "title": _title(name)},
            "description": description,
        }


def _title(name: str) -> str:
    return name.title().replace("_", " ")
