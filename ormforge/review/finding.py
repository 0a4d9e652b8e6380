"""What the review finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ormforge.catalog.keys import path_part
from ormforge.catalog.model import Table
from ormforge.config.review import RuleName

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
SEVERITY_OF: dict[RuleName, Severity] = {
    "missing-primary-key": "error",
    "foreign-key-type": "error",
    "unindexed-foreign-key": "warning",
    "duplicate-index": "warning",
    "redundant-index": "warning",
    "nullable-unique": "warning",
    "wide-text-key": "info",
    "no-on-delete": "info",
    "free-text-enum": "info",
    "n-plus-one": "info",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFinding:
    """One weakness of the schema.

    `table` is where it is, `members` what of it (columns, or the name of an index, constraint or relationship). `fix`
    are statements that mend it, in order; where it is empty, `advice` says what a person has to decide or do first.
    """

    rule: RuleName
    severity: Severity
    table: Table
    members: tuple[str, ...] = ()
    reason: str
    fix: tuple[str, ...] = ()
    advice: str | None = None

    @property
    def path(self) -> str:
        """The object as rules of the configuration call it: `public.orders.customer_id`."""
        if not self.members:
            return self.table.path
        return f"{self.table.path}.{','.join(map(path_part, self.members))}"


def finding(
    rule: RuleName,
    table: Table,
    members: Iterable[str],
    reason: str,
    *,
    severity: Severity | None = None,
    fix: Iterable[str] = (),
    advice: str | None = None,
) -> SchemaFinding:
    """A finding of the rule, with the rule's own severity where no other is given."""
    return SchemaFinding(
        rule=rule,
        severity=severity or SEVERITY_OF[rule],
        table=table,
        members=tuple(members),
        reason=reason,
        fix=tuple(fix),
        advice=advice,
    )


def named(names: Iterable[str]) -> str:
    """Names of the database in a sentence, with what could be mistaken for something else in quotes."""
    return ", ".join(path_part(name) for name in names)
