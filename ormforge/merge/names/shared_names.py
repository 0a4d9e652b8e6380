"""Imports between a generated file and those to which a person has moved parts of it: each needs what the other has."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.merge.files.versions import EMPTY, Files
from ormforge.merge.imports.aliases import Alias, words
from ormforge.merge.imports.import_lines import import_line
from ormforge.merge.imports.pointing import Moved, module_for
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit


def import_shared_names(files: Files, moved: Moved) -> None:
    """Give each file of a module that a person has divided the imports of what its classes use from the others."""
    homes: dict[PurePosixPath, dict[str, PurePosixPath]] = {}
    for (origin, name), home in moved.items():
        homes.setdefault(origin, {})[name] = home
    for origin, names in homes.items():
        for path in {origin, *names.values()}:
            versions = files[path]
            before, now = (
                {**_bound(side, origin), **names}
                for side in (files[origin].base, files[origin].new)
            )
            wanted = _wanted(versions.new, path, now)
            # What is there still stays imported, needed or not; the import of what has gone would fail.
            former = {
                n for n in _wanted(versions.base, path, before) if n in wanted or n not in now
            }
            base = _with_imports(files, path, versions.base, {n: before[n] for n in former})
            new = _with_imports(files, path, versions.new, {n: now[n] for n in wanted})
            files[path] = replace(versions, base=base, new=new)


def loaded_names(unit: Unit) -> frozenset[str]:
    """The names that a unit uses in its code; what stands in texts and comments does not count."""
    if not unit.nodes and not unit.inner:
        return frozenset()
    try:
        tree = ast.parse(unit.bare)
    except SyntaxError:  # in a newer grammar than Python's own
        return words([unit.text])
    return frozenset(part.id for part in ast.walk(tree) if isinstance(part, ast.Name))


def _bound(suite: Suite | None, path: PurePosixPath) -> dict[str, PurePosixPath]:
    units = (suite or EMPTY).units
    return {name: path for unit in units if unit.kind != "import" for name in unit.names}


def _wanted(
    suite: Suite | None, path: PurePosixPath, places: Mapping[str, PurePosixPath]
) -> frozenset[str]:
    """The names that a suite uses, does not bind, and another of the places does."""
    units = (suite or EMPTY).units
    bound = {name for unit in units for name in unit.names}
    used = {name for unit in units for name in loaded_names(unit)} - bound
    return frozenset(name for name in used & places.keys() if places[name] != path)


def _with_imports(
    files: Files, path: PurePosixPath, suite: Suite | None, wanted: Mapping[str, PurePosixPath]
) -> Suite | None:
    """The suite with imports of these names from their places."""
    if suite is None or not wanted:
        return suite
    names: dict[PurePosixPath, list[str]] = {}
    for name in sorted(wanted):
        names.setdefault(wanted[name], []).append(name)
    return replace(suite, units=(*_imports(files, path, names), *suite.units))


def _imports(
    files: Files, path: PurePosixPath, wanted: Mapping[PurePosixPath, Iterable[str]]
) -> Iterator[Unit]:
    for home, names in wanted.items():
        module = module_for(files, path, home)
        line = import_line(*(Alias(module, name, name) for name in names))
        yield from read_module(line, path)[0].units
