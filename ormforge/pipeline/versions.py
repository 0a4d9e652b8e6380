"""What decides how the output looks, as the state remembers it from run to run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version

from ormforge.config import Config, Naming
from ormforge.workspace import RULES, is_of_rules

_DECIDING = ("ormforge", "black", "libcst", "sqlacodegen-v2")
_NAMING = (
    *("singularize", "strip_prefixes", "strip_suffixes", "class_prefix", "class_suffix"),
    *("irregular", "schemas"),
)


def versions(before: Mapping[str, str]) -> Mapping[str, str]:
    """The versions that a run is made with, by distribution, and those of the naming rules, as they were before.

    They never count as drift by themselves.
    """
    naming = {key: text for key, text in before.items() if is_of_rules(key)}
    return {name: version(name) for name in _DECIDING} | naming


def named_anew(before: Mapping[str, str], config: Config) -> Mapping[str, str]:
    """The versions of a run that has named everything by the rules of the configuration."""
    return {**versions(before), naming_key(config): naming_version(config)}


def naming_key(config: Config) -> str:
    """What the version of the naming rules is called; configurations that share a folder have one each."""
    return RULES if config.name is None else f"{RULES} {config.name}"


def naming_version(config: Config) -> str:
    """The rules of `[naming]` that name every class at once, as JSON."""
    return json.dumps(config.naming.model_dump(mode="json", include=set(_NAMING)), sort_keys=True)


def naming_before(before: Mapping[str, str], config: Config) -> Naming | None:
    """The rules that the names of the last run were given by, where they were others."""
    found = before.get(naming_key(config))
    if found is None or found == naming_version(config):
        return None
    try:
        return Naming.model_validate_json(found)
    except ValueError:  # written by another version
        return None
