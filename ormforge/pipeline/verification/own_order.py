"""Tables whose columns a person has put into another order than they are generated in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.errors import SourceError
from ormforge.merge.files.reading import is_python
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Unit, is_table
from ormforge.workspace import read_workspace


def own_order(config: Config, root: Path) -> frozenset[Key]:
    """The keys of the tables whose classes have their columns in an order of the file's own; none where it is no Python."""
    try:
        workspace = read_workspace(root, output_paths(config), config.name)
    except SourceError:
        return frozenset()
    found: set[Key] = set()
    generated: dict[str, Unit] = {}
    for path, base in workspace.base.items():
        if is_python(path):
            suite, _ = read_module(base.text, path, base.keys)
            generated.update({unit.identity: unit for unit in suite.units if is_table(unit)})
    for path, text in workspace.texts.items():
        if is_python(path) and (path not in workspace.base or text != workspace.base[path].text):
            for unit in read_module(text, path)[0].units:
                base_unit = generated.get(unit.identity)
                if base_unit is not None and base_unit.key and _is_reordered(base_unit, unit):
                    found.add(base_unit.key)
    return frozenset(found)


def _is_reordered(base: Unit, mine: Unit) -> bool:
    if base.kind != "class" or mine.kind != "class":
        return False
    before, after = list(_columns(base)), list(_columns(mine))
    common = set(before) & set(after)
    one, other = ([name for name in names if name in common] for names in (before, after))
    return one != other


def _columns(unit: Unit) -> Iterator[str]:
    for member in read_class(unit)[0].body.units:
        if member.identity.startswith("column:"):
            yield member.identity
