"""Generated enums whose class a person has taken out of the models: for another one, or for good."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.merge.imports.aliases import Alias, aliases
from ormforge.merge.match import Matches
from ormforge.merge.names.enums import is_enum, may_be_enum, named_instead
from ormforge.plan import Generated
from ormforge.source.partition import read_module
from ormforge.source.unit import Unit


def deleted_enums(
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    names: Mapping[Key, str],
) -> frozenset[Key]:
    """The generated enums that no file has any more under the name promised to them, so that nothing can import them."""
    return frozenset(
        key
        for path, generated in base.items()
        if path in mine and mine[path] != generated.text and path.suffix == ".py"
        for key in _deleted(generated, path, mine, names)
    )


def _deleted(
    generated: Generated,
    path: PurePosixPath,
    mine: Mapping[PurePosixPath, str],
    names: Mapping[Key, str],
) -> Iterator[Key]:
    units = read_module(generated.text, path, generated.keys)[0].units
    enums = {unit.key: unit.names[0] for unit in units if is_enum(unit) and unit.key is not None}
    if not enums:
        return
    bound = {name for unit in read_module(mine[path], path)[0].units for name in unit.names}
    for key, generated_name in enums.items():
        name = names.get(key, generated_name)
        moved = re.compile(rf"^\s*class {name}\b", re.MULTILINE)
        if bound.isdisjoint({name, "*"}) and not any(map(moved.search, mine.values())):
            yield key


def enums_instead(found: Matches) -> Iterator[tuple[Key, str]]:
    """The generated enums in whose place a person has another class, imported or that of another column."""
    absent = (match.base for match in found.absent)
    enums = [unit for unit in absent if unit is not None and unit.key and is_enum(unit)]
    if not enums:
        return
    pairs = [(match.base, match.mine) for match in found.present if match.base and match.mine]
    tables = [(one, other) for one, other in pairs if other.identity.startswith("table:")]
    own = [match.mine for match in found.present if match.mine is not None]
    for unit, name in named_instead(enums, frozenset(_candidates(own)), tables):
        if unit.key is not None:
            yield unit.key, name


def _candidates(own: Iterable[Unit]) -> Iterator[str]:
    """The names of the classes that may be enums, and of what is imported from the project itself."""
    for unit in own:
        if may_be_enum(unit):
            yield from unit.names
        yield from (alias.bound for alias in aliases(unit) if not _is_library(alias))


def _is_library(alias: Alias) -> bool:
    root = (alias.module or alias.name).partition(".")[0]
    return root in sys.stdlib_module_names or root in ("sqlalchemy", "sqlmodel")
