"""black with one style and a cache in front of it."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version

from ormforge.formatting.cache import Cache, cache_key
from ormforge.formatting.style import Style

_PROVEN = frozenset({"25.1.0", "25.12.0", "26.1.0", "26.10.1"})
"""The versions of black that the printer's rules were held to."""


class Black:
    """black with one style, asked once for each text."""

    def __init__(self, style: Style, cache: Cache) -> None:
        self.style = style
        self._cache = cache
        self._version = _installed()
        self._salt = (self._version, style.cache_key)

    @property
    def is_proven(self) -> bool:
        """Whether the printer is known to print as this version of black does."""
        return self._version in _PROVEN

    def format(self, text: str) -> str:
        """What black makes of the text, from the cache where it is known. Raises FormatError."""
        key = cache_key(*self._salt, text)
        known = self._cache.get(key)
        if known is None:
            from ormforge.formatting.ask import ask_black  # costs 0.3 s

            known = ask_black(text, self.style)
            self._cache.put(key, known)
        return known


@lru_cache(maxsize=1)
def _installed() -> str:
    return version("black")
