"""Whether a person has changed what was generated, and whether it has turned into something else."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import PurePosixPath

from ormforge.merge.match import Match
from ormforge.plan import Generated
from ormforge.source.lines import plain
from ormforge.source.partition import read_class, read_module
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


def is_as_generated(base: Generated, mine: str, path: PurePosixPath) -> bool:
    """Whether a file holds nothing but what was generated; where its imports are from now does not count."""
    if plain(mine) == base.text:
        return True
    generated, own = read_module(base.text, path)[0], read_module(mine, path)[0]
    known = {unit.identity: unit for unit in generated.units}
    imported = {name for unit in generated.units for name in _imported(unit) or ()}
    return all(
        _is_import_of(unit, imported) or _is_the_same(known.get(unit.identity), unit)
        for unit in own.units
    )


def _is_the_same(base: Unit | None, mine: Unit) -> bool:
    return base is not None and base.lead_text == mine.lead_text and base.text == mine.text


def _is_import_of(unit: Unit, names: set[tuple[str, str]]) -> bool:
    """Whether a unit imports some of these names, from wherever, and says nothing else."""
    found = _imported(unit)
    return found is not None and "#" not in "".join(unit.lines) and found <= names


def _imported(unit: Unit) -> set[tuple[str, str]] | None:
    """What an import, or a block of imports for type checkers, binds: each name there and here; None for anything else."""
    if unit.kind != "import" and unit.identity != "typing":
        return None
    statement = ast.parse(unit.bare).body[0]
    body = statement.body if isinstance(statement, ast.If) and not statement.orelse else [statement]
    found = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    if len(found) != len(body):
        return None
    return {(alias.name, alias.asname or alias.name) for node in found for alias in node.names}


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
