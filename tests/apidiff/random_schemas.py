"""Random schemas, single changes of them, and random values: what the judgement of changes is held against.

A change breaks a client if some value that the sender's document allows is refused by the receiver's, or not understood:
fields that a schema does not name are not sent, unless it says what they are.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

NAMES = ("a", "b", "c")
FORMATS = {
    "date": ("2024-02-29", "1999-12-31"),
    "uuid": ("6a2f41a3-c54c-4f0f-9bd2-3e4f7d7d9d10",),
    "ipv4": ("127.0.0.1",),
}
PATTERNS = ("^a", "b$", "^[0-9]+$")
WORDS = ("", "a", "b", "ab", "aab", "abab", "1", "12", "123", "1234", "bbbbb")
FORMAT_CHECKER = FormatChecker(formats=tuple(FORMATS))
Json = Any


# -- schemas


def schema(rng: random.Random, depth: int = 2) -> Json:
    """A schema of any kind."""
    kinds = [string, number, number, string, listed, boolean]
    if depth > 0:
        kinds += [thing, thing, array, nullable, either, inner]
    return rng.choice(kinds)(rng, depth)


def string(rng: random.Random, _depth: int) -> Json:
    found: Json = {"type": "string"}
    what = rng.randrange(4)
    if what == 1:
        found["format"] = rng.choice(list(FORMATS))
    elif what == 2:
        found["pattern"] = rng.choice(PATTERNS)
    elif what == 3:
        found.update(maxLength=rng.randint(1, 4))
        if rng.random() < 0.5:
            found["minLength"] = rng.randint(0, found["maxLength"])
    return found


def number(rng: random.Random, _depth: int) -> Json:
    found: Json = {"type": rng.choice(["integer", "number"])}
    if rng.random() < 0.5:
        found[rng.choice(["minimum", "exclusiveMinimum"])] = rng.randint(-3, 3)
    if rng.random() < 0.5:
        found[rng.choice(["maximum", "exclusiveMaximum"])] = rng.randint(6, 9)
    if rng.random() < 0.2:
        found["multipleOf"] = rng.choice([2, 3])
    return found


def boolean(_rng: random.Random, _depth: int) -> Json:
    return {"type": "boolean"}


def listed(rng: random.Random, _depth: int) -> Json:
    return {"enum": rng.sample(["a", "b", "ab", "x"], rng.randint(1, 3)), "type": "string"}


def nullable(rng: random.Random, depth: int) -> Json:
    return {"anyOf": [schema(rng, depth - 1), {"type": "null"}]}


def either(rng: random.Random, _depth: int) -> Json:
    return {"anyOf": [string(rng, 0), number(rng, 0)]}


def inner(_rng: random.Random, _depth: int) -> Json:
    return {"$ref": "#/$defs/Inner"}


def array(rng: random.Random, depth: int) -> Json:
    found: Json = {"type": "array", "items": schema(rng, depth - 1)}
    if rng.random() < 0.3:
        found["maxItems"] = rng.randint(1, 3)
    if rng.random() < 0.3:
        found["minItems"] = rng.randint(0, 1)
    return found


def thing(rng: random.Random, depth: int) -> Json:
    names = rng.sample(NAMES, rng.randint(1, 2))
    found: Json = {"type": "object", "properties": {name: schema(rng, depth - 1) for name in names}}
    found["required"] = [name for name in names if rng.random() < 0.5]
    others = rng.randrange(5)
    if others < 3:
        found["additionalProperties"] = [False, True, {"type": "integer"}][others]
    return found


def document(rng: random.Random) -> Json:
    """A JSON Schema with the schema `Thing`, which refers to `Inner`."""
    found = {"Thing": thing(rng, 2), "Inner": thing(rng, 0)}
    found["Thing"]["properties"]["i"] = inner(rng, 0)
    found["Thing"]["required"] += rng.choice([[], ["i"]])
    return {"$defs": found}


# -- changes


def positions(found: Json) -> Iterator[Json]:
    """Every schema within a schema, itself included."""
    if not isinstance(found, dict):
        return
    yield found
    for part in found.get("properties", {}).values():
        yield from positions(part)
    for part in found.get("anyOf", ()):
        yield from positions(part)
    yield from positions(found.get("items"))
    yield from positions(found.get("additionalProperties"))


def mutated(before: Json, rng: random.Random) -> Json:
    """The document with one thing changed in one of its schemas."""
    while True:
        after = copy.deepcopy(before)
        places = [place for one in after["$defs"].values() for place in positions(one)]
        place = rng.choice(places)
        rng.choice(CHANGES)(place, rng)
        if after != before:
            return after


def _limit(place: Json, rng: random.Random) -> None:
    names = {
        "string": ("minLength", "maxLength"),
        "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        "array": ("minItems", "maxItems"),
    }.get(place.get("type", ""), ())
    if not names or "enum" in place or "format" in place or "pattern" in place:
        return
    name = rng.choice(names)
    if name in place and rng.random() < 0.4:
        del place[name]
        return
    low, high = (0, 1) if name.startswith("min") and name.endswith(("h", "s")) else (1, 4)
    if name.endswith("mum"):
        low, high = (-3, 3) if "in" in name[-6:] and "ax" not in name else (6, 9)
    place[name] = rng.choice([2, 3, 4, 6]) if name == "multipleOf" else rng.randint(low, high)


def _text(place: Json, rng: random.Random) -> None:
    if place.get("type") == "string" and not {"enum", "minLength", "maxLength"} & place.keys():
        kept = {"format": None, "pattern": None}
        for name in kept:
            place.pop(name, None)
        kind = rng.choice(["format", "pattern", ""])
        if kind:
            place[kind] = rng.choice(list(FORMATS) if kind == "format" else PATTERNS)


def _enum(place: Json, rng: random.Random) -> None:
    if "enum" in place:
        other = rng.choice(["a", "b", "ab", "x"])
        values = (
            [*place["enum"], other]
            if other not in place["enum"]
            else [v for v in place["enum"] if v != other]
        )
        if values:
            place["enum"] = values
        else:
            del place["enum"]
    elif place == {"type": "string"}:
        place["enum"] = ["a", "x"]


def _null(place: Json, _rng: random.Random) -> None:
    if "anyOf" in place and {"type": "null"} in place["anyOf"]:
        place["anyOf"].remove({"type": "null"})
    elif "anyOf" in place:
        place["anyOf"].append({"type": "null"})
    elif place.get("type") != "null":
        whole = dict(place)
        place.clear()
        place["anyOf"] = [whole, {"type": "null"}]


def _replace(place: Json, rng: random.Random) -> None:
    if "properties" not in place:
        place.clear()
        place.update(schema(rng, 0))


def _kind(place: Json, _rng: random.Random) -> None:
    if place.get("type") in ("integer", "number"):
        place["type"] = "number" if place["type"] == "integer" else "integer"


def _field(place: Json, rng: random.Random) -> None:
    if "properties" not in place:
        return
    name = rng.choice(NAMES)
    if name in place["properties"]:
        del place["properties"][name]
        place["required"] = [one for one in place["required"] if one != name]
    else:
        place["properties"][name] = schema(rng, 0)
        if rng.random() < 0.5:
            place["required"].append(name)


def _required(place: Json, rng: random.Random) -> None:
    for name in place.get("properties", ()):
        if rng.random() < 0.5:
            listed_names = place["required"]
            listed_names.remove(name) if name in listed_names else listed_names.append(name)
            return


def _others(place: Json, rng: random.Random) -> None:
    if "properties" in place:
        place.pop("additionalProperties", None)
        others = rng.randrange(4)
        if others < 3:
            place["additionalProperties"] = [
                False,
                True,
                {"type": rng.choice(["integer", "string"])},
            ][others]


def _annotation(place: Json, rng: random.Random) -> None:
    place[rng.choice(["title", "description", "default", "deprecated"])] = rng.choice(["a", "b"])


CHANGES = (
    _limit,
    _limit,
    _text,
    _enum,
    _null,
    _replace,
    _kind,
    _field,
    _required,
    _others,
    _annotation,
)


# -- values


def value(found: Json, defs: Json, rng: random.Random, depth: int = 0) -> Json:
    """A value that the schema may allow: near its limits, where it has some."""
    if found is True or found == {} or depth > 6:
        return rng.choice([0, 1.5, "a", None, [], {}])
    if "$ref" in found:
        return value(defs[found["$ref"].rpartition("/")[2]], defs, rng, depth + 1)
    if "anyOf" in found:
        return value(rng.choice(found["anyOf"]), defs, rng, depth + 1)
    if "enum" in found:
        return rng.choice(found["enum"])
    kind = found.get("type")
    if kind == "string":
        return rng.choice(FORMATS[found["format"]]) if "format" in found else rng.choice(WORDS)
    if kind in ("integer", "number"):
        return rng.randint(-5, 13) + (rng.choice([0, 0.5]) if kind == "number" else 0)
    if kind == "array":
        most = found.get("maxItems", 4)
        return [
            value(found["items"], defs, rng, depth + 1)
            for _ in range(rng.randint(found.get("minItems", 0), most))
        ]
    if kind == "object":
        return _object(found, defs, rng, depth)
    return None if kind == "null" else rng.random() < 0.5


def _object(found: Json, defs: Json, rng: random.Random, depth: int) -> Json:
    made = {
        name: value(part, defs, rng, depth + 1)
        for name, part in found["properties"].items()
        if name in found["required"] or rng.random() < 0.6
    }
    others = found.get("additionalProperties", False)
    if others is not False:
        for name in NAMES:
            if name not in found["properties"] and rng.random() < 0.4:
                made[name] = value(others, defs, rng, depth + 1)
    return made


def closed(found: Json) -> Json:
    """The document, where objects that say nothing of other fields have none."""
    made = copy.deepcopy(found)
    for one in made["$defs"].values():
        for place in positions(one):
            if place.get("type") == "object":
                place.setdefault("additionalProperties", False)
    return made


def witness(
    sender: Json, receiver: Json, rng: random.Random, *, understood: bool, tries: int = 400
) -> Json:
    """A value that the sender's document allows and the receiver's does not, as (value,); None where none is found.

    `understood`: the receiver must know every field.
    """
    sends = _validator(closed(sender))
    takes = _validator(closed(receiver) if understood else receiver)
    for _ in range(tries):
        made = value(sender["$defs"]["Thing"], sender["$defs"], rng)
        if not takes.is_valid(made) and sends.is_valid(made):
            return (made,)
    return None


def loses(old: Json, new: Json, defs: tuple[Json, Json]) -> bool:
    """Whether an object has lost a field that it named, which no value shows where it was optional."""
    old, new = (_resolved(one, each) for one, each in zip((old, new), defs, strict=True))
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    had, has = old.get("properties", {}), new.get("properties", {})
    if new.get("type") == "object" and not new.get("additionalProperties") and had.keys() - has:
        return True
    pairs = [(had[name], has[name]) for name in had.keys() & has]
    pairs += zip(old.get("anyOf", ()), new.get("anyOf", ()), strict=False)
    pairs += [(old[name], new[name]) for name in _INNER if name in old and name in new]
    return any(loses(*pair, defs) for pair in pairs)


_INNER = ("items", "additionalProperties")


def _resolved(found: Json, defs: Json) -> Json:
    is_reference = isinstance(found, dict) and "$ref" in found
    return defs[found["$ref"].rpartition("/")[2]] if is_reference else found


def _validator(found: Json) -> Draft202012Validator:
    whole = {"$ref": "#/$defs/Thing", **found}
    return Draft202012Validator(whole, format_checker=FORMAT_CHECKER)
