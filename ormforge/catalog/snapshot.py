"""A catalog as JSON, and back.

Both directions follow the dataclasses of `ormforge.catalog.model` alone: a field that is added there needs nothing
here. Fields that hold their default are left out, so that a snapshot is short and an older one can still be read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ormforge.catalog.model import Catalog
from ormforge.errors import DatabaseError


class NewerSnapshot(DatabaseError):
    """A snapshot that a newer ormforge wrote, in a form that this one does not know."""


VERSION = 1
"""Of the format; raised when an older release could no longer read what is written."""

_VERSION_KEY = "ormforge-catalog"


def dump_catalog(catalog: Catalog) -> str:
    """The catalog as JSON with sorted keys, ASCII only, ending in a line feed: equal catalogs give equal bytes.

    ASCII keeps invisible and bidirectional characters of the database visible, and text that is not valid Unicode
    writable.
    """
    content = {_VERSION_KEY: VERSION, "catalog": _plain(catalog)}
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def load_catalog(text: str) -> Catalog:
    """The catalog that `dump_catalog` wrote. Raises DatabaseError for any other text, and for a newer version's."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise DatabaseError(f"the snapshot is no JSON: {error}", hint=_AGAIN) from error
    version = content.get(_VERSION_KEY) if isinstance(content, dict) else None
    if not isinstance(version, int):
        raise DatabaseError("the file is no catalog snapshot of ormforge", hint=_AGAIN)
    if version > VERSION:
        raise NewerSnapshot(
            f"the snapshot has version {version}, and this ormforge reads version {VERSION}",
            hint="Upgrade ormforge, or write the snapshot again with this one.",
        )
    catalog = _build(Catalog, content.get("catalog"), "catalog")
    assert isinstance(catalog, Catalog)
    return catalog


_AGAIN = "Write it again with: ormforge snapshot"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        said = {item.name: getattr(value, item.name) for item in fields(value)}
        defaults = _defaults(value.__class__)
        return {
            name: _plain(one)
            for name, one in said.items()
            if name not in defaults or defaults[name] != one
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@cache
def _defaults(cls: Any) -> Mapping[str, Any]:
    found = {}
    for item in fields(cls):
        if item.default is not MISSING:
            found[item.name] = item.default
        elif item.default_factory is not MISSING:
            found[item.name] = item.default_factory()
    return found


@cache
def _hints(cls: Any) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _build(hint: Any, value: Any, path: str) -> Any:
    """The value of this type that the JSON value stands for."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _build_union(get_args(hint), value, path)
    if origin is tuple:
        return _build_tuple(get_args(hint), value, path)
    if origin is Literal:
        return _accept(value, value in get_args(hint), path)
    if is_dataclass(hint):
        return _build_dataclass(hint, value, path)
    return _accept(value, type(value) is hint, path)


def _build_dataclass(cls: Any, value: Any, path: str) -> Any:
    hints = _hints(cls)
    _accept(value, isinstance(value, dict), path)
    unknown = sorted(set(value) - set(hints))
    missing = sorted(set(hints) - set(value) - set(_defaults(cls)))
    if unknown or missing:
        what = f"unknown: {', '.join(unknown)}" if unknown else f"missing: {', '.join(missing)}"
        raise DatabaseError(f"the snapshot is damaged at {path}: {what}", hint=_AGAIN)
    return cls(**{name: _build(hints[name], one, f"{path}.{name}") for name, one in value.items()})


def _build_tuple(arguments: tuple[Any, ...], value: Any, path: str) -> tuple[Any, ...]:
    _accept(value, isinstance(value, list), path)
    if arguments[1:] == (...,):
        return tuple(_build(arguments[0], one, f"{path}[{i}]") for i, one in enumerate(value))
    _accept(value, len(value) == len(arguments), path)
    pairs = zip(arguments, value, strict=True)
    return tuple(_build(hint, one, f"{path}[{i}]") for i, (hint, one) in enumerate(pairs))


def _build_union(arguments: tuple[Any, ...], value: Any, path: str) -> Any:
    if value is None and NoneType in arguments:
        return None
    (hint,) = (argument for argument in arguments if argument is not NoneType)
    return _build(hint, value, path)


def _accept(value: Any, fits: bool, path: str) -> Any:
    if not fits:
        raise DatabaseError(f"the snapshot is damaged at {path}", hint=_AGAIN)
    return value
