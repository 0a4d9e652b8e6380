"""How relationships are loaded, where the project's rules say so: `lazy=`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Table
from ormforge.config.matching import chosen
from ormforge.drafting.generator import Names
from ormforge.drafting.names import table_paths
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.sides import Side


def loading_of(
    sides: Iterable[Side], names: Names, options: DraftOptions, default_schema: str | None
) -> Mapping[Key, str]:
    """The loading strategy of each relationship that a rule speaks of, by its key."""
    if not options.lazy:
        return {}
    found = {
        side.key: chosen(
            options.lazy, relationship_paths(side.owner, names.members[side.key], default_schema)
        )
        for side in sides
    }
    return {key: strategy for key, strategy in found.items() if strategy is not None}


def relationship_paths(table: Table, name: str, default_schema: str | None) -> Iterator[str]:
    """How rules may call a relationship: the paths of its class's table, and its name."""
    return (f"{path}.{name}" for path in table_paths(table, default_schema))
