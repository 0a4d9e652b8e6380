"""A memory of what black made of a text, so that it is asked once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Protocol


class Cache(Protocol):
    """Formatted texts by a key that holds all they depend on."""

    def get(self, key: str) -> str | None:
        """The text that was put under the key, if any."""
        ...

    def put(self, key: str, text: str) -> None:
        """Remember the text under the key."""
        ...


class MemoryCache:
    """A cache in memory; `entries` may be stored and given back at the next run."""

    def __init__(self, entries: Mapping[str, str] | None = None) -> None:
        self.entries = dict(entries or {})

    def get(self, key: str) -> str | None:
        """The text that was put under the key, if any."""
        return self.entries.get(key)

    def put(self, key: str, text: str) -> None:
        """Remember the text under the key."""
        self.entries[key] = text


def cache_key(*parts: object) -> str:
    """A short key for all that a formatted text depends on."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()[:32]
