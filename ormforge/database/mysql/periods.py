"""Periods of MariaDB's temporal tables, which only SHOW CREATE TABLE tells of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ormforge.catalog.model import RawConstraint
from ormforge.database.mysql.rows import Row

_PERIOD_CHECK = re.compile(r"`(?:[^`]|``)*` < `(?:[^`]|``)*`\Z")
_PERIOD = re.compile(
    r"^  (?P<sql>PERIOD FOR (?P<name>SYSTEM_TIME|`(?:[^`]|``)*`) \(.*\)),?$", re.MULTILINE
)
_OVERLAPS = re.compile(
    r"^  (?P<sql>(?P<kind>PRIMARY KEY|UNIQUE KEY (?P<name>`(?:[^`]|``)*`)) \(.* WITHOUT OVERLAPS\).*?),?$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The periods of a table: their clauses, the names of their implicit checks, and the keys that use them."""

    clauses: tuple[RawConstraint, ...] = ()
    names: frozenset[str] = frozenset()
    primary_key: str | None = None
    unique_keys: tuple[tuple[str, str], ...] = ()


def may_have_period(checks: Iterable[Row]) -> bool:
    """Whether one of the checks looks like the one that a period brings along: start before end."""
    return any(
        check.get("level") == "Table" and _PERIOD_CHECK.match(str(check["check_clause"]))
        for check in checks
    )


def read_periods(show_create: str) -> Periods:
    """The periods in the text of SHOW CREATE TABLE."""
    periods = list(_PERIOD.finditer(show_create))
    keys = list(_OVERLAPS.finditer(show_create))
    return Periods(
        clauses=tuple(RawConstraint(sql=match["sql"]) for match in periods),
        names=frozenset(match["name"].strip("`").replace("``", "`") for match in periods),
        primary_key=next((m["sql"] for m in keys if m["name"] is None), None),
        unique_keys=tuple(
            (m["name"][1:-1].replace("``", "`"), m["sql"]) for m in keys if m["name"] is not None
        ),
    )
