"""Values from the environment: the `ORMFORGE_*` variables, and the `.env` file beside the configuration."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ormforge.config.keys import KnownKey, known_keys
from ormforge.config.problems import InvalidConfig, Problem
from ormforge.config.source import Layer, Source
from ormforge.config.toml import KeyPath

PROFILE_VARIABLE = "ORMFORGE_PROFILE"
CONFIG_VARIABLE = "ORMFORGE_CONFIG"

_FLAGS = {"true": True, "1": True, "yes": True, "on": True}
_FLAGS |= {"false": False, "0": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables of a run: those of the process, and below them those of a `.env` file.

    An empty variable counts as one that is not set.
    """

    process: Mapping[str, str]
    file: Mapping[str, tuple[str, int]]
    file_name: str = ".env"

    def get(self, name: str) -> tuple[str, str] | None:
        """A variable's value, and where it is set: its name, with the line where that is the `.env` file."""
        if self.process.get(name):
            return self.process[name], name
        if name in self.file and self.file[name][0]:
            value, line = self.file[name]
            return value, f"{name} in {self.file_name}:{line}"
        return None

    @property
    def names(self) -> frozenset[str]:
        """The names of all variables."""
        return frozenset(self.process) | frozenset(self.file)


def read_environment(process: Mapping[str, str], file: Path, shown: str = ".env") -> Environment:
    """The process's variables, with those of a `.env` file where it exists.

    The file is read as python-dotenv reads it: quotes, `export`, comments, and `${NAME}` for another variable.
    """
    if not file.is_file():
        return Environment(process, {}, shown)
    from dotenv.parser import parse_stream
    from dotenv.variables import parse_variables

    found: dict[str, tuple[str, int]] = {}
    for binding in parse_stream(io.StringIO(_text(file, shown))):
        if binding.key is not None and binding.value is not None:
            known = {name: value for name, (value, _) in found.items()} | dict(process)
            value = "".join(atom.resolve(known) for atom in parse_variables(binding.value))
            leading = binding.original.string
            line = binding.original.line + leading[: len(leading) - len(leading.lstrip())].count(
                "\n"
            )
            found[binding.key] = (value, line)
    return Environment(process, found, shown)


def _text(file: Path, shown: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        source = Source(kind="file", name=shown)
        raise InvalidConfig([Problem(source=source, key="", message=str(error))]) from None


def environment_layer(environment: Environment) -> Layer:
    """The values that `ORMFORGE_*` variables give; InvalidConfig where one cannot be understood.

    The rule: a key in capitals behind `ORMFORGE_`, with dots and dashes as underscores. A list is separated by
    commas; a switch is `true` or `false`; a number is one in digits.
    """
    values: dict[str, Any] = {}
    sources: dict[KeyPath, Source] = {}
    problems: list[Problem] = []
    for key in known_keys():
        found = environment.get(key.variable) if key.variable else None
        if found is None:
            continue
        text, place = found
        source = Source(kind="variable", name=place)
        value = _parse(key, text)
        if value is None:
            problems.append(Problem(source=source, key=key.dotted, message=_WRONG[key.kind]))
        else:
            _put(values, key.path, value)
            sources[key.path] = source
    if problems:
        raise InvalidConfig(problems)
    return Layer(values=values, sources=sources)


_WRONG = {"flag": "must be true or false", "number": "must be a number"}


def _parse(key: KnownKey, text: str) -> str | bool | int | list[str] | None:
    if key.kind == "number":
        return int(text) if text.strip().isascii() and text.strip().isdigit() else None
    if key.kind == "flag":
        return _FLAGS.get(text.strip().lower())
    if key.kind == "list":
        return [part for part in re.split(r"\s*,\s*", text.strip()) if part]
    return text


def _put(values: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        values = values.setdefault(part, {})
    values[path[-1]] = value


def mistyped_variables(environment: Environment) -> tuple[tuple[str, str], ...]:
    """The `ORMFORGE_*` variables that set nothing but look like one that would, each with that one."""
    known = [key.variable for key in known_keys() if key.variable]
    known += [PROFILE_VARIABLE, CONFIG_VARIABLE]
    ours = sorted(name for name in environment.names if name.startswith("ORMFORGE_"))
    unknown = [name for name in ours if name not in known]
    close = [(name, get_close_matches(name, known, n=1, cutoff=0.85)) for name in unknown]
    return tuple((name, found[0]) for name, found in close if found)
