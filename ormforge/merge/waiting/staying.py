"""Classes that stay although their table has gone (`on_orphan = "keep"`), and what they cannot do without.

A class maps only together with what it refers to: the classes of its relationships and their other sides, the tables
between them, and the foreign keys of other tables that lead to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ormforge.catalog.keys import Key
from ormforge.merge.imports.aliases import words
from ormforge.merge.match import Match, match_units
from ormforge.merge.names.references import renamed_suite
from ormforge.merge.names.renames import Renames
from ormforge.merge.untouched import changes_form, form, is_untouched
from ormforge.source.unit import Suite, Unit

_FOREIGN = re.compile(r"""ForeignKey(?:Constraint)?\(.*?\)""", re.DOTALL)


@dataclass(frozen=True)
class Staying:
    """The names of the classes and tables that stay, and the database's names of their tables."""

    names: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()

    def holds(self, match: Match) -> bool:
        """Whether what stays needs a statement as it was: the other side of a relationship, a foreign key."""
        if match.base is None or not self.names or not self._needs(match.base):
            return False
        return match.new is None or not self._needs(match.new)

    def is_about(self, match: Match) -> bool:
        """Whether a class or table of the user's is what stays."""
        return match.mine is not None and not self.names.isdisjoint(match.mine.names)

    def _needs(self, unit: Unit) -> bool:
        if self.names.isdisjoint(words([unit.text])) and not self.tables:
            return False
        if not self.names.isdisjoint(words([unit.text])):
            return True
        foreign = " ".join(_FOREIGN.findall(unit.text))
        return any(f'"{table}.' in foreign or f"'{table}." in foreign for table in self.tables)


NOTHING = Staying()


def staying(base: Suite | None, mine: Suite, new: Suite, renames: Renames) -> Staying:
    """What has to stay of what is no longer generated, or is generated in another form, for the user's code in it.

    That generated code has followed the user's `renames` is no code of the user's.
    """
    if base is None:
        return NOTHING
    base = renamed_suite(base, renames)
    leaving = [match for match in match_units(base, mine, new).present if _leaves(match)]
    found = {unit.names[0]: unit for unit in _edited(leaving)}
    waiting = {m.mine.names[0]: m.mine for m in leaving if m.mine and m.mine.names[0] not in found}
    while True:
        used = words(unit.text for unit in found.values())
        grown = {name: unit for name, unit in waiting.items() if name in used and name not in found}
        if not grown:
            break
        found.update(grown)
    tables = frozenset(unit.identity.removeprefix("table:").lstrip(".") for unit in found.values())
    return Staying(frozenset(found), tables)


def replaced(mine: Suite, new: Suite) -> frozenset[Key]:
    """The tables that the user's file has in another form than is generated: a class for a `Table`, or the reverse."""
    own = {unit.identity: unit for unit in mine.units if unit.identity.startswith("table:")}
    return frozenset(
        unit.key
        for unit in new.units
        if unit.key is not None and unit.identity in own and form(own[unit.identity]) != form(unit)
    )


def _leaves(match: Match) -> bool:
    base, mine = match.base, match.mine
    if base is None or mine is None or not mine.identity.startswith("table:"):
        return False
    return match.new is None or changes_form(match)


def _edited(leaving: Iterable[Match]) -> Iterable[Unit]:
    return (
        match.mine
        for match in leaving
        if match.mine and match.base and not is_untouched(match.base, match.mine)
    )
