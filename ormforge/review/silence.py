"""Findings that a project has decided to live with, each for a reason it wrote down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ormforge.config.matching import winning_rule
from ormforge.review.finding import SchemaFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review as it is told: the findings, those silenced with the reasons, and the silences that meet none."""

    findings: tuple[SchemaFinding, ...]
    silenced: tuple[tuple[SchemaFinding, str], ...] = ()
    unused: tuple[str, ...] = ()


def silence(
    findings: Iterable[SchemaFinding],
    reasons: Mapping[str, str],
    spellings: Callable[[SchemaFinding], Iterable[str]],
) -> Reviewed:
    """The findings divided by whether a reason silences them; `spellings` are how rules may call a finding's object.

    A silence is `RULE OBJECT`, where the rule may be `*` and the object a glob.
    """
    told: list[SchemaFinding] = []
    silenced: list[tuple[SchemaFinding, str]] = []
    used: set[str] = set()
    for finding in findings:
        names = tuple(spellings(finding))
        meant = tuple(f"{rule} {name}" for rule in (finding.rule, "*") for name in names)
        key = winning_rule(_of_rule(reasons, finding.rule), meant)
        if key is None:
            told.append(finding)
        else:
            used.add(key)
            silenced.append((finding, reasons[key]))
    unused = tuple(key for key in reasons if key not in used)
    return Reviewed(findings=tuple(told), silenced=tuple(silenced), unused=unused)


def _of_rule(reasons: Mapping[str, str], rule: str) -> list[str]:
    """The silences that speak of the rule, those that name it before those of every rule."""
    own = [key for key in reasons if key.startswith(f"{rule} ")]
    return [*own, *(key for key in reasons if key.startswith("* "))]
