"""The fields of objects: which there are, which must be given, and whether others may.

Fields that a schema does not name are sent where it says what they are (`additionalProperties`: true or a schema, as of a
mapping); they are refused where it says false. Where it says nothing, none are sent, and any are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.rule import Pair, Rule


def _check(pair: Pair) -> Iterator[Difference]:
    old, new = (value or {} for value in pair.keyword("properties"))
    was, now = ({*(value or ())} for value in pair.keyword("required"))
    for name in sorted({*old, *new, *was, *now}):
        place = f"{pair.place}.{name}"
        if name in old and name not in new:
            yield _removed(pair, place, old[name], name in was)
        elif name in new and name not in old:
            yield _added(pair, place, new[name], name in now)
        else:
            if name in new:
                yield from pair.compare(old[name], new[name], place)
            if (name in was) != (name in now):
                yield _required(place, name in now)
    yield from _others(pair)


def _removed(pair: Pair, place: str, schema: Any, required: bool) -> Difference:
    """A field that is gone: what is sent in it is lost, and what reads it goes without, unless others may be there.

    That holds for an optional field of a response as well: a client can do without it now and then, but who shows or stores it
    never gets it again.
    """
    others = _extra(pair.new.keywords)
    inner = [*pair.compare(schema, others, place)] if _is_schema(others) else []
    return Difference(
        rule="property-removed",
        place=place,
        message="is gone",
        narrows=not _is_schema(others) or any(one.narrows for one in inner),
        widens=required or not _is_schema(others) or any(one.widens for one in inner),
    )


def _added(pair: Pair, place: str, schema: Any, required: bool) -> Difference:
    """A new field: who sends none breaks where it is required, who refuses unknown fields always."""
    others = _extra(pair.old.keywords)
    inner = [*pair.compare(others, schema, place)] if _is_schema(others) else []
    return Difference(
        rule="property-added",
        place=place,
        message=f"is new{', and required' if required else ''}",
        narrows=required or any(one.narrows for one in inner),
        widens=others is False or any(one.widens for one in inner),
    )


def _required(place: str, required: bool) -> Difference:
    message = "is required" if required else "is no longer required"
    return Difference(
        rule="required", place=place, message=message, narrows=required, widens=not required
    )


def _others(pair: Pair) -> Iterator[Difference]:
    """Fields that are not named."""
    old, new = _extra(pair.old.keywords), _extra(pair.new.keywords)
    if old == new:
        return
    if _is_schema(old) and _is_schema(new):
        yield from pair.compare(old, new, f"{pair.place}.*")
        return
    said = {
        False: "refuses fields that it does not name",
        None: "ignores fields that it does not name",
    }
    yield pair.difference(
        "additional-properties",
        "has fields that it does not name" if _is_schema(new) else said[new],
        narrows=_is_schema(old),
        widens=_is_schema(new) and old is False,
    )


def _extra(keywords: Mapping[str, Any]) -> Any:
    """What fields are that have no name in the schema: of a schema, none (False), or not told (None)."""
    found = keywords.get("additionalProperties")
    return {} if found is True else found


def _is_schema(extra: Any) -> bool:
    return isinstance(extra, Mapping)


PROPERTIES = Rule(
    keywords=frozenset({"properties", "required", "additionalProperties"}),
    kinds=frozenset({"object"}),
    check=_check,
)
