"""What is wrong with a configuration, in plain words, each with its place and the nearest valid name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ormforge.config.keys import elsewhere, entry_type, fields, nearest, section_type
from ormforge.config.model import Config
from ormforge.config.section import Section
from ormforge.config.source import Layer, Source, dotted
from ormforge.config.toml import KeyPath
from ormforge.config.values import KeyRefusedError
from ormforge.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where, which key, and what to do about it."""

    source: Source
    key: str
    message: str

    def __str__(self) -> str:
        place = "" if self.source.kind == "default" else f"{self.source}: "
        return f"{place}{self.key}: {self.message}" if self.key else f"{place}{self.message}"


class InvalidConfig(ConfigError):
    """A configuration with problems, all of them, in the order of the files."""

    def __init__(self, problems: Iterable[Problem], *, hint: str | None = None) -> None:
        unique = {str(problem): problem for problem in problems}
        self.problems = tuple(sorted(unique.values(), key=_place))
        super().__init__("\n".join(str(problem) for problem in self.problems), hint=hint)


def _place(problem: Problem) -> tuple[str, int, str]:
    return problem.source.name, problem.source.line or 0, problem.key


def find_problems(layer: Layer) -> list[Problem]:
    """Everything that keeps the layer from being a configuration: unknown keys, wrong types, missing keys."""
    problems = [*_unknown(Config, layer.values, (), layer), *_no_database(layer)]
    unknown = {problem.key for problem in problems}
    try:
        Config.model_validate(layer.values)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems += [_from_pydantic(detail, layer) for detail in details if _first(detail, details)]
    return [p for p in problems if p.message != _EXTRA or p.key not in unknown]


def _no_database(layer: Layer) -> Iterator[Problem]:
    database = layer.values.get("database")
    if isinstance(database, Mapping) and not {"url", "ddl", "migrations"} & set(database):
        message = 'is missing; write url = "env:DATABASE_URL", or ddl or migrations instead'
        path = ("database", "url")
        yield Problem(source=layer.source(path), key=dotted(path), message=message)


def _first(detail: ErrorDetails, details: Iterable[ErrorDetails]) -> bool:
    """Whether the detail is no mere consequence: a list whose elements are wrong counts as empty to pydantic."""
    loc = detail["loc"]
    below = (d["loc"] for d in details if len(d["loc"]) > len(loc))
    return detail["type"] != "too_short" or not any(other[: len(loc)] == loc for other in below)


def _unknown(
    section: type[Section], values: Mapping[str, Any], at: KeyPath, layer: Layer
) -> Iterator[Problem]:
    """The keys that a table has and its section has not, at every depth."""
    known = fields(section)
    for key, value in values.items():
        path = (*at, key)
        if key not in known:
            message = _unknown_message(key, at, tuple(known))
            yield Problem(source=layer.source(path), key=dotted(path), message=message)
        else:
            yield from _unknown_below(known[key].annotation, value, path, layer)


def _unknown_below(annotation: Any, value: Any, path: KeyPath, layer: Layer) -> Iterator[Problem]:
    inner, entry = section_type(annotation), entry_type(annotation)
    if inner is not None and isinstance(value, Mapping):
        yield from _unknown(inner, value, path, layer)
    elif entry is not None:
        for name, table in _entries(value):
            if isinstance(table, Mapping):
                yield from _unknown(entry, table, (*path, name), layer)


def _entries(value: Any) -> Iterable[tuple[str | int, Any]]:
    """The entries of a table or a list, each with its key or number."""
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list | tuple) else ()


def _unknown_message(key: str, at: KeyPath, known: tuple[str, ...]) -> str:
    close = nearest(key, known)
    if close is not None:
        return f'unknown key; did you mean "{close}"?'
    moved = elsewhere(key, at)
    if moved is not None:
        return f'unknown key here; did you mean "{moved}"?'
    table = f"[{dotted(at)}]" if at else "the configuration"
    return f"unknown key; the keys of {table} are {', '.join(known)}"


_EXTRA = "unknown key"


def _from_pydantic(detail: ErrorDetails, layer: Layer) -> Problem:
    path: KeyPath = tuple(part for part in detail["loc"] if part != "[key]")
    refused = detail.get("ctx", {}).get("error")
    if isinstance(refused, KeyRefusedError):
        path = (*path, *refused.key)
    if isinstance(layer.at(path[:-1]), str):  # a text that stands for a table
        path = path[:-1]
    return Problem(source=layer.source(path), key=dotted(path), message=_plain(detail))


def _plain(detail: ErrorDetails) -> str:
    """What the validator found, in the words of the file rather than of the validator."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return _EXTRA
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be {_choices(str(context['expected']))}, not {_spoken(detail['input'])}"
    if kind == "too_short":
        return "must not be empty"
    wanted = _WANTED.get(kind)
    if wanted is None:
        return detail["msg"]
    return f"must be {wanted}, not {_spoken(detail['input'])}"


_WANTED = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "tuple_type": "a list in brackets",
    "mapping_type": "a table of keys and values",
    "dict_type": "a table of keys and values",
    "model_type": "a table of keys and values",
    "model_attributes_type": "a table of keys and values",
}


def _choices(expected: str) -> str:
    return expected.replace("'", '"')


def _spoken(value: object) -> str:
    """A TOML value as a person would name it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"'
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list | tuple) else f"the date {value}"
