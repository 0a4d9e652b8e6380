"""What the project itself says of a column's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Catalog, Table
from ormforge.config.matching import chosen
from ormforge.draft.model import DraftColumn
from ormforge.schemas.limits import Limits
from ormforge.schemas.model import FieldRule
from ormforge.schemas.relations import member_paths

Bound = TypeVar("Bound", int, Decimal)
NOTHING = FieldRule()


def rule_of(
    column: DraftColumn, table: Table, catalog: Catalog, rules: Mapping[str, FieldRule]
) -> FieldRule:
    """The rule that a column follows."""
    if not rules:
        return NOTHING
    return chosen(rules, member_paths(table, path_part(column.column.name), catalog)) or NOTHING


def narrowed(limits: Limits, rule: FieldRule) -> Limits:
    """The limits with those of the rule, the stricter of each two: what the database refuses is not allowed by a rule."""
    return replace(
        limits,
        min_length=_greatest(limits.min_length, rule.min_length),
        max_length=_least(limits.max_length, rule.max_length),
        pattern=rule.pattern or limits.pattern,
        ge=_greatest(limits.ge, rule.ge),
        gt=_greatest(limits.gt, rule.gt),
        le=_least(limits.le, rule.le),
        lt=_least(limits.lt, rule.lt),
    )


def _greatest(*values: Bound | None) -> Bound | None:
    return max((value for value in values if value is not None), default=None)


def _least(*values: Bound | None) -> Bound | None:
    return min((value for value in values if value is not None), default=None)
