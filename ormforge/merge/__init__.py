"""The merge engine: regeneration that hand-written code survives. Text in, text out; nothing is read or written."""

from ormforge.merge.engine import Merge, merge
from ormforge.merge.names import observe_names

__all__ = ["Merge", "merge", "observe_names"]
