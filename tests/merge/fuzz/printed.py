"""What is generated for a catalog, by the real stages: drafted, rendered, formatted, stamped."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog
from ormforge.draft.model import ItemKind, Pins
from ormforge.drafting import DraftOptions, draft_models
from ormforge.formatting import MemoryCache, Style, format_source
from ormforge.overlay import insert_base_id, open_overlay, render_models
from ormforge.plan import Generated

_STYLE = Style()
_OPTIONS = DraftOptions()
_OVERLAY = open_overlay([], {})
_CACHE = MemoryCache()

Names = frozenset[tuple[Key, str]]
Taken = frozenset[tuple[Key, frozenset[str]]]
Kinds = frozenset[tuple[Key, ItemKind]]


def generate(catalog: Catalog, pins: Pins) -> Generated:
    """The text of the models of a catalog under names that are promised, and its keys."""
    fields = (pins.names, pins.taken, pins.kinds)
    names, taken, kinds = (frozenset(each.items()) for each in fields)
    return _generated(catalog, names, taken, kinds, pins.gone)


@lru_cache(maxsize=5_000)
def _generated(
    catalog: Catalog, names: Names, taken: Taken, kinds: Kinds, gone: frozenset[Key]
) -> Generated:
    pins = Pins(
        names=MappingProxyType(dict(names)),
        taken=MappingProxyType(dict(taken)),
        kinds=MappingProxyType(dict(kinds)),
        gone=gone,
    )
    generated = render_models(_OVERLAY, draft_models(catalog, _OPTIONS, pins), True)
    text = insert_base_id(format_source(generated.text, _STYLE, _CACHE))
    return replace(generated, text=text)


@lru_cache(maxsize=50_000)
def formatted(source: str) -> str:
    """A piece of generated source as black formats it."""
    return format_source(source, _STYLE, _CACHE)
