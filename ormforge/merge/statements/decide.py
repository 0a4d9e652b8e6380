"""The three-way decision about one statement, on its text alone."""

from __future__ import annotations

from ormforge.merge.ledger import Formatter
from ormforge.merge.statements.arguments import merge_assignment
from ormforge.merge.statements.rewrap import rewrap
from ormforge.source.sameness import comments, meaning, same


def three_way(
    base: str, mine: str, new: str, *, member: bool, formatter: Formatter | None = None
) -> str | None:
    """The statement in the result, one of the three where possible; None where the sides contradict each other.

    Takes and returns statements without indent. Formatting is no edit: where mine says what the baseline says, the
    new text counts; where the new text says what the baseline says, mine stays to the byte.
    """
    if mine == new:
        return mine
    if base == mine:
        # Another release of the formatter, or another setting of it, is no change of the database.
        return mine if same(base, new) else new
    if meaning(mine) == meaning(new):
        return new if comments(mine) == comments(base) != comments(new) else mine
    if same(base, new):
        return mine
    merged = merge_assignment(base, mine, new)
    if merged is not None and not _lost_comments(base, mine, merged):
        return rewrap(mine, merged, member=member, formatter=formatter)
    if same(base, mine):
        return new
    return carry_comment(base, mine, new) if meaning(base) == meaning(mine) else None


def _lost_comments(base: str, mine: str, merged: str) -> bool:
    left = list(comments(merged))
    for comment in comments(mine):
        if comment in left:
            left.remove(comment)
        elif comment not in comments(base):
            return True
    return False


def carry_comment(base: str, mine: str, new: str) -> str | None:
    """The new statement with the comment that a hand has put behind the old one, where that is all it has done."""
    added = [comment for comment in comments(mine) if comment not in comments(base)]
    stripped = mine.rstrip()
    if len(added) != 1 or not stripped.endswith(added[0]) or "#" in new:
        return None
    return f"{new.rstrip()}  {added[0]}\n"
