"""Generated imports from a module that a person has moved the imported name out of: they point to where it is now."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.merge.files.versions import EMPTY, PACKAGE, Files
from ormforge.merge.imports.aliases import Alias, aliases, is_same
from ormforge.merge.imports.import_lines import import_line
from ormforge.source.lines import reindent, split_lines
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit

Moved = Mapping[tuple[PurePosixPath, str], PurePosixPath]
"""Where a name is now, by the file that it was generated for and its name."""


@dataclass(frozen=True)
class _Place:
    """A file, where names are now, and what the file calls the modules that they are in."""

    path: PurePosixPath
    moved: Moved
    files: Files


def pointed(suite: Suite | None, path: PurePosixPath, moved: Moved, files: Files) -> Suite | None:
    """The generated suite of a file with every import from where the name is now."""
    if suite is None or not moved:
        return suite
    place = _Place(path, moved, files)
    units = tuple(part for unit in suite.units for part in _pointed(unit, place))
    return suite if units == suite.units else replace(suite, units=units)


def module_for(files: Files, path: PurePosixPath, home: PurePosixPath) -> str:
    """What a file calls the module of another: as it does already, else by the shortest way."""
    known = _spelled(files, path, home)
    if known is not None:
        return known
    shared = path.parts[0] == home.parts[0] and len(path.parts) > 1
    return _seen_from(path, home) if shared else _dotted(home).removeprefix("src.")


def _spelled(files: Files, path: PurePosixPath, home: PurePosixPath) -> str | None:
    whole = Alias(_dotted(home), "", "")
    own = (files[path].mine or EMPTY).units
    nodes = [node for u in own if u.kind == "import" or u.identity == "typing" for node in u.nodes]
    parts = (part for node in nodes for part in ast.walk(node))
    said = ("." * p.level + (p.module or "") for p in parts if isinstance(p, ast.ImportFrom))
    return next((name for name in said if is_same(Alias(name, "", ""), whole, path)), None)


def _dotted(home: PurePosixPath) -> str:
    return ".".join((home.parent if home.name == PACKAGE else home.with_suffix("")).parts)


def _pointed(unit: Unit, place: _Place) -> Iterator[Unit]:
    if unit.kind != "import" and unit.identity != "typing":
        yield unit
        return
    lines = _lines(unit, place)
    if lines == unit.bare:
        yield unit
        return
    for number, part in enumerate(read_module(lines, place.path)[0].units):
        yield replace(
            part, gap=unit.gap if number == 0 else (), lead=unit.lead if not number else ()
        )


def _lines(unit: Unit, place: _Place) -> str:
    """The unit's text with each of its imports pointed; nothing where none is left."""
    if unit.kind == "import":
        return _statement(unit, place)
    header = split_lines(unit.bare)[0]
    left = "".join(_statement(part, place) for part in _imports(unit, place.path))
    return header + "".join(reindent(split_lines(left), "", "    ")) if left else ""


def _imports(unit: Unit, path: PurePosixPath) -> tuple[Unit, ...]:
    """The imports that a unit is, or that stand below its `if TYPE_CHECKING`."""
    if unit.identity != "typing":
        return (unit,)
    body = split_lines(unit.bare)[1:]
    return read_module("".join(reindent(body, "    ", "")), path)[0].units


def _statement(unit: Unit, place: _Place) -> str:
    found = [(alias, _now(alias, place)) for alias in aliases(unit)]
    if not isinstance(unit.node, ast.ImportFrom) or all(one == other for one, other in found):
        return unit.bare
    modules: dict[str, list[Alias]] = {}
    for _, alias in found:
        if alias is not None:
            modules.setdefault(alias.module, []).append(alias)
    return "".join(import_line(*group) for group in modules.values())


def _now(alias: Alias, place: _Place) -> Alias | None:
    """The import as it has to be now; None where the name stands in the file itself."""
    path = place.path
    dots = len(alias.module) - len(alias.module.lstrip("."))
    if dots > len(path.parents) or not alias.module:
        return alias
    folder = path.parents[dots - 1] if dots else PurePosixPath()
    module = folder.joinpath(*filter(None, alias.module[dots:].split(".")))
    homes = (place.moved.get((file, alias.name)) for file in (_file(module), module / PACKAGE))
    home = next((found for found in homes if found is not None), None)
    if home is None:
        return alias
    return None if home == path else replace(alias, module=module_for(place.files, path, home))


def _file(module: PurePosixPath) -> PurePosixPath:
    return module.with_suffix(".py") if module.name else module / PACKAGE


def _seen_from(path: PurePosixPath, home: PurePosixPath) -> str:
    """The relative module of a file, as an import in another one says it."""
    module = home.parent if home.name == PACKAGE else home.with_suffix("")
    folder = path.parent
    up = 0
    while not module.is_relative_to(folder):
        folder, up = folder.parent, up + 1
    return "." * (up + 1) + ".".join(module.relative_to(folder).parts)
