"""What a person has deleted of what was generated."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.merge.claims import Claims
from ormforge.merge.ledger import Question
from ormforge.merge.match import Match, Matches
from ormforge.source.unit import Unit


def was_deleted(match: Match, question: Question) -> bool:
    """Whether the user has deleted a unit that is not in the file: it was there after the last run, or is remembered."""
    key = match.known.key if match.known else None
    memory = question.memory
    waited = key in memory.pending and key not in memory.bases
    if key in question.restore or waited:
        return False
    return match.base is not None or key in memory.tombstones


def deleted_columns(matches: Matches, question: Question) -> Iterator[Unit]:
    """The generated columns that the user has deleted from a class, and that no code of theirs stands in place of."""
    bound = {name for match in matches.present if match.mine for name in match.mine.names}
    if "__table__" in bound:
        return
    claims = Claims.of(matches)
    for match in matches.absent:
        unit = match.new
        is_column = unit is not None and unit.identity.startswith("column:")
        if unit is None or not is_column or claims.holder(unit) is not None:
            continue
        if was_deleted(match, question):
            yield unit
