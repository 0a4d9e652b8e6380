"""What hand-written code stands in the place of."""

from __future__ import annotations

from dataclasses import dataclass

from ormforge.merge.match import Matches
from ormforge.source.unit import Unit


@dataclass(frozen=True)
class Claims:
    """What hand-written code in a suite already binds or defines, region contents and nested classes included."""

    names: dict[str, Unit]
    identities: dict[str, Unit]
    imports: dict[str, Unit]

    @classmethod
    def of(cls, matches: Matches) -> Claims:
        """The claims of the units that are no version of a generated one."""
        names: dict[str, Unit] = {}
        identities: dict[str, Unit] = {}
        imports: dict[str, Unit] = {}
        for match in matches.present:
            unit = match.mine
            if unit is not None and unit.kind == "import":
                imports.update(dict.fromkeys(unit.names, unit))
            elif unit is not None:
                identities.update(dict.fromkeys(unit.captured, unit))
                if match.known is None:
                    names.update(dict.fromkeys(unit.names, unit))
        return cls(names, identities, imports)

    def holder(self, unit: Unit) -> Unit | None:
        """The hand-written unit that stands where a generated one would."""
        return self.identities.get(unit.identity) or next(
            (self.names[name] for name in unit.names if name in self.names), None
        )

    def importer(self, unit: Unit) -> Unit | None:
        """The import that brings what a generated unit would bind."""
        return next((self.imports[name] for name in unit.names if name in self.imports), None)
