"""The review: what the schema itself makes slow, ambiguous or fragile, and the SQL that mends it. Pure."""

from ormforge.review.finding import SchemaFinding, Severity
from ormforge.review.rules import review
from ormforge.review.silence import Reviewed, silence

__all__ = ["Reviewed", "SchemaFinding", "Severity", "review", "silence"]
