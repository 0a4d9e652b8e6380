"""Comparing the operations of two documents of OpenAPI: paths, parameters, bodies, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ormforge.apidiff.model import Change, Direction, Json, judged
from ormforge.apidiff.references import references
from ormforge.apidiff.schemas import Comparison

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_COMPARED = frozenset({"parameters", "requestBody", "responses"})
_REQUEST: frozenset[Direction] = frozenset({"request"})
_RESPONSE: frozenset[Direction] = frozenset({"response"})
_NAME = re.compile(r"\{[^}]*\}")
Paths = Mapping[str, Any]


def uses(paths: Paths) -> Iterator[tuple[str, Direction]]:
    """The names of the schemas that operations refer to, and the direction in which they go."""
    for item in paths.values():
        for method, operation in item.items():
            if method in _METHODS:
                answers = operation.get("responses", {})
                yield from ((name, "response") for name in references(answers))
                asked = [operation.get("parameters"), operation.get("requestBody")]
                yield from (
                    (name, "request") for name in references([*asked, item.get("parameters")])
                )


def operation_changes(old: Paths, new: Paths, comparison: Comparison) -> Iterator[Change]:
    """The changes of all operations. A path is known by its words: what its parameters are called, no client sees."""
    before, after = _operations(old), _operations(new)
    for key in sorted({*before, *after}):
        if key not in after:
            place = before[key][0]
            yield Change(
                rule="operation-removed", place=place, message="is gone", breaks=("request",)
            )
        elif key not in before:
            yield Change(rule="operation-added", place=after[key][0], message="is new")
        else:
            yield from _operation(before[key][1], after[key][1], after[key][0], comparison)


def _operations(paths: Paths) -> dict[tuple[str, str], tuple[str, Json]]:
    """Each operation by the words of its path and its method: how it is called, and what it says."""
    found = {}
    for path, item in paths.items():
        for method in _METHODS:
            if method in item:
                operation = {**item[method]}
                operation["parameters"] = _placed(
                    path, [*item.get("parameters", ()), *operation.get("parameters", ())]
                )
                found[_NAME.sub("{}", path), method] = f"{method.upper()} {path}", operation
    return found


def _placed(path: str, parameters: list[Json]) -> Json:
    """The parameters by where they stand and their name; those of the path by their place in it."""
    order = [name[1:-1] for name in _NAME.findall(path)]
    found = {}
    for one in parameters:
        name = one.get("name", "")
        number = order.index(name) if one.get("in") == "path" and name in order else None
        found[f"{one.get('in')} {name if number is None else number}"] = one
    return found


def _operation(old: Json, new: Json, place: str, comparison: Comparison) -> Iterator[Change]:
    yield from _parameters(old["parameters"], new["parameters"], place, comparison)
    yield from _body(old.get("requestBody"), new.get("requestBody"), place, comparison)
    yield from _answers(old.get("responses", {}), new.get("responses", {}), place, comparison)
    for name in sorted({*old, *new} - _COMPARED):
        if old.get(name, ...) != new.get(name, ...):
            # What an operation asks of who calls it, no schema says.
            breaks: tuple[Direction, ...] = (
                ("request",) if name == "security" and name in new else ()
            )
            yield Change(
                rule="annotation", place=place, message=f"has another {name}", breaks=breaks
            )


def _parameters(old: Json, new: Json, place: str, comparison: Comparison) -> Iterator[Change]:
    for key in sorted({*old, *new}):
        one = new[key] if key in new else old[key]
        at = f"{place} {one.get('in')} {one.get('name')}"
        required = bool(new.get(key, {}).get("required"))
        if key not in new:
            yield Change(rule="parameter-removed", place=at, message="is gone", breaks=("request",))
        elif key not in old:
            said = f"is new{', and required' if required else ''}"
            yield Change(
                rule="parameter-added",
                place=at,
                message=said,
                breaks=("request",) if required else (),
            )
        else:
            yield from _parameter(old[key], new[key], at, comparison)


def _parameter(old: Json, new: Json, place: str, comparison: Comparison) -> Iterator[Change]:
    found = comparison.differences(old.get("schema", {}), new.get("schema", {}), "")
    yield from judged(found, place, _REQUEST)
    was, required = bool(old.get("required")), bool(new.get("required"))
    if was != required:
        said = "is required" if required else "is no longer required"
        yield Change(
            rule="required", place=place, message=said, breaks=("request",) if required else ()
        )
    yield from _wording(old, new, {"schema", "required"}, place)


def _body(old: Any, new: Any, place: str, comparison: Comparison) -> Iterator[Change]:
    at = f"{place} body"
    if old is None or new is None:
        if old is not None:
            yield Change(rule="body-removed", place=at, message="is gone", breaks=("request",))
        if new is not None:
            required = bool(new.get("required"))
            said = f"is new{', and required' if required else ''}"
            yield Change(
                rule="body-added", place=at, message=said, breaks=("request",) if required else ()
            )
        return
    was, required = bool(old.get("required")), bool(new.get("required"))
    if was != required:
        said = "is required" if required else "is no longer required"
        yield Change(
            rule="required", place=at, message=said, breaks=("request",) if required else ()
        )
    yield from _content(old, new, at, _REQUEST, comparison)
    yield from _wording(old, new, {"content", "required"}, at)


def _answers(old: Json, new: Json, place: str, comparison: Comparison) -> Iterator[Change]:
    for code in sorted({*old, *new}):
        at = f"{place} {code}"
        if code not in new:
            # An error that no longer occurs takes nothing away.
            breaks: tuple[Direction, ...] = ("response",) if code.startswith("2") else ()
            yield Change(rule="answer-removed", place=at, message="is gone", breaks=breaks)
        elif code not in old:
            yield Change(rule="answer-added", place=at, message="is new")
        else:
            yield from _content(old[code], new[code], at, _RESPONSE, comparison)
            yield from _wording(old[code], new[code], {"content"}, at)


def _content(
    old: Json, new: Json, place: str, way: frozenset[Direction], comparison: Comparison
) -> Iterator[Change]:
    """The media types of a body: one that is gone is missed by who sends it, and by who reads it."""
    before, after = old.get("content", {}), new.get("content", {})
    for media in sorted({*before, *after}):
        if media not in after:
            yield Change(
                rule="media-removed", place=place, message=f"is never {media}", breaks=tuple(way)
            )
        elif media not in before:
            yield Change(rule="media-added", place=place, message=f"may be {media}")
        else:
            was, now = before[media].get("schema", {}), after[media].get("schema", {})
            yield from judged(comparison.differences(was, now, ""), place, way)
            yield from _wording(before[media], after[media], {"schema"}, place)


def _wording(old: Json, new: Json, compared: set[str], place: str) -> Iterator[Change]:
    """What tells of a part, and is compared nowhere else."""
    for name in sorted({*old, *new} - compared):
        if old.get(name, ...) != new.get(name, ...):
            yield Change(rule="annotation", place=place, message=f"has another {name}")
