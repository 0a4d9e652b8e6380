"""What texts look like: `format` and `pattern`.

JSON Schema leaves to each reader whether a format is enforced; frameworks and clients do, so that it counts as a limit.
"""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.apidiff.model import Difference
from ormforge.apidiff.rules.rule import Pair, Rule


def _check(pair: Pair) -> Iterator[Difference]:
    for keyword, without in (("format", "no format"), ("pattern", "no pattern")):
        old, new = pair.keyword(keyword)
        if old != new:
            message = f"has {_said(keyword, new, without)}, had {_said(keyword, old, without)}"
            yield pair.difference(keyword, message, narrows=new is not None, widens=old is not None)


def _said(keyword: str, value: object, without: str) -> str:
    return without if value is None else f"the {keyword} {value}"


TEXTS = Rule(
    keywords=frozenset({"format", "pattern"}),
    kinds=frozenset({"string", "integer", "number"}),
    check=_check,
)
