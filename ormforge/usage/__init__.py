"""Where a project uses what a run takes out of its models: pure functions over source text."""

from ormforge.usage.joins import Unjoined, unjoined_relationships
from ormforge.usage.mentions import Mention, find_mentions
from ormforge.usage.names import Models, models_of

__all__ = [
    "Mention",
    "Models",
    "Unjoined",
    "find_mentions",
    "models_of",
    "unjoined_relationships",
]
