"""Whether a person has changed what was generated, and whether it has turned into something else."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ormforge.merge.match import Match
from ormforge.source.partition import read_class
from ormforge.source.sameness import same
from ormforge.source.unit import Suite, Unit


def is_untouched(base: Unit, mine: Unit) -> bool:
    """Whether a unit holds nothing but what was generated; members deleted by hand do not count."""
    if base.text == mine.text or same(base.bare, mine.bare):
        return True
    if base.kind != "class" or mine.kind != "class":
        return False
    (generated, _), (own, _) = read_class(base), read_class(mine)
    header = same(
        "".join(generated.header).rstrip() + " ...\n", "".join(own.header).rstrip() + " ...\n"
    )
    return header and _holds_all(generated.body, own.body.units)


def _holds_all(generated: Suite, mine: Iterable[Unit]) -> bool:
    known = {unit.identity: unit for unit in generated.units}
    for unit in mine:
        base = known.get(unit.identity)
        if base is None or base.lead_text != unit.lead_text or not same(base.bare, unit.bare):
            return False
    return True


def form(unit: Unit) -> str:
    """What kind of statement a unit is, as far as one can take the place of another without being the same."""
    node = unit.node
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return "assignment"
    return type(node).__name__


def changes_form(match: Match) -> bool:
    """Whether a table has turned from a class into a `Table`, or back, without the user's doing."""
    base, mine, new = match.base, match.mine, match.new
    if base is None or mine is None or new is None:
        return False
    same_table = mine.identity == new.identity and mine.identity.startswith("table:")
    return same_table and form(base) == form(mine) != form(new)
