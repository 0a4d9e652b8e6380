"""What changed between two documents of an API, and what of it breaks clients written against the older one. Pure.

Only what goes over the wire counts: a client sends what the old document allows, which the new one has to take, and it
understands what the old document promises, which the new one has to keep to. Fields that a document does not name are
neither sent nor relied on.
"""

from ormforge.apidiff.documents import compare_documents
from ormforge.apidiff.model import Change, Direction

__all__ = ["Change", "Direction", "compare_documents"]
