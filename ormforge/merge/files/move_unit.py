"""Moving what is generated for one file into another, where a person has the class."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from ormforge.merge.files.versions import EMPTY, PACKAGE, Files, Versions, find, without
from ormforge.merge.imports.aliases import aliases, words
from ormforge.merge.imports.brought_imports import needed_part, without_imports
from ormforge.merge.imports.import_lines import import_line
from ormforge.merge.imports.pointing import module_for
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit


def move_unit(
    files: Files,
    identity: str,
    source: PurePosixPath,
    home: PurePosixPath,
    leaving: frozenset[str],
) -> None:
    """Take a unit out of one generated file and lay it, with the imports it needs, into the one where the user has it.

    `leaving` are the names of what is generated nowhere any more.
    """
    origin, target = files[source], files[home]
    former = former_identity(origin, identity)
    files[source] = replace(
        origin, base=_taken_out(origin.base, former), new=_taken_out(origin.new, identity)
    )
    spell = partial(_respelled, files, source, home)
    base, before = _joined(target.base, origin.base, former, spell)
    new, _ = _joined(target.new, origin.new, identity, spell)
    # The imports of a file that only people have made are theirs: needed or not, they stay.
    own = tuple(_missing(before, new or EMPTY, leaving)) if _is_own_file(target) else ()
    if origin.new is not None:
        new = replace(new or EMPTY, units=(*own, *(new or EMPTY).units))
    elif base is not None and not _is_renamed(target, source):
        base = without_imports(base, frozenset(name for unit in own for name in unit.names))
    files[home] = replace(target, base=base, new=new)


def former_identity(versions: Versions, identity: str) -> str:
    """What a generated unit was known by last time: one that a person has renamed has another name in its baseline."""
    new = find(versions.new, identity)
    if new is None or new.key is None or find(versions.base, identity) is not None:
        return identity
    former = (unit for unit in (versions.base or EMPTY).units if unit.key == new.key)
    return next((unit.identity for unit in former), identity)


def _is_own_file(versions: Versions) -> bool:
    """Whether nothing but what has been moved there is generated for a file."""
    return not any(unit.identity == "stamp" for unit in (versions.new or EMPTY).units)


def _is_renamed(target: Versions, source: PurePosixPath) -> bool:
    """Whether a file is a generated one under another name in its folder: so are its imports."""
    return source.parent == target.path.parent and find(target.mine, "stamp") is not None


def _missing(imports: Iterable[Unit], suite: Suite, leaving: frozenset[str]) -> Iterator[Unit]:
    """The imports that a suite does not have, but for those of the package's own names that are leaving."""
    bound = {name for unit in suite.units if unit.kind == "import" for name in unit.names}
    for unit in imports:
        own = {each.bound for each in aliases(unit) if each.name in leaving}
        yield from needed_part(unit, frozenset(unit.names) - own, bound)


def _taken_out(suite: Suite | None, identity: str) -> Suite | None:
    """The suite without a unit, and without the imports that only it needed."""
    unit, rest = find(suite, identity), without(suite, identity)
    if unit is None or rest is None:
        return rest
    left = words(item.text for item in rest.units if item.kind != "import")
    return without_imports(rest, words([unit.text]) - left)


def _joined(
    target: Suite | None, origin: Suite | None, identity: str, spell: Callable[[Unit], Unit]
) -> tuple[Suite | None, list[Unit]]:
    """The suite with a unit of another, and the imports that it needs there."""
    unit = find(origin, identity)
    if unit is None or origin is None:
        return target, []
    own = target or EMPTY
    bound = {name for item in own.units for name in item.names}
    used = words([unit.text])
    needed = [
        spell(part)
        for item in origin.units
        if item.kind == "import"
        for part in needed_part(item, used, bound)
    ]
    return replace(own, units=(*needed, *own.units, unit)), needed


def _respelled(files: Files, source: PurePosixPath, home: PurePosixPath, unit: Unit) -> Unit:
    """An import of one file as a file in another folder has to write it."""
    found = aliases(unit)
    level = unit.node.level if isinstance(unit.node, ast.ImportFrom) else 0
    if source.parent == home.parent or not 0 < level <= len(source.parents):
        return unit
    module = source.parents[level - 1].joinpath(*filter(None, found[0].module[level:].split(".")))
    file = module.with_suffix(".py") if module.name else module
    place = file if file in files else module / PACKAGE
    if place not in files:
        return unit
    line = import_line(*(replace(each, module=module_for(files, home, place)) for each in found))
    return replace(read_module(line, home)[0].units[0], gap=unit.gap, lead=unit.lead)
