"""Which classes of the project are the API schemas of which table, by what the last run left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.config import Api, Config
from ormforge.config.paths import output_paths
from ormforge.errors import ConfigError, UsageError, WorkspaceError
from ormforge.merge import observe_names
from ormforge.workspace import Workspace, read_workspace

_SCHEMA = re.compile(r"schema (?P<table>.+)\.(?P<variant>[a-z0-9]+)\Z", re.DOTALL)
_LAST_PART = re.compile(r'(?:\A|\.)(?P<name>"(?:[^"]|"")*"|[^."]+)\Z')


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClass:
    """A generated class under the name it has in the project: the table's path, and its variant."""

    name: str
    table: str
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClasses:
    """All generated classes; `names` has the name of everything generated, by its key."""

    classes: tuple[ApiClass, ...]
    names: Mapping[Key, str]

    @property
    def variants(self) -> Mapping[str, str]:
        """Each class's variant, by its name."""
        return {one.name: one.variant for one in self.classes}

    def chosen(self, globs: tuple[str, ...]) -> list[str] | None:
        """The classes of the tables that the globs match; None for all. Raises UsageError where one matches none."""
        if not globs:
            return None
        tables = sorted({one.table for one in self.classes})
        for glob in globs:
            if not any(_matches(table, glob) for table in tables):
                near = get_close_matches(glob, [*tables, *map(_last_part, tables)], n=1)
                raise UsageError(
                    f"--table {glob}: no table with API schemas has such a name",
                    hint=f"Did you mean {near[0]}?" if near else None,
                )
        return [one.name for one in self.classes if any(_matches(one.table, g) for g in globs)]


def api_classes(config: Config, root: Path) -> ApiClasses:
    """The generated classes of the project. Raises ConfigError where it wants none, WorkspaceError where none are there."""
    api = required_api(config)
    if not (root / api.path).exists():
        raise WorkspaceError(
            f"{api.path}: there are no API schemas yet", hint="Run `ormforge generate` first."
        )
    return read_classes(read_workspace(root, output_paths(config), config.name), api)


def required_api(config: Config) -> Api:
    """The configuration of the API schemas. Raises ConfigError where there is none."""
    if config.api is None:
        raise ConfigError(
            "there are no API schemas to export: the configuration has no [api]",
            hint='Add\n    [api]\n    path = "app/schemas.py"\n  and run `ormforge generate`.',
        )
    return config.api


def read_classes(workspace: Workspace, api: Api) -> ApiClasses:
    """The generated classes under the names they have in the project's files."""
    path = PurePosixPath(api.path)
    base = {at: made for at, made in workspace.base.items() if at.is_relative_to(path)}
    texts = {at: text for at, text in workspace.texts.items() if at in base}
    names = observe_names(base, texts, workspace.memory).names
    keys = sorted({key for made in base.values() for key in made.keys.values()})
    return ApiClasses(classes=tuple(_classes(keys, names)), names=names)


def _classes(keys: list[Key], names: Mapping[Key, str]) -> Iterator[ApiClass]:
    for key in keys:
        found = _SCHEMA.match(key)
        if found is not None:
            yield ApiClass(name=names[key], table=found["table"], variant=found["variant"])


def _matches(table: str, glob: str) -> bool:
    return fnmatchcase(table, glob) or fnmatchcase(_last_part(table), glob)


def _last_part(path: str) -> str:
    found = _LAST_PART.search(path)
    name = path if found is None else found["name"]
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
