"""Comparing two documents: their named schemas, each once, and their operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ormforge.apidiff.model import BOTH, Change, Direction, Json, judged
from ormforge.apidiff.operations import operation_changes, uses
from ormforge.apidiff.references import references
from ormforge.apidiff.schemas import Comparison

_EXACT = 2**53
"""Integers below it are the same for every reader of JSON (RFC 8259, section 6)."""

Uses = Mapping[str, frozenset[Direction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One document: its named schemas, and its paths, None where it has none."""

    schemas: Mapping[str, Any]
    paths: Mapping[str, Any] | None
    rest: Json


def compare_documents(
    old: Json, new: Json, *, asked: Iterable[str] = (), answered: Iterable[str] = ()
) -> tuple[Change, ...]:
    """The changes from the old document to the new one, breaking ones first; none where they are equal.

    Both are of OpenAPI 3.1, or a JSON Schema with `$defs`. Where there are no paths to tell, `asked` and `answered` name
    the schemas of what clients send and of what they get; a schema that neither refers to counts as both.
    """
    before, after = _side(old), _side(new)
    comparison = Comparison(old=before.schemas, new=after.schemas)
    directions = _directions(before, after, asked, answered)
    found = [*_schema_changes(before, after, comparison, directions)]
    found += operation_changes(before.paths or {}, after.paths or {}, comparison)
    found += _other_changes(before.rest, after.rest)
    return tuple(
        sorted(found, key=lambda change: (not change.breaking, change.rule == "annotation"))
    )


def _side(document: Json) -> _Side:
    exact: Json = _comparable(document)
    components = exact.get("components", {})
    schemas = components.get("schemas", {}) if "openapi" in exact else exact.get("$defs", {})
    others = {f"components/{name}": part for name, part in components.items() if name != "schemas"}
    known = ("components", "$defs", "paths")
    rest = {name: part for name, part in exact.items() if name not in known}
    return _Side(schemas=schemas, paths=exact.get("paths"), rest={**rest, **others})


def _comparable(value: Any) -> Any:
    """The value with numbers as every reader of JSON has them, and without order where none counts."""
    if isinstance(value, Mapping):
        return {name: _sorted(name, _comparable(part)) for name, part in value.items()}
    if isinstance(value, list):
        return [_comparable(part) for part in value]
    is_large = isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT
    return float(value) if is_large else value


def _sorted(name: str, value: Any) -> Any:
    if (
        name == "required"
        and isinstance(value, list)
        and all(isinstance(one, str) for one in value)
    ):
        return sorted(value)
    return value


def _directions(before: _Side, after: _Side, asked: Iterable[str], answered: Iterable[str]) -> Uses:
    """In which directions each schema goes over the wire, of what the one document or the other tells."""
    roots: dict[str, set[Direction]] = {}
    for side in (before, after):
        for name, direction in uses(side.paths or {}):
            roots.setdefault(name, set()).add(direction)
    if before.paths is None or after.paths is None:
        for name in asked:
            roots.setdefault(name, set()).add("request")
        for name in answered:
            roots.setdefault(name, set()).add("response")
    found: dict[str, frozenset[Direction]] = {}
    for side in (before, after):
        for root, directions in roots.items():
            for name in _reached(root, side.schemas):
                found[name] = found.get(name, frozenset()) | directions
    return found


def _reached(root: str, schemas: Mapping[str, Any]) -> set[str]:
    """The schema and all that it refers to, directly or not."""
    reached, waiting = set(), [root]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += references(schemas.get(name))
    return reached


def _schema_changes(
    before: _Side, after: _Side, comparison: Comparison, directions: Uses
) -> Iterator[Change]:
    told_by_paths = before.paths is not None and after.paths is not None
    for name in sorted({*before.schemas, *after.schemas}):
        if name not in after.schemas:
            # Where operations say what goes over the wire, they are compared with whatever stands in its place.
            breaks: tuple[Direction, ...] = () if told_by_paths else ("request", "response")
            yield Change(rule="schema-removed", place=name, message="is gone", breaks=breaks)
        elif name not in before.schemas:
            yield Change(rule="schema-added", place=name, message="is new")
        else:
            found = comparison.differences(before.schemas[name], after.schemas[name], "")
            unused: frozenset[Direction] = frozenset() if told_by_paths else BOTH
            yield from judged(found, name, directions.get(name, unused))


def _other_changes(old: Json, new: Json) -> Iterator[Change]:
    """Parts of the document that are about no schema and no operation."""
    for name in sorted({*old, *new}):
        if old.get(name, ...) != new.get(name, ...):
            said = "is gone" if name not in new else "is new" if name not in old else "has changed"
            yield Change(rule="annotation", place=name, message=said)
