"""Templates: the built-in ones, the user's laid over them, and the text they make of a draft."""

from ormforge.overlay.builtin import builtin_templates
from ormforge.overlay.environment import Overlay, open_overlay
from ormforge.overlay.header import insert_base_id
from ormforge.overlay.listing import TemplateSource, eject, list_templates
from ormforge.overlay.render import render_models, render_package, render_schemas

__all__ = [
    "Overlay",
    "TemplateSource",
    "builtin_templates",
    "eject",
    "insert_base_id",
    "list_templates",
    "open_overlay",
    "render_models",
    "render_package",
    "render_schemas",
]
