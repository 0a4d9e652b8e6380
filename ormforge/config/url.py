"""The database's URL, resolved: from its variable, and with a relative SQLite path counted from the project."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path, PureWindowsPath
from urllib.parse import quote

from ormforge.config.environment import Environment
from ormforge.config.problems import InvalidConfig, Problem
from ormforge.config.source import Layer, Source, dotted
from ormforge.config.stored import is_reference, stored_secret
from ormforge.config.toml import KeyPath
from ormforge.secret import SecretUrl, is_url, passwords

_URL_KEY: KeyPath = ("database", "url")
_PASSWORD_KEY: KeyPath = ("database", "password")
_SQLITE = re.compile(
    r"(?P<dialect>sqlite(?:\+\w+)?://[^/]*/)(?P<path>[^?]*)(?P<query>\?.*)?\Z", re.DOTALL
)


def resolve_url(
    written: SecretUrl,
    password: str | None,
    layer: Layer,
    environment: Environment,
    root: Path,
) -> tuple[SecretUrl, Source]:
    """The URL to connect with, and its source.

    `password` says where the password is kept that goes into it, as it is, in any characters. InvalidConfig where a
    variable is not set, the keyring has nothing, or what is found is no URL.
    """
    text, source = written.get_secret_value(), layer.source(_URL_KEY)
    if is_reference(text):
        text, place = stored_secret(text, environment, partial(_wrong, layer, _URL_KEY))
        text, source = text.strip(), replace(source, through=place)
    if not is_url(text):
        raise _wrong(
            layer, _URL_KEY, "is not a database URL such as postgresql+psycopg://user@host/name"
        )
    if password is not None:
        secret = stored_secret(password, environment, partial(_wrong, layer, _PASSWORD_KEY)).secret
        text = _with_password(text, secret, layer)
    return SecretUrl(_anchored(_known_dialect(text), root)), source


def _with_password(url: str, password: str, layer: Layer) -> str:
    """The URL with the password behind its user."""
    match = re.match(r"(?P<start>[^/]*//(?P<user>[^:/?@]+))@", url)
    if match is None or passwords(url):
        why = "holds a password already" if passwords(url) else "names no user to log in as"
        raise _wrong(layer, _PASSWORD_KEY, f"cannot be used: database.url {why}")
    return f"{match['start']}:{quote(password, safe='')}{url[match.end() - 1 :]}"


def _known_dialect(url: str) -> str:
    """The URL with the dialect's name as SQLAlchemy has it; hosting services still hand out `postgres://`."""
    return re.sub(r"\Apostgres(?=://|\+)", "postgresql", url)


def _wrong(layer: Layer, key: KeyPath, message: str) -> InvalidConfig:
    return InvalidConfig([Problem(source=layer.source(key), key=dotted(key), message=message)])


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
