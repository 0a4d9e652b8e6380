"""The keys that a configuration may have, read off the model."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from ormforge.config.model import Config
from ormforge.config.section import Section
from ormforge.config.toml import KeyPath
from ormforge.secret import SecretUrl


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key of the configuration that holds a value, not a table of keys.

    `variable` is the environment variable that sets it, None where only a file can.
    """

    path: tuple[str, ...]
    field: FieldInfo
    kind: Literal["text", "flag", "number", "list", "table"]
    """A list of tables counts as a table."""

    @property
    def dotted(self) -> str:
        """The key as it is spoken of: `output.column-order`."""
        return ".".join(self.path)

    @property
    def variable(self) -> str | None:
        """The variable that sets the key: `ORMFORGE_OUTPUT_COLUMN_ORDER`."""
        if self.kind == "table":
            return None
        return "ORMFORGE_" + "_".join(self.path).replace("-", "_").upper()


def known_keys(section: type[Section] = Config, at: tuple[str, ...] = ()) -> Iterator[KnownKey]:
    """Every key that holds a value, in the order of the model."""
    for alias, field in fields(section).items():
        inner = section_type(field.annotation)
        if inner is None:
            yield KnownKey(path=(*at, alias), field=field, kind=_kind(field.annotation))
        else:
            yield from known_keys(inner, (*at, alias))


def fields(section: type[Section]) -> Mapping[str, FieldInfo]:
    """A section's fields under the keys they have in a file."""
    return {field.alias or name: field for name, field in section.model_fields.items()}


def section_type(annotation: Any) -> type[Section] | None:
    """The section that a field holds, if it holds one."""
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, Section):
            return option
    return None


def entry_type(annotation: Any) -> type[Section] | None:
    """The section that each entry of a field's table or list is, if they are sections."""
    for option in _options(annotation):
        if get_origin(option) is not None and _kind(option) == "table":
            return section_type(get_args(option)[_ENTRY[get_origin(option)]])
    return None


_ENTRY: dict[Any, int] = {Mapping: 1, tuple: 0}
"""Which argument of a container's annotation is that of its entries."""


def nearest(name: str, known: typing.Iterable[str]) -> str | None:
    """The known name that a mistyped one is most like."""
    spelled = {option.lower(): option for option in known}
    found = get_close_matches(name.lower().replace("_", "-"), spelled, n=1)
    return spelled[found[0]] if found else None


def elsewhere(name: str, path: KeyPath) -> str | None:
    """The key of the same name in another section, dotted: `url` belongs to `database.url`."""
    matches = [key for key in known_keys() if key.path[-1] == name and key.path != (*path, name)]
    return matches[0].dotted if len(matches) == 1 else None


def _kind(annotation: Any) -> Literal["text", "flag", "number", "list", "table"]:
    for option in _options(annotation):
        origin = get_origin(option) or option
        if origin is bool:
            return "flag"
        if origin is int:
            return "number"
        if isinstance(origin, type) and issubclass(origin, tuple):
            of_tables = section_type(get_args(option)[0]) is not None
            return "table" if of_tables else "list"
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return "table"
        if origin in (str, SecretUrl, Literal):
            return "text"
    raise TypeError(f"no kind of key is known for {annotation!r}")


def _options(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, without None and without `Annotated`."""
    if get_origin(annotation) is typing.Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(
            option
            for member in get_args(annotation)
            if member is not type(None)
            for option in _options(member)
        )
    return (annotation,)
