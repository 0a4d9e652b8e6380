"""Templates: the built-in ones, the user's laid over them, and the text they make of a draft."""

from ormforge.overlay.builtin import builtin_templates
from ormforge.overlay.copies import TemplateChanges, eject, template_changes
from ormforge.overlay.environment import Overlay, nearest_template, open_overlay
from ormforge.overlay.header import insert_base_id
from ormforge.overlay.listing import TemplateSource, list_templates
from ormforge.overlay.page import render_page
from ormforge.overlay.render import render_models, render_package, render_schemas
from ormforge.overlay.targets import (
    TableApi,
    TargetContext,
    TargetModule,
    TargetTable,
    render_path,
    render_target,
)

__all__ = [
    "Overlay",
    "TableApi",
    "TargetContext",
    "TargetModule",
    "TargetTable",
    "TemplateChanges",
    "TemplateSource",
    "builtin_templates",
    "eject",
    "insert_base_id",
    "list_templates",
    "nearest_template",
    "open_overlay",
    "render_models",
    "render_package",
    "render_page",
    "render_path",
    "render_schemas",
    "render_target",
    "template_changes",
]
