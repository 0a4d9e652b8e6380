"""The database's URL, resolved: from its variable, and with a relative SQLite path counted from the project."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PureWindowsPath

from ormforge.config.environment import Environment
from ormforge.config.problems import InvalidConfig, Problem
from ormforge.config.source import Layer, Source
from ormforge.secret import SecretUrl, is_url

_URL_KEY = ("database", "url")
_SQLITE = re.compile(
    r"(?P<dialect>sqlite(?:\+\w+)?://[^/]*/)(?P<path>[^?]*)(?P<query>\?.*)?\Z", re.DOTALL
)


def resolve_url(
    written: SecretUrl, layer: Layer, environment: Environment, root: Path
) -> tuple[SecretUrl, Source]:
    """The URL to connect with, and its source; InvalidConfig where its variable is not set, or it is no URL."""
    text, source = written.get_secret_value(), layer.source(_URL_KEY)
    if text.startswith("env:"):
        text, variable = _from_variable(text.removeprefix("env:").strip(), layer, environment)
        source = replace(source, through=variable)
    if not is_url(text):
        raise _wrong(layer, "is not a database URL such as postgresql+psycopg://user@host/name")
    return SecretUrl(_anchored(_known_dialect(text), root)), source


def _from_variable(name: str, layer: Layer, environment: Environment) -> tuple[str, str]:
    """The value of a variable, and where it is set."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise _wrong(layer, 'must name a variable behind "env:", such as "env:DATABASE_URL"')
    found = environment.get(name)
    if found is None:
        raise _wrong(
            layer,
            f"the environment variable {name} is not set; set it, or write {name}=... into "
            f"{environment.file_name}",
        )
    return found[0].strip(), found[1]


def _known_dialect(url: str) -> str:
    """The URL with the dialect's name as SQLAlchemy has it; hosting services still hand out `postgres://`."""
    return re.sub(r"\Apostgres(?=://|\+)", "postgresql", url)


def _wrong(layer: Layer, message: str) -> InvalidConfig:
    source = layer.source(_URL_KEY)
    return InvalidConfig([Problem(source=source, key="database.url", message=message)])


def _anchored(url: str, root: Path) -> str:
    """The URL with a relative SQLite path made absolute."""
    match = _SQLITE.match(url)
    if match is None or not match["path"] or match["path"] == ":memory:":
        return url
    scheme, path = (
        ("file:", match["path"][5:]) if match["path"].startswith("file:") else ("", match["path"])
    )
    absolute = path.startswith("/") or PureWindowsPath(path).drive
    if absolute or not path or path == ":memory:":
        return url
    return f"{match['dialect']}{scheme}{(root / path).as_posix()}{match['query'] or ''}"
