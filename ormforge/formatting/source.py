"""Formatting a module as black does, unit by unit."""

from __future__ import annotations

from itertools import pairwise

from ormforge.formatting.asked import Black
from ormforge.formatting.cache import Cache, MemoryCache
from ormforge.formatting.printed import print_unit
from ormforge.formatting.style import Style
from ormforge.formatting.units import Edges, edges_of, split_units


def format_source(
    text: str, style: Style, cache: Cache | None = None, *, ask_always: bool = False
) -> str:
    """The module as black formats it, to the byte.

    What is sure is printed, the rest is asked of black unless the cache knows it. `ask_always` leaves everything to
    black. Raises FormatError, with the line at fault, where the text is no Python.
    """
    black = Black(style, MemoryCache() if cache is None else cache)
    units = split_units(text)
    if units is None:
        return black.format(text)
    prints = black.is_proven and style.is_stable and not ask_always
    formatted = [_formatted(unit, black, prints) for unit in units]
    texts = [unit[0] for unit in formatted if unit is not None]
    if len(texts) < len(units):
        return black.format(text)
    edges = [unit[1] for unit in formatted if unit is not None]
    gaps = ["", *(_gap(before, after, black) for before, after in pairwise(edges))]
    return "".join(gap + unit for gap, unit in zip(gaps, texts, strict=True))


def _formatted(unit: str, black: Black, prints: bool) -> tuple[str, Edges] | None:
    """The unit's formatted text and edges; None where it cannot be told from the rest of the module."""
    printed = print_unit(unit, black) if prints else None
    if printed is not None:
        return printed
    edges = edges_of(unit)
    return None if edges is None else (black.format(unit), edges)


def _gap(before: Edges, after: Edges, black: Black) -> str:
    """The blank lines that black leaves between two units, found on stand-ins of the statements on both sides."""
    around = black.format(f"{before.last}\n\n{after.first}")
    below = around.removeprefix(black.format(before.last))
    return "\n" * (len(below) - len(below.lstrip("\n")))
