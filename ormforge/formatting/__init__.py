"""Formatting of generated text, as black does it with the project's own settings."""

from ormforge.formatting.cache import Cache, MemoryCache
from ormforge.formatting.source import format_source
from ormforge.formatting.style import Style, read_style
from ormforge.formatting.unreadable import unreadable

__all__ = ["Cache", "MemoryCache", "Style", "format_source", "read_style", "unreadable"]
