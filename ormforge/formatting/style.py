"""The project's own black settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import tomlkit
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from tomlkit.exceptions import TOMLKitError

from ormforge.errors import FormatError

OLDEST = 10
"""The minor version of the oldest Python 3 that generated code runs on."""
_NEWEST = 40
"""Beyond every version that black knows; those it does not know are left out when it is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How black is to format: the settings of `[tool.black]` that say so.

    `target_versions` are minor versions of Python 3. They are never left to black's guess, which depends on all of a
    file at once: generated code needs Python 3.10 in any case.
    """

    line_length: int = 88
    target_versions: frozenset[int] = frozenset(range(OLDEST, _NEWEST))
    skip_string_normalization: bool = False
    skip_magic_trailing_comma: bool = False
    preview: bool = False
    unstable: bool = False
    enable_unstable_feature: frozenset[str] = frozenset()

    @property
    def cache_key(self) -> tuple[object, ...]:
        """All settings, in an order that does not change from run to run."""
        return (
            self.line_length,
            sorted(self.target_versions),
            self.skip_string_normalization,
            self.skip_magic_trailing_comma,
            self.preview,
            self.unstable,
            sorted(self.enable_unstable_feature),
        )

    @property
    def is_stable(self) -> bool:
        """Whether black's stable rules hold, whatever the line length."""
        return self == Style(line_length=self.line_length, target_versions=self.target_versions)


def read_style(pyproject: str) -> Style:
    """The style that the text of a pyproject.toml asks for; black's own defaults where it says nothing.

    As black does, the Python versions are taken from `[project] requires-python` where `[tool.black]` names none
    (https://black.readthedocs.io/en/stable/usage_and_configuration/the_basics.html#target-version). Raises FormatError.
    """
    try:
        document: Mapping[str, object] = tomlkit.parse(pyproject).unwrap()
    except TOMLKitError as failure:
        raise FormatError(f"pyproject.toml: {failure}") from failure
    settings = {
        str(name).replace("-", "_"): value
        for name, value in _table(_table(document, "tool"), "black").items()
    }
    return Style(
        line_length=_whole_number(settings),
        target_versions=_target_versions(settings, _table(document, "project")),
        skip_string_normalization=_flag(settings, "skip_string_normalization"),
        skip_magic_trailing_comma=_flag(settings, "skip_magic_trailing_comma"),
        preview=_flag(settings, "preview"),
        unstable=_flag(settings, "unstable"),
        enable_unstable_feature=frozenset(_texts(settings, "enable_unstable_feature")),
    )


def _table(owner: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = owner.get(name, {})
    return found if isinstance(found, Mapping) else {}


def _whole_number(settings: Mapping[str, object]) -> int:
    value = settings.get("line_length", Style().line_length)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise FormatError(f"pyproject.toml: [tool.black] line-length must be a number, not {value!r}")


def _flag(settings: Mapping[str, object], name: str) -> bool:
    value = settings.get(name, False)
    if isinstance(value, bool):
        return value
    shown = name.replace("_", "-")
    raise FormatError(f"pyproject.toml: [tool.black] {shown} must be true or false, not {value!r}")


def _texts(settings: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = settings.get(name, [])
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return tuple(texts)
    shown = name.replace("_", "-")
    raise FormatError(f"pyproject.toml: [tool.black] {shown} must be a list of texts")


def _target_versions(
    settings: Mapping[str, object], project: Mapping[str, object]
) -> frozenset[int]:
    named = _texts(settings, "target_version")
    if named:
        return frozenset(_minor_version(name) for name in named)
    required = project.get("requires-python")
    return _allowed(required) if isinstance(required, str) else Style().target_versions


def _minor_version(name: str) -> int:
    minor = name.lower().removeprefix("py3")
    if minor != name.lower() and minor.isdecimal():
        return int(minor)
    raise FormatError(f"pyproject.toml: [tool.black] target-version knows no {name!r}")


def _allowed(required: str) -> frozenset[int]:
    try:
        specifier = SpecifierSet(required)
    except InvalidSpecifier:
        return Style().target_versions
    return _or_default(minor for minor in range(3, _NEWEST) if f"3.{minor}" in specifier)


def _or_default(versions: Iterable[int]) -> frozenset[int]:
    return frozenset(versions) or Style().target_versions
