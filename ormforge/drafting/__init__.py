"""From the catalog to the draft: the one package that knows sqlacodegen_v2."""

from ormforge.drafting.choices import RelationshipNames
from ormforge.drafting.draft import draft_models
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.raw import raw_draft

__all__ = ["DraftOptions", "RelationshipNames", "draft_models", "raw_draft"]
