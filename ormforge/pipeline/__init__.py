"""The pipeline: the stages in their order. `generate` works out a plan, `write` carries it out."""

from ormforge.pipeline.custom import custom_code
from ormforge.pipeline.drafted import draft_text
from ormforge.pipeline.generate import generate
from ormforge.pipeline.overlays import eject_template, template_sources
from ormforge.pipeline.written import write

__all__ = [
    "custom_code",
    "draft_text",
    "eject_template",
    "generate",
    "template_sources",
    "write",
]
