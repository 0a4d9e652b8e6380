"""The rules, each for some keywords of JSON Schema."""

from ormforge.apidiff.rules.assertions import other_assertions
from ormforge.apidiff.rules.bounds import BOUNDS
from ormforge.apidiff.rules.items import ITEMS
from ormforge.apidiff.rules.kinds import KINDS
from ormforge.apidiff.rules.properties import PROPERTIES
from ormforge.apidiff.rules.rule import Pair, Rule
from ormforge.apidiff.rules.sizes import SIZES
from ormforge.apidiff.rules.texts import TEXTS
from ormforge.apidiff.rules.values import VALUES

_NAMED = (KINDS, VALUES, BOUNDS, SIZES, TEXTS, ITEMS, PROPERTIES)
RULES = (*_NAMED, other_assertions(frozenset().union(*(rule.keywords for rule in _NAMED))))

__all__ = ["RULES", "Pair", "Rule"]
