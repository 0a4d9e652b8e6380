"""Formatting a module as black does, unit by unit."""

from __future__ import annotations

from itertools import pairwise

from ormforge.formatting.asked import Black
from ormforge.formatting.cache import Cache, MemoryCache
from ormforge.formatting.style import Style
from ormforge.formatting.units import Unit, split_units


def format_source(text: str, style: Style, cache: Cache | None = None) -> str:
    """The module as black formats it, to the byte.

    Only units that the cache does not know are formatted. Raises FormatError, with the line at fault, where the text is
    no Python.
    """
    black = Black(style, MemoryCache() if cache is None else cache)
    units = split_units(text)
    if units is None or len(units) == 1:
        return black.format(text)
    gaps = ["", *(_gap(before, after, black) for before, after in pairwise(units))]
    return "".join(gap + black.format(unit.text) for gap, unit in zip(gaps, units, strict=True))


def _gap(before: Unit, after: Unit, black: Black) -> str:
    """The blank lines that black leaves between two units, found on stand-ins of the statements on both sides."""
    around = black.format(f"{before.last}\n\n{after.first}")
    above = black.format(before.last)
    below = around.removeprefix(above)
    return "\n" * (len(below) - len(below.lstrip("\n")))
