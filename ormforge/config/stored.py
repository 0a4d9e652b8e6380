"""Credentials kept outside of the configuration: in a variable, or in the keyring of the operating system."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ormforge.config.environment import Environment


class Stored(NamedTuple):
    """A secret, and the place that it was found in."""

    secret: str
    place: str


Wrong = Callable[[str], Exception]
"""Makes the error that says why a secret cannot be had."""


def is_reference(text: str) -> bool:
    """Whether the text says where a secret is kept: `env:NAME`, `keyring:SERVICE/USER`."""
    return text.startswith(("env:", "keyring:"))


def stored_secret(reference: str, environment: Environment, wrong: Wrong) -> Stored:
    """The secret that a reference leads to; raises what `wrong` makes where there is none."""
    kind, _, name = reference.partition(":")
    if kind == "env":
        return _from_variable(name.strip(), environment, wrong)
    return _from_keyring(name.strip(), wrong)


def _from_variable(name: str, environment: Environment, wrong: Wrong) -> Stored:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise wrong('must name a variable behind "env:", such as "env:DATABASE_URL"')
    found = environment.get(name)
    if found is None:
        raise wrong(
            f"the environment variable {name} is not set; set it, or write {name}=... into "
            f"{environment.file_name}"
        )
    return Stored(*found)


def _from_keyring(name: str, wrong: Wrong) -> Stored:
    service, slash, user = name.rpartition("/")
    if not slash or not service or not user:
        raise wrong('must name a service and a user behind "keyring:", such as "keyring:shop/app"')
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError:
        raise wrong(
            "the keyring needs a package that is not installed: pip install 'ormforge[keyring]'"
        ) from None
    try:
        secret = keyring.get_password(service, user)
    except KeyringError as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise wrong(f"the keyring cannot be read: {said}") from None
    if secret is None:
        raise wrong(
            f"the keyring has nothing for {user} at {service}; store it with: keyring set {service} {user}"
        )
    return Stored(secret, f"keyring:{name}")
