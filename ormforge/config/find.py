"""Finding the configuration file, and reading it into layers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ormforge.config.problems import InvalidConfig, Problem
from ormforge.config.source import Layer, Source, dotted
from ormforge.config.toml import KeyPath, TomlDocument, TomlError, read_toml
from ormforge.errors import ConfigError

CONFIG_NAME = "ormforge.toml"
LOCAL_NAME = "ormforge.local.toml"
PYPROJECT_NAME = "pyproject.toml"
_PYPROJECT_TABLE = ("tool", "ormforge")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """A configuration file: its own values, and those of each of its profiles.

    `shown` is its name as a person sees it; `table` the keys under which the configuration stands in it.
    """

    path: Path
    shown: str
    values: Layer
    profiles: Mapping[str, Layer]


def find_config(start: Path) -> tuple[Path, str | None]:
    """The configuration file of a folder or of the nearest one above it, and a note where two compete.

    `ormforge.toml` comes before `[tool.ormforge]` in `pyproject.toml`; ConfigError where there is neither.
    """
    for folder in (start, *start.parents):
        own, pyproject = folder / CONFIG_NAME, folder / PYPROJECT_NAME
        in_pyproject = has_table(pyproject)
        if own.is_file():
            note = f"[tool.ormforge] in {PYPROJECT_NAME} is ignored: {CONFIG_NAME} stands beside it"
            return own, note if in_pyproject else None
        if in_pyproject:
            return pyproject, None
    raise ConfigError(
        f"no {CONFIG_NAME} here or in a folder above, and no [tool.ormforge] in a {PYPROJECT_NAME}",
        hint="run `ormforge init` to write one, or name one with -c FILE",
    )


def has_table(pyproject: Path) -> bool:
    """Whether a pyproject.toml configures ormforge; one that nobody can read does not."""
    try:
        text = pyproject.read_text(encoding="utf-8-sig")
        tool = read_toml(text).values.get("tool") if "ormforge" in text else None
        return isinstance(tool, Mapping) and "ormforge" in tool
    except (OSError, UnicodeDecodeError):
        return False
    except TomlError:
        return "[tool.ormforge" in text


def read_file(path: Path, start: Path, *, committed: bool = True) -> ConfigFile:
    """The configuration in a file; ConfigError where it cannot be read or holds none."""
    shown = shown_path(path, start)
    document = _document(path, shown)
    table = _PYPROJECT_TABLE if path.name == PYPROJECT_NAME else ()
    values: Any = document.values
    for key in table:
        values = values.get(key) if isinstance(values, Mapping) else None
    if not isinstance(values, Mapping):
        raise ConfigError(
            f"{shown}: there is no [tool.ormforge] in it",
            hint="`ormforge init --pyproject` writes one",
        )
    return _split(path, shown, values, _below(document.lines, table), committed)


def _document(path: Path, shown: str) -> TomlDocument:
    try:
        return read_toml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{shown}: there is no such file", hint=_neighbour(path, shown)) from None
    except IsADirectoryError:
        raise ConfigError(f"{shown}: is a folder, not a file") from None
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{shown}: is not UTF-8 text") from None
    except TomlError as error:
        source = Source(kind="file", name=shown, line=error.line)
        message = f"not valid TOML: {error.reason}"
        raise InvalidConfig([Problem(source=source, key="", message=message)]) from None


def _neighbour(path: Path, shown: str) -> str | None:
    if not path.parent.is_dir():
        return None
    names = sorted(entry.name for entry in path.parent.glob("*.toml"))
    close = get_close_matches(path.name, names, n=1)
    return f"did you mean {Path(shown).with_name(close[0])}?" if close else None


def _below(lines: Mapping[KeyPath, int], table: tuple[str, ...]) -> dict[KeyPath, int]:
    depth = len(table)
    return {path[depth:]: line for path, line in lines.items() if path[:depth] == table}


def _split(
    path: Path,
    shown: str,
    values: Mapping[str, Any],
    lines: Mapping[KeyPath, int],
    committed: bool,
) -> ConfigFile:
    """The file's own values and its profiles, each with the lines of its keys."""
    profiles = _profile_tables(values, lines, shown)
    own = {key: value for key, value in values.items() if key != _PROFILES}
    own_lines = {at: line for at, line in lines.items() if at[:1] != (_PROFILES,)}
    return ConfigFile(
        path=path,
        shown=shown,
        values=_layer(own, own_lines, shown, None, committed),
        profiles={
            name: _layer(table, _below(lines, (_PROFILES, name)), shown, name, committed)
            for name, table in profiles.items()
        },
    )


_PROFILES = "profiles"


def _profile_tables(
    values: Mapping[str, Any], lines: Mapping[KeyPath, int], shown: str
) -> Mapping[str, Mapping[str, Any]]:
    """The tables of the profiles; InvalidConfig where one is no table."""
    profiles = values.get(_PROFILES, {})
    if isinstance(profiles, Mapping):
        bad: list[KeyPath] = [
            (_PROFILES, name) for name, table in profiles.items() if not isinstance(table, Mapping)
        ]
    else:
        bad = [(_PROFILES,)]
    if bad:
        raise InvalidConfig(
            Problem(
                source=Source(kind="file", name=shown, line=lines.get(at)),
                key=dotted(at),
                message="must be a table of keys and values",
            )
            for at in bad
        )
    return dict(profiles)


def _layer(
    values: Mapping[str, Any],
    lines: Mapping[KeyPath, int],
    shown: str,
    profile: str | None,
    committed: bool,
) -> Layer:
    sources = {
        at: Source(kind="file", name=shown, line=line, profile=profile)
        for at, line in lines.items()
        if at
    }
    return Layer(values=values, sources=sources, committed=committed)


def shown_path(path: Path, start: Path) -> str:
    """A path as it is shown to a person: relative where it is below them or in a folder above, else absolute."""
    if path.is_relative_to(start) or start.is_relative_to(path.parent):
        return Path(os.path.relpath(path, start)).as_posix()
    return path.as_posix()
