"""The section `[review]`: which findings of `ormforge review` a project has decided to live with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator

from ormforge.config.section import Section, Text

RuleName = Literal[
    "missing-primary-key",
    "foreign-key-type",
    "unindexed-foreign-key",
    "duplicate-index",
    "redundant-index",
    "nullable-unique",
    "wide-text-key",
    "no-on-delete",
    "free-text-enum",
    "n-plus-one",
]
RULES: tuple[RuleName, ...] = get_args(RuleName)


def silenced_finding(value: str) -> str:
    """A rule and the objects it is silent about: `missing-primary-key public.log`, or `*` for every rule."""
    rule, _, path = value.partition(" ")
    if rule not in (*RULES, "*"):
        raise ValueError(f'must begin with a rule of the review or "*", not with {rule!r}')
    if not path.strip():
        raise ValueError(f'must name an object, such as "{rule} public.log"')
    return value


Silenced = Annotated[str, AfterValidator(silenced_finding)]


class Review(Section):
    """What the review of the schema does not tell."""

    silenced: Mapping[Silenced, Text] = {}
    """Why findings are accepted, by rule and object: `"missing-primary-key public.log" = "appended to by syslog"`."""
