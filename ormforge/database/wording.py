"""Lists and numbers in messages about a database."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 10
"""How many names a message lists before it only counts them."""


def listed(names: Sequence[str]) -> str:
    """The names, or the first of them and how many more there are."""
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


def counted(number: int, word: str) -> str:
    """A number with its noun."""
    return f"{number} {word}{'' if number == 1 else 's'}"
