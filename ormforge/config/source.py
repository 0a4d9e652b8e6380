"""Where a configured value came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ormforge.config.toml import KeyPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The place of a value: a line of a file, a variable of the environment, the command line, or the default.

    `name` is the file as it is shown to a person, or the variable; `profile` is set where a profile gave the value,
    `through` where the value only names the variable that holds it.
    """

    kind: Literal["default", "file", "variable", "command line"]
    name: str = ""
    line: int | None = None
    profile: str | None = None
    through: str | None = None

    def __str__(self) -> str:
        place = self.name or self.kind
        if self.line is not None:
            place += f":{self.line}"
        if self.profile is not None:
            place += f" (profile {self.profile})"
        return place if self.through is None else f"{place}, through {self.through}"


DEFAULT = Source(kind="default")
COMMAND_LINE = Source(kind="command line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Values from one place, as nested tables, and the source of every key among them.

    `committed`: the values stand in a file that belongs to the project's history, where no password may be.
    """

    values: Mapping[str, Any]
    sources: Mapping[KeyPath, Source]
    committed: bool = False

    def over(self, lower: Layer) -> Layer:
        """The layer laid over another: tables are merged key by key, anything else is replaced.

        One that says where the database is takes the place of all that the other says of it.
        """
        lower = lower._without(_replaced(self))
        sources = dict(lower.sources)
        values = _merge(lower.values, self.values, (), sources)
        return Layer(values=values, sources={**sources, **self.sources}, committed=False)

    def source(self, path: KeyPath) -> Source:
        """The source of a key, or of the nearest table above it; the default where there is none."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.sources:
                return self.sources[path[:end]]
        return DEFAULT

    def at(self, path: KeyPath) -> Any:
        """The value at a path, None where there is none."""
        value: Any = self.values
        for key in path:
            if not isinstance(value, Mapping) or key not in value:
                return None
            value = value[key]
        return value

    def _without(self, keys: frozenset[str]) -> Layer:
        """The layer without these keys of `[database]`."""
        database = self.at(("database",))
        if not isinstance(database, Mapping) or keys.isdisjoint(database):
            return self
        kept = {key: value for key, value in database.items() if key not in keys}
        sources = {
            path: source
            for path, source in self.sources.items()
            if path[:1] != ("database",) or keys.isdisjoint(path[1:2])
        }
        return replace(self, values={**self.values, "database": kept}, sources=sources)


EMPTY = Layer(values={}, sources={})

_PLACES = ("url", "ddl", "migrations")


def _replaced(upper: Layer) -> frozenset[str]:
    """The keys of `[database]` that lower layers have in vain: where it is, is said by one of three keys."""
    given = [key for key in _PLACES if upper.at(("database", key)) is not None]
    if not given:
        return frozenset()
    along = ("dialect",) if given == ["url"] else ()
    return frozenset((*_PLACES, *along)) - set(given)


def _merge(
    lower: Mapping[str, Any], upper: Mapping[str, Any], at: KeyPath, sources: dict[KeyPath, Source]
) -> dict[str, Any]:
    merged = dict(lower)
    for key, value in upper.items():
        path = (*at, key)
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = _merge(merged[key], value, path, sources)
        else:
            merged[key] = value
            for old in [old for old in sources if old[: len(path)] == path]:
                del sources[old]
    return merged


def dotted(path: KeyPath) -> str:
    """A key as TOML writes it: `naming.tables."public.usr"`, `database.exclude[1]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            plain = part.replace("-", "").replace("_", "").isalnum() and part.isascii()
            text += ("." if text else "") + (part if plain else json.dumps(part))
    return text
