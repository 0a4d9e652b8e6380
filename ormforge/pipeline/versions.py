"""The versions of what decides how the output looks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

_DECIDING = ("ormforge", "black", "libcst", "sqlacodegen-v2")


def versions() -> Mapping[str, str]:
    """The versions that a run is made with, by distribution. They never count as drift by themselves."""
    return {name: version(name) for name in _DECIDING}
