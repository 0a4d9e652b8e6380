"""Loading the configuration: find the file, lay the layers over each other, check all of it, resolve the URL.

Precedence: command line, then `ORMFORGE_*` variables, then `ormforge.local.toml`, then the profile, then the file,
then the defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ormforge import __version__
from ormforge.config.environment import (
    CONFIG_VARIABLE,
    PROFILE_VARIABLE,
    Environment,
    environment_layer,
    mistyped_variables,
    read_environment,
)
from ormforge.config.find import (
    LOCAL_NAME,
    ConfigFile,
    find_config,
    read_file,
    shown_path,
)
from ormforge.config.keys import nearest
from ormforge.config.model import Config
from ormforge.config.problems import InvalidConfig, Problem, find_problems
from ormforge.config.source import COMMAND_LINE, EMPTY, Layer, Source, dotted
from ormforge.config.toml import KeyPath
from ormforge.config.url import resolve_url
from ormforge.errors import ConfigError
from ormforge.secret import passwords


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A configuration, and where each of its values came from.

    `root` is the folder of the file, which every path in the configuration counts from. `notes` are sentences about
    the files themselves that the run must tell.
    """

    config: Config
    root: Path
    file: Path
    shown: str
    layer: Layer = field(repr=False)
    environment: Environment = field(repr=False)
    profile: str | None = None
    notes: tuple[str, ...] = ()

    def source_of(self, key: str) -> Source | None:
        """Where the value under a dotted key, or the nearest table above it, was given; None where it was not."""
        above = {
            dotted(at): source
            for at, source in self.layer.sources.items()
            if key == dotted(at) or key.startswith((f"{dotted(at)}.", f"{dotted(at)}["))
        }
        return above[max(above, key=len)] if above else None


def load_config(
    start: Path | None,
    file: Path | None,
    profile: str | None,
    overrides: Mapping[str, Any],
    environ: Mapping[str, str],
) -> Loaded:
    """The configuration, ready to connect with: `read_config`, with the database's URL resolved.

    Raises ConfigError, or InvalidConfig with every problem at once.
    """
    return resolved(read_config(start, file, profile, overrides, environ))


def resolved(loaded: Loaded) -> Loaded:
    """The configuration with the URL to connect with; InvalidConfig where its variable is not set."""
    written = loaded.config.database.url
    if written is None:
        return loaded
    url, source = resolve_url(
        written, loaded.config.database.password, loaded.layer, loaded.environment, loaded.root
    )
    database = loaded.config.database.model_copy(update={"url": url})
    layer = replace(loaded.layer, sources={**loaded.layer.sources, ("database", "url"): source})
    config = loaded.config.model_copy(update={"database": database})
    return replace(loaded, config=config, layer=layer)


def read_config(
    start: Path | None,
    file: Path | None,
    profile: str | None,
    overrides: Mapping[str, Any],
    environ: Mapping[str, str],
) -> Loaded:
    """The configuration as it is written: `env:NAME` stands for itself, a relative SQLite path stays relative.

    `start` is the folder to look from, by default the current one; `overrides` are values of the command line under
    their dotted keys. Raises as `load_config` does.
    """
    start = (start or Path.cwd()).resolve()
    path, note = _chosen_file(start, file, environ)
    main = read_file(path, start)
    files = [main, *_local_file(path.parent, start)]
    environment = read_environment(
        environ, path.parent / ".env", shown_path(path.parent / ".env", start)
    )
    name = _chosen_profile(files, profile, environment)
    upper = _stack([environment_layer(environment), _command_line(overrides)])
    layer = upper.over(_stack(_file_layers(files, name)))
    _check(layer, files, name, upper)
    return Loaded(
        config=Config.model_validate(layer.values).named(path.name),
        root=path.parent,
        file=path,
        shown=main.shown,
        layer=layer,
        environment=environment,
        profile=name,
        notes=tuple(_notes(note, environment)),
    )


def _check(layer: Layer, files: list[ConfigFile], profile: str | None, upper: Layer) -> None:
    """Nothing; raises InvalidConfig with everything that is wrong, in any layer or profile."""
    _check_version(layer)
    problems = [*find_problems(layer), *_committed_passwords(files)]
    problems += _other_profiles(files, profile, upper)
    if problems:
        raise InvalidConfig(_placed(problem, files[0]) for problem in problems)


def _placed(problem: Problem, file: ConfigFile) -> Problem:
    """The problem with its place; what is given nowhere is missing in the file."""
    if problem.source.kind != "default":
        return problem
    return replace(problem, source=Source(kind="file", name=file.shown))


def _chosen_file(
    start: Path, file: Path | None, environ: Mapping[str, str]
) -> tuple[Path, str | None]:
    named = file or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    return find_config(start) if named is None else ((start / named).resolve(), None)


def _local_file(folder: Path, start: Path) -> Iterator[ConfigFile]:
    local = folder / LOCAL_NAME
    if local.is_file():
        yield read_file(local, start, committed=False)


def _chosen_profile(
    files: Sequence[ConfigFile], option: str | None, environment: Environment
) -> str | None:
    variable = environment.get(PROFILE_VARIABLE)
    name, asked_by = (option, "--profile") if option else variable or (None, "")
    known = sorted({profile for file in files for profile in file.profiles})
    if name is None or name in known:
        return name
    close = nearest(name, known)
    hint = f'did you mean "{close}"?' if close else f"profiles: {', '.join(known) or 'none'}"
    shown = " or ".join(file.shown for file in files)
    raise ConfigError(f'{asked_by}: there is no profile "{name}" in {shown}', hint=hint)


def _file_layers(files: Iterable[ConfigFile], profile: str | None) -> Iterator[Layer]:
    for file in files:
        yield file.values
        if profile is not None and profile in file.profiles:
            yield file.profiles[profile]


def _command_line(overrides: Mapping[str, Any]) -> Layer:
    values: dict[str, Any] = {}
    sources: dict[KeyPath, Any] = {}
    for key, value in overrides.items():
        path = tuple(key.split("."))
        table = values
        for part in path[:-1]:
            table = table.setdefault(part, {})
        table[path[-1]] = value
        sources[path] = COMMAND_LINE
    return Layer(values=values, sources=sources)


def _stack(layers: Iterable[Layer]) -> Layer:
    """One layer of several, the last on top."""
    stacked = EMPTY
    for layer in layers:
        stacked = layer.over(stacked)
    return stacked


def _other_profiles(files: list[ConfigFile], active: str | None, upper: Layer) -> Iterator[Problem]:
    """What is wrong with the profiles that were not asked for: a mistake in them would surface in CI alone."""
    names = {profile for file in files for profile in file.profiles} - {active}
    for name in sorted(names):
        for problem in find_problems(upper.over(_stack(_file_layers(files, name)))):
            if problem.source.profile == name:
                yield problem


def _committed_passwords(files: Iterable[ConfigFile]) -> Iterator[Problem]:
    for file in files:
        for layer in (file.values, *file.profiles.values()):
            url = layer.at(("database", "url"))
            if layer.committed and isinstance(url, str) and passwords(url):
                source = layer.source(("database", "url"))
                yield Problem(source=source, key="database.url", message=_PASSWORD_FIX)


_PASSWORD_FIX = (
    'holds a password, which has no place in a file of the project; write url = "env:DATABASE_URL" and set '
    f"DATABASE_URL in the environment or in .env, or move the URL to {LOCAL_NAME}"
)


def _check_version(layer: Layer) -> None:
    """Refuse a file that is meant for another version, before its keys are judged by this one."""
    wanted = layer.at(("required-version",))
    if not isinstance(wanted, str):
        return
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        fits = SpecifierSet(wanted).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        return
    if not fits:
        source = layer.source(("required-version",))
        message = f"asks for ormforge {wanted}, and this is {__version__}"
        raise InvalidConfig([Problem(source=source, key="required-version", message=message)])


def _notes(found: str | None, environment: Environment) -> Iterator[str]:
    if found is not None:
        yield found
    for name, close in mistyped_variables(environment):
        yield f"the environment variable {name} sets nothing; did you mean {close}?"
