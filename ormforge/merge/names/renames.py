"""Other names for what a generated module binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Renames:
    """New names for what a generated module binds.

    `names` are those of classes and tables, `members` those of attributes by (class, attribute), `aliases` those of
    imported names, which keep their own name in the import.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[tuple[str, str], str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> frozenset[str]:
        """Every name that is to be replaced."""
        return frozenset({*self.names, *(attr for _, attr in self.members), *self.aliases})

    @property
    def results(self) -> frozenset[str]:
        """Every name that comes instead."""
        return frozenset({*self.names.values(), *self.members.values()})
