"""A configuration as a list: each value under its dotted key, with the place it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ormforge.config.keys import fields, section_type
from ormforge.config.model import Config
from ormforge.config.section import Section
from ormforge.config.source import DEFAULT, Layer, Source, dotted
from ormforge.config.toml import KeyPath
from ormforge.secret import SecretUrl


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value: as JSON and TOML can say it, with passwords hidden; None where nothing is set."""

    key: str
    value: Any
    source: Source


def entries(config: Config, layer: Layer) -> Iterator[Entry]:
    """Every value of the configuration in the order of the model; a table of names gives an entry a name."""
    return _section(config, (), layer)


def _section(section: Section, at: KeyPath, layer: Layer) -> Iterator[Entry]:
    for (alias, field), name in zip(
        fields(type(section)).items(), type(section).model_fields, strict=True
    ):
        path, value = (*at, alias), getattr(section, name)
        if isinstance(value, Section):
            yield from _section(value, path, layer)
        elif isinstance(value, Mapping) and value:
            for key, item in value.items():
                yield _entry((*path, key), item, layer)
        elif value is not None or section_type(field.annotation) is None:
            yield _entry(path, value, layer)


def _entry(path: KeyPath, value: Any, layer: Layer) -> Entry:
    return Entry(key=dotted(path), value=_plain(value), source=layer.sources.get(path, DEFAULT))


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, SecretUrl):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
