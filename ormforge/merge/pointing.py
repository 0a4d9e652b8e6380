"""Generated imports from a module that a person has moved the imported name out of: they point to where it is now."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.merge.aliases import Alias, aliases
from ormforge.merge.brought_imports import import_line
from ormforge.merge.files import PACKAGE
from ormforge.source.lines import reindent, split_lines
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit

Moved = Mapping[tuple[PurePosixPath, str], PurePosixPath]
"""Where a name is now, by the file that it was generated for and its name."""


def pointed(suite: Suite | None, path: PurePosixPath, moved: Moved) -> Suite | None:
    """The generated suite of a file with every import from where the name is now."""
    if suite is None or not moved:
        return suite
    units = tuple(part for unit in suite.units for part in _pointed(unit, path, moved))
    return suite if units == suite.units else replace(suite, units=units)


def _pointed(unit: Unit, path: PurePosixPath, moved: Moved) -> Iterator[Unit]:
    if unit.kind != "import" and unit.identity != "typing":
        yield unit
        return
    lines = _lines(unit, path, moved)
    if lines == unit.bare:
        yield unit
        return
    for number, part in enumerate(read_module(lines, path)[0].units):
        yield replace(
            part, gap=unit.gap if number == 0 else (), lead=unit.lead if not number else ()
        )


def _lines(unit: Unit, path: PurePosixPath, moved: Moved) -> str:
    """The unit's text with each of its imports pointed; nothing where none is left."""
    if unit.kind == "import":
        return _statement(unit, path, moved)
    header, *body = split_lines(unit.bare)
    inner = read_module("".join(reindent(body, "    ", "")), path)[0].units
    left = "".join(_statement(part, path, moved) for part in inner)
    return header + "".join(reindent(split_lines(left), "", "    ")) if left else ""


def _statement(unit: Unit, path: PurePosixPath, moved: Moved) -> str:
    found = [(alias, _now(alias, path, moved)) for alias in aliases(unit)]
    if not isinstance(unit.node, ast.ImportFrom) or all(one == other for one, other in found):
        return unit.bare
    modules: dict[str, list[Alias]] = {}
    for _, alias in found:
        if alias is not None:
            modules.setdefault(alias.module, []).append(alias)
    return "".join(import_line(*group) for group in modules.values())


def _now(alias: Alias, path: PurePosixPath, moved: Moved) -> Alias | None:
    """The import as it has to be now; None where the name stands in the file itself."""
    dots = len(alias.module) - len(alias.module.lstrip("."))
    if not dots or dots > len(path.parents):
        return alias
    module = path.parents[dots - 1].joinpath(*filter(None, alias.module[dots:].split(".")))
    homes = (moved.get((file, alias.name)) for file in (_file(module), module / PACKAGE))
    home = next((found for found in homes if found is not None), None)
    if home is None:
        return alias
    return None if home == path else replace(alias, module=seen_from(path, home))


def _file(module: PurePosixPath) -> PurePosixPath:
    return module.with_suffix(".py") if module.name else module / PACKAGE


def seen_from(path: PurePosixPath, home: PurePosixPath) -> str:
    """The relative module of a file, as an import in another one says it."""
    module = home.parent if home.name == PACKAGE else home.with_suffix("")
    folder = path.parent
    up = 0
    while not module.is_relative_to(folder):
        folder, up = folder.parent, up + 1
    return "." * (up + 1) + ".".join(module.relative_to(folder).parts)
