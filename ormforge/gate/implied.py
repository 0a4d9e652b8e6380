"""Words of an edited column that say only what the annotation of the generated one implies: they may go with it."""

from __future__ import annotations

import ast
import re
from collections import Counter

from ormforge.gate.piece import Piece

_WORD = re.compile(r"\w+")
_OF_PYTHON = {
    "int": "Integer",
    "str": "String",
    "bool": "Boolean",
    "float": "Float",
    "Decimal": "Numeric",
    "date": "Date",
    "datetime": "DateTime",
    "time": "Time",
    "timedelta": "Interval",
    "bytes": "LargeBinary",
    "UUID": "Uuid",
}


def implied_words(piece: Piece, edited: Piece) -> Counter[str]:
    """The words with which a piece spells out the annotation of the generated statement that it was."""
    node, before = piece.node, edited.node
    value = getattr(node, "value", None)
    if not isinstance(value, ast.Call) or not isinstance(before, ast.AnnAssign):
        return Counter()
    said = _WORD.findall(ast.unparse(before.annotation))
    is_key = "primary_key" in ast.unparse(before)
    implied: Counter[str] = Counter()
    for item in value.keywords:
        stated = item.value.value if isinstance(item.value, ast.Constant) else None
        if item.arg == "nullable" and stated is (not {"None", "Optional"}.isdisjoint(said)):
            implied.update([] if is_key else ["nullable", str(stated)])
    types = {_OF_PYTHON[word] for word in said if word in _OF_PYTHON}
    given = "ForeignKey" in ast.unparse(before) or not getattr(before.value, "args", ())
    for argument in value.args if given else ():
        words = _WORD.findall(ast.unparse(argument))
        if words[-1:] and words[-1] in types:
            implied.update(words)
    return implied
