"""Whole documents: operations, parameters, bodies, answers, named schemas, and in which direction they go."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ormforge.apidiff import compare_documents
from ormforge.export import Info, Resource, openapi
from ormforge.export.api import COMPONENTS

SCHEMAS: dict[str, Any] = {
    "BookCreate": {
        "type": "object",
        "properties": {"title": {"type": "string"}, "kind": {"$ref": f"{COMPONENTS}Kind"}},
        "required": ["title"],
    },
    "BookUpdate": {"type": "object", "properties": {"title": {"type": "string"}}},
    "BookRead": {
        "type": "object",
        "properties": {
            "id": {"type": "integer", "maximum": 2**63 - 1},
            "title": {"type": "string"},
            "kind": {"$ref": f"{COMPONENTS}Kind"},
            "note": {"type": "string"},
        },
        "required": ["id", "kind", "title"],
    },
    "Kind": {"type": "string", "enum": ["new", "used"]},
    "Apart": {"type": "object", "properties": {"a": {"type": "string"}}},
}
BOOKS = Resource(
    one="book",
    many="books",
    keys={"id": {"type": "integer"}},
    read={"$ref": f"{COMPONENTS}BookRead"},
    create={"$ref": f"{COMPONENTS}BookCreate"},
    update={"$ref": f"{COMPONENTS}BookUpdate"},
    components=COMPONENTS,
)
FULL = openapi(SCHEMAS, Info(), [BOOKS])
REQUEST, RESPONSE = ("request",), ("response",)


def at(document: Any, *names: str | int) -> Any:
    for name in names:
        document = document[name]
    return document


def put(*names: Any) -> Callable[[Any], None]:
    """A change that puts the last value at the place of the others."""

    def change(document: Any) -> None:
        *path, name, value = names
        at(document, *path)[name] = value

    return change


def drop(*names: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        *path, name = names
        del at(document, *path)[name]

    return change


def renamed_parameter(document: Any) -> None:
    text = document["paths"].pop("/books/{id}")
    for operation in text.values():
        operation["parameters"][0]["name"] = "book_id"
    document["paths"]["/books/{book_id}"] = text


GET, POST = ("paths", "/books", "get"), ("paths", "/books", "post")
COMPONENT = ("components", "schemas")
QUERY = {"name": "q", "in": "query", "schema": {"type": "string"}}


@pytest.mark.parametrize(
    ("change", "told", "breaks"),
    [
        (drop("paths", "/books/{id}", "delete"), "DELETE /books/{id} is gone", REQUEST),
        (put("paths", "/books", "put", {"responses": {}}), "PUT /books is new", ()),
        (renamed_parameter, "GET /books/{book_id} path book_id has another name", ()),
        (drop(*GET, "parameters", 0), "GET /books query limit is gone", REQUEST),
        (lambda d: at(d, *GET)["parameters"].append(QUERY), "GET /books query q is new", ()),
        (
            lambda d: at(d, *GET)["parameters"].append({**QUERY, "required": True}),
            "GET /books query q is new, and required",
            REQUEST,
        ),
        (
            put(*GET, "parameters", 0, "required", True),
            "GET /books query limit is required",
            REQUEST,
        ),
        (
            put(*GET, "parameters", 0, "schema", "maximum", 50),
            "GET /books query limit is at most 50, was at most 1000",
            REQUEST,
        ),
        (
            put(*GET, "parameters", 0, "schema", "maximum", 5000),
            "GET /books query limit is at most 5000, was at most 1000",
            (),
        ),
        (
            put(*GET, "parameters", 0, "schema", "default", 5),
            "GET /books query limit has the default 5, was 100",
            (),
        ),
        (put(*GET, "operationId", "books"), "GET /books has another operationId", ()),
        (put(*GET, "security", [{"key": []}]), "GET /books has another security", REQUEST),
        (drop(*POST, "requestBody"), "POST /books body is gone", REQUEST),
        (
            put(*GET, "requestBody", {"required": True, "content": {}}),
            "GET /books body is new, and required",
            REQUEST,
        ),
        (drop(*POST, "requestBody", "required"), "POST /books body is no longer required", ()),
        (
            put(*POST, "requestBody", "content", {"text/csv": {}}),
            "POST /books body is never application/json",
            REQUEST,
        ),
        (
            put(*POST, "requestBody", "content", "text/csv", {}),
            "POST /books body may be text/csv",
            (),
        ),
        (
            put(
                *POST,
                "requestBody",
                "content",
                "application/json",
                "schema",
                {"$ref": f"{COMPONENTS}Apart"},
            ),
            "POST /books body.kind is gone",
            REQUEST,
        ),
        (drop(*GET, "responses", "200"), "GET /books 200 is gone", RESPONSE),
        (drop(*GET, "responses", "422"), "GET /books 422 is gone", ()),
        (put(*GET, "responses", "418", {"description": "Tea"}), "GET /books 418 is new", ()),
        (
            put(*GET, "responses", "200", "description", "Books"),
            "GET /books 200 has another description",
            (),
        ),
        (drop(*COMPONENT, "Apart"), "Apart is gone", ()),
        (put(*COMPONENT, "Other", {}), "Other is new", ()),
        (put(*COMPONENT, "Apart", {"type": "string"}), "Apart is string, was object", ()),
        (put(*COMPONENT, "Kind", "enum", ["new", "used", "lost"]), 'Kind may be "lost"', RESPONSE),
        (put(*COMPONENT, "Kind", "enum", ["new"]), 'Kind is never "used"', REQUEST),
        (drop(*COMPONENT, "BookRead", "properties", "note"), "BookRead.note is gone", RESPONSE),
        (drop(*COMPONENT, "BookRead", "properties", "title"), "BookRead.title is gone", RESPONSE),
        (
            put(*COMPONENT, "BookRead", "required", ["kind", "id"]),
            "BookRead.title is no longer required",
            RESPONSE,
        ),
        (
            put(*COMPONENT, "BookCreate", "required", []),
            "BookCreate.title is no longer required",
            (),
        ),
        (
            put(*COMPONENT, "BookUpdate", "required", ["title"]),
            "BookUpdate.title is required",
            REQUEST,
        ),
        (
            put(
                *COMPONENT,
                "BookRead",
                "properties",
                "title",
                {"anyOf": [{"type": "string"}, {"type": "null"}]},
            ),
            "BookRead.title may be null",
            RESPONSE,
        ),
        (
            put(*COMPONENT, "BookCreate", "properties", "title", "format", "uuid"),
            "BookCreate.title has the format uuid, had no format",
            REQUEST,
        ),
        (put(*COMPONENT, "BookRead", "description", "A book."), "BookRead has a description", ()),
        (put("info", "title", "Shop"), "info has changed", ()),
    ],
)
def test_one_change(change: Callable[[Any], None], told: str, breaks: tuple[str, ...]) -> None:
    new = copy.deepcopy(FULL)
    change(new)
    assert new != FULL
    changes = compare_documents(FULL, new)
    assert told in [str(one) for one in changes]
    found = next(one for one in changes if str(one) == told)
    assert found.breaks == breaks
    assert compare_documents(new, new) == ()


def test_what_means_the_same_is_no_change() -> None:
    new = copy.deepcopy(FULL)
    read = at(new, *COMPONENT, "BookRead")
    read["properties"]["id"]["maximum"] = float(2**63 - 1)
    read["required"].reverse()
    assert compare_documents(FULL, new) == ()


def test_a_schema_under_another_name_breaks_nobody() -> None:
    new = copy.deepcopy(FULL)
    at(new, *COMPONENT)["Condition"] = at(new, *COMPONENT).pop("Kind")
    for name in ("BookCreate", "BookRead"):
        at(new, *COMPONENT, name, "properties")["kind"] = {"$ref": f"{COMPONENTS}Condition"}
    changes = compare_documents(FULL, new)
    assert not any(change.breaking for change in changes)
    assert {"Kind is gone", "Condition is new"} < {str(change) for change in changes}


def test_schemas_that_refer_to_themselves() -> None:
    tree = {"Tree": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Tree"}, "a": {}}}}
    other = {"Node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}}
    old = {"$defs": {**tree, "Top": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}}
    new = {"$defs": {**other, "Top": {"type": "array", "items": {"$ref": "#/$defs/Node"}}}}
    changes = compare_documents(old, new, asked=["Top"])
    assert "Top[].a is gone" in [str(change) for change in changes if change.breaks == REQUEST]


def test_without_paths_a_schema_that_is_gone_is_missed() -> None:
    old, new = {"$defs": {"A": {}, "B": {}}}, {"$defs": {"A": {}}}
    (change,) = compare_documents(old, new, asked=["A"])
    assert (str(change), change.breaks) == ("B is gone", ("request", "response"))
