"""Carrying the user's code from a file that is no longer generated into those that have taken its place.

That is what a change of layout comes to: one module becomes a package, or a package one module. Classes go where they are
generated now. What a person wrote beside them goes where every module can import it from, unless it uses the classes
itself: then it goes where all of them are known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.merge.files.versions import (
    EMPTY,
    PACKAGE,
    Files,
    Versions,
    find,
    is_followed,
    without,
)
from ormforge.merge.imports.aliases import aliases
from ormforge.merge.imports.brought_imports import (
    HEAD,
    imports_seen_from,
    what_is_left,
    with_first_imports,
    with_imports,
    with_last_imports,
    without_gone_imports,
)
from ormforge.merge.names.shared_names import loaded_names
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit


def carry(files: Files, identity: str, source: PurePosixPath, home: PurePosixPath) -> None:
    """Carry a unit of the user's into the file where it is generated now, with the imports it needs."""
    old, target = files[source], files[home]
    own, before = find(old.mine, identity), find(old.base, identity)
    if own is None or old.mine is None or target.new is None:
        return
    start = target.mine or target.new
    base = target.base or target.new
    files[home] = replace(
        target,
        mine=_exchanged(start, own, target.new, imports_seen_from(files, source, home)),
        base=_exchanged(base, before, target.new, None) if before else base,
    )
    files[source] = replace(old, mine=without(old.mine, identity), base=without(old.base, identity))


def carry_rest(files: Files, source: PurePosixPath, homes: Collection[PurePosixPath]) -> None:
    """Carry all else that a person wrote in a file whose classes have been carried to these homes."""
    old = files[source]
    if old.mine is None:
        return
    places = _places(files, homes)
    origins = {
        home: imports_seen_from(files, source, home) for home in (places.base, places.package)
    }
    classes = frozenset(_class_names(files, homes))
    _carry_generated(files, source, places)
    rest = files[source].mine or EMPTY
    own = (unit for unit in rest.units if unit.kind != "import" and not _is_ours(unit, old))
    written = [part for unit in own for part in what_is_left(unit, files, source)]
    dependent = _dependents(written, classes)
    before: set[str] = set()
    for unit in written:
        late = unit.identity in dependent or not (unit.nodes or unit.inner)
        home = places.package if late else places.base
        _lay(files, unit, home, origins[home], before)
        before.add(unit.identity)
    shared = {
        name: places.base
        for unit in written
        if unit.identity not in dependent
        for name in unit.names
    }
    if places.base != places.package:
        _import_shared(files, {*homes, places.package}, shared, places)
    _keep_imports(files, old, origins[places.package], places)
    for home in homes:
        files[home] = replace(files[home], mine=without_gone_imports(files, home))
    files[source] = replace(files[source], mine=replace(rest, units=(), tail=()), base=EMPTY)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where code goes that belongs to no class: what every module may import, and what knows all of them."""

    base: PurePosixPath
    package: PurePosixPath
    all: tuple[PurePosixPath, ...]


def _places(files: Files, homes: Iterable[PurePosixPath]) -> _Places:
    """The modules of the package that the homes are in; a single home is both."""
    folders = {home.parent for home in homes}
    folder = min(folders)
    new = [path for path, versions in files.items() if versions.new is not None]
    inside = tuple(path for path in sorted(new) if path.parent == folder)
    package = folder / PACKAGE
    if package not in new:
        first = min(homes)
        return _Places(first, first, (first,))
    base = next((path for path in inside if _has_base(files[path].new)), package)
    return _Places(base, package, inside)


def _has_base(suite: Suite | None) -> bool:
    """Whether the declarative base, or what stands for it, is bound here: the helpers that no table owns."""
    return any(
        unit.key is not None and unit.key.startswith("helper ") for unit in (suite or EMPTY).units
    )


def _class_names(files: Files, homes: Iterable[PurePosixPath]) -> Iterator[str]:
    for home in homes:
        for unit in (files[home].new or EMPTY).units:
            if is_followed(unit):
                yield from unit.names


def _is_ours(unit: Unit, old: Versions) -> bool:
    """Whether ormforge wrote the unit, and nobody has changed it."""
    before = find(old.base, unit.identity)
    return before is not None and before.text == unit.text and before.lead_text == unit.lead_text


def _carry_generated(files: Files, source: PurePosixPath, places: _Places) -> None:
    """Carry what is generated beside the classes, such as the base and the enums, with what was changed in it."""
    for unit in (files[source].mine or EMPTY).units:
        home = next(
            (path for path in places.all if _is_new_there(files[path], unit)),
            None,
        )
        if home is not None and unit.kind != "import":
            carry(files, unit.identity, source, home)


def _is_new_there(target: Versions, unit: Unit) -> bool:
    there = find(target.new, unit.identity)
    return there is not None and there.key is not None and there.key != ""


def _dependents(units: Iterable[Unit], classes: frozenset[str]) -> frozenset[str]:
    """The units that use a class, or something else that does."""
    reached, found = set(classes), {""} - {""}
    pending = list(units)
    while True:
        now = [u for u in pending if u.identity not in found and loaded_names(u) & reached]
        if not now:
            return frozenset(found)
        for unit in now:
            found.add(unit.identity)
            reached.update(unit.names)


def _lay(files: Files, unit: Unit, home: PurePosixPath, origin: Suite, before: set[str]) -> None:
    """Lay a unit that only the user has into a file: behind what it uses there, else first but for those before it."""
    target = files[home]
    start = target.mine or target.new or EMPTY
    bound = {name for item in start.units if item.kind != "import" for name in item.names}
    units = list(start.units)
    passed = (i for i, u in enumerate(units) if u.kind not in HEAD and u.identity not in before)
    first = next(passed, len(units))
    behind = bool(loaded_names(unit) & bound) or not (unit.nodes or unit.inner)
    gap = unit.gap or ("\n", "\n")
    placed = replace(unit, gap=gap)
    units.insert(len(units) if behind else first, placed)
    laid = with_imports(replace(start, units=tuple(units)), unit, origin)
    files[home] = replace(target, mine=laid, base=target.base or target.new)


def _exchanged(suite: Suite, unit: Unit, new: Suite, origin: Suite | None) -> Suite:
    """The suite with a unit in the place of its own version, and with the imports that the unit brings along."""
    units = [
        replace(unit, gap=item.gap) if item.identity == unit.identity else item
        for item in suite.units
    ]
    if all(item.identity != unit.identity for item in suite.units):
        there = find(new, unit.identity)
        gap = unit.gap if there is None else there.gap
        units.insert(_place(suite, unit, new), replace(unit, gap=gap))
    exchanged = replace(suite, units=tuple(units))
    return exchanged if origin is None else with_imports(exchanged, unit, origin)


def _place(suite: Suite, unit: Unit, new: Suite) -> int:
    """Where a unit goes in a suite: beside the neighbour that it has in the new text, else at the end."""
    order = [item.identity for item in new.units if item.kind not in HEAD]
    at = order.index(unit.identity) if unit.identity in order else len(order)
    there = {item.identity: index for index, item in enumerate(suite.units)}
    ahead = [there[name] + 1 for name in order[:at] if name in there]
    behind = [there[name] for name in order[at + 1 :] if name in there]
    return ahead[-1] if ahead else behind[0] if behind else len(suite.units)


def _import_shared(
    files: Files,
    homes: Iterable[PurePosixPath],
    shared: Mapping[str, PurePosixPath],
    places: _Places,
) -> None:
    """Import what now stands in the base module wherever it is used, and hand it on from the package."""
    for home in sorted(homes):
        suite = files[home].mine
        if home == places.base or (suite is None and home != places.package):
            continue
        own = suite or files[home].new or EMPTY
        bound = {name for unit in own.units for name in unit.names}
        loaded = {name for unit in own.units for name in loaded_names(unit)}
        handed_on = home == places.package
        wanted = sorted(n for n in shared if n not in bound and (handed_on or n in loaded))
        if not wanted:
            continue
        lines = (
            f"from .{places.base.stem} import {n}{f' as {n}' if handed_on else ''}\n"
            for n in wanted
        )
        imports = read_module("".join(lines), home)[0].units
        files[home] = replace(
            files[home],
            mine=with_last_imports(own, list(imports)),
            base=files[home].base or files[home].new,
        )


def _keep_imports(files: Files, old: Versions, origin: Suite, places: _Places) -> None:
    """Keep the imports that a person added and nothing of the carried code uses: they may be there for others."""
    known = {alias for unit in (old.base or EMPTY).units for alias in aliases(unit)}
    there = {
        alias
        for path in places.all
        for unit in (files[path].mine or files[path].new or EMPTY).units
        for alias in aliases(unit)
    }
    target = files[places.package]
    own = target.mine or target.new or EMPTY
    unused = [
        unit
        for unit in origin.units
        if not known & {*aliases(unit)} and not there & {*aliases(unit)}
    ]
    if unused:
        files[places.package] = replace(
            target, mine=with_first_imports(own, unused), base=target.base or target.new
        )
