"""The three versions of every file, with classes that have changed files brought together again.

People split, join and rename files. A class is found by its table wherever it stands, and what is generated for it
goes there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.merge.files.move_unit import former_identity, move_unit
from ormforge.merge.files.moved import moved_places, new_name
from ormforge.merge.files.relocate import carry, carry_rest
from ormforge.merge.files.versions import (
    EMPTY,
    PACKAGE,
    Versions,
    find,
    is_followed,
    is_handmade,
)
from ormforge.merge.imports.pointing import pointed
from ormforge.merge.names.shared_names import import_shared_names
from ormforge.plan import Archived, Generated
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit

_WORD = re.compile(r"\w+")


def read_versions(
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, Generated],
    archive: Iterable[Archived] = (),
) -> dict[PurePosixPath, Versions]:
    """Every Python file, each generated unit in the file where the user has it, or had it when it was archived."""
    files: dict[PurePosixPath, Versions] = {}
    for path in sorted({*base, *mine, *new}):
        if not is_python(path):
            continue
        own, problems = read_module(mine[path], path) if path in mine else (None, ())
        files[path] = Versions(path, _read(base, path), own, _read(new, path), problems)
    return _with_claims(_brought_together(files, archive))


def is_python(path: PurePosixPath) -> bool:
    """Whether a file is Python, by its name."""
    return path.suffix in (".py", ".pyi")


def _read(files: Mapping[PurePosixPath, Generated], path: PurePosixPath) -> Suite | None:
    found = files.get(path)
    return None if found is None else read_module(found.text, path, found.keys)[0]


def _brought_together(
    files: dict[PurePosixPath, Versions], archive: Iterable[Archived]
) -> dict[PurePosixPath, Versions]:
    homes = {**_former_homes(files, archive), **_homes(files)}
    carried: dict[PurePosixPath, set[PurePosixPath]] = {}
    leaving, renames = _leaving(files), dict(_renames(files))
    moved: dict[tuple[PurePosixPath, str], PurePosixPath] = {}
    # What is generated no longer comes first: where a person has moved it, it may have to go on from there.
    for path, versions in sorted(files.items(), key=lambda item: item[1].new is not None):
        places = moved_places(files, path, homes)
        renamed = new_name(files, path, {**places, **homes})
        if renamed is not None:
            names = (name for suite in (versions.base, versions.new) for name in _bound(suite))
            moved.update({(path, name): renamed for name in names})
            files[renamed] = replace(files[renamed], base=versions.base, new=versions.new)
            files[path] = Versions(path, EMPTY)
            continue
        for unit in _generated(versions):
            known = homes.get(unit.identity) if is_followed(unit) else None
            home = known or places.get(unit.identity)
            if home is None or home == path or _has(versions.mine, unit.identity):
                continue
            if files[home].new is None and files[home].base is not None:
                carry(files, unit.identity, home, path)
                carried.setdefault(home, set()).add(path)
            else:
                former = find(versions.base, former_identity(versions, unit.identity))
                both = (*unit.names, *(former.names if former is not None else ()))
                moved.update({(path, name): home for name in both})
                move_unit(files, unit.identity, path, home, leaving)
    for source, targets in sorted(_replaced(files, carried).items()):
        carry_rest(files, source, targets)
    import_shared_names(files, moved)
    moved = {
        place: home for place, home in moved.items() if not _hands_on(files[place[0]], place[1])
    }
    for path, versions in files.items() if moved else ():
        new, base = (pointed(suite, path, moved, files) for suite in (versions.new, versions.base))
        if _stands_still(versions, base, renames):
            base = versions.base
        if base is None and new is not None:
            base = _left_behind(versions, new)
        files[path] = replace(versions, base=base, new=new, pointed=new is not versions.new)
    return files


def _hands_on(versions: Versions, name: str) -> bool:
    """Whether the module that a name was moved out of imports it: who has it from there may go on doing so."""
    own = (versions.mine or EMPTY).units
    return any(unit.kind == "import" and name in unit.names for unit in own)


def _leaving(files: Mapping[PurePosixPath, Versions]) -> frozenset[str]:
    """The names of what is generated nowhere any more."""
    before = {name for versions in files.values() for name in _bound(versions.base)}
    return frozenset(before.difference(*(_bound(versions.new) for versions in files.values())))


def _renames(files: Mapping[PurePosixPath, Versions]) -> Iterator[tuple[str, str]]:
    """What was generated under another name than now, with that one."""
    for versions in files.values():
        before = {unit.key: unit.names for unit in (versions.base or EMPTY).units if unit.key}
        for unit in (versions.new or EMPTY).units:
            names = before.get(unit.key, unit.names) if unit.key else unit.names
            if len(names) == len(unit.names) == 1 and names != unit.names:
                yield names[0], unit.names[0]


def _stands_still(
    versions: Versions, pointed_base: Suite | None, renames: Mapping[str, str]
) -> bool:
    """Whether an import that has to point elsewhere now stands in the user's file as it was generated, or under a new name."""
    kept = {unit.text for unit in (pointed_base or EMPTY).units}
    own = {unit.text for unit in (versions.mine or EMPTY).units}
    left = (unit.text for unit in (versions.base or EMPTY).units if unit.text not in kept)
    return any(not own.isdisjoint((text, _WORD.sub(_exchange(renames), text))) for text in left)


def _exchange(renames: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda found: renames.get(found[0], found[0])


def _left_behind(versions: Versions, pointed_new: Suite) -> Suite | None:
    """The imports of a file without a baseline that are generated, but for where what they bring is now; None without any."""
    kept = {unit.text for unit in pointed_new.units}
    own = {unit.text for unit in (versions.mine or EMPTY).units}
    units = (versions.new or EMPTY).units
    left = tuple(unit for unit in units if unit.text in own and unit.text not in kept)
    return Suite(left) if left else None


def _bound(suite: Suite | None) -> Iterator[str]:
    """The names that a module binds to what is its own."""
    units = (suite or EMPTY).units
    return (name for unit in units if unit.kind != "import" for name in unit.names)


def _former_homes(
    files: Mapping[PurePosixPath, Versions], archive: Iterable[Archived]
) -> dict[str, PurePosixPath]:
    """The files that only people have made, by the tables that were archived from there."""
    keys = {item.key: item.path for item in archive if is_handmade(files.get(item.path))}
    units = [unit for versions in files.values() for unit in (versions.new or EMPTY).units]
    return {unit.identity: keys[unit.key] for unit in units if unit.key in keys}


def _generated(versions: Versions) -> list[Unit]:
    """What is generated for a file, and the tables that no longer are."""
    new = versions.new.units if versions.new else ()
    there = {unit.identity for unit in new}
    gone = [u for u in (versions.base or EMPTY).units if u.identity.startswith("table:")]
    return [*new, *(unit for unit in gone if unit.identity not in there)]


def _replaced(
    files: Mapping[PurePosixPath, Versions], carried: Mapping[PurePosixPath, set[PurePosixPath]]
) -> dict[PurePosixPath, set[PurePosixPath]]:
    """The files that are no longer generated, with those that have taken their place.

    Beside the files whose classes have been carried these are the other modules of their package.
    """
    folders: dict[PurePosixPath, set[PurePosixPath]] = {}
    for source, targets in carried.items():
        if source.parent / PACKAGE in files:
            folders.setdefault(source.parent, set()).update(targets)
    return {
        path: carried.get(path) or folders[path.parent]
        for path, versions in files.items()
        if versions.new is None
        and versions.base is not None
        and (path in carried or path.parent in folders)
    }


def _homes(files: Mapping[PurePosixPath, Versions]) -> dict[str, PurePosixPath]:
    """The file of the user's in which each mapped class or table stands, and each API schema that was generated there."""
    tables = {
        unit.identity: path
        for path, versions in files.items()
        for unit in (versions.mine or EMPTY).units
        if unit.identity.startswith("table:")
    }
    schemas = {
        unit.identity: path
        for path, versions in files.items()
        for unit in (versions.base or EMPTY).units
        if is_followed(unit) and _has(versions.mine, unit.identity)
    }
    return {**schemas, **tables}


def _has(suite: Suite | None, identity: str) -> bool:
    return suite is not None and any(unit.identity == identity for unit in suite.units)


def _with_claims(files: dict[PurePosixPath, Versions]) -> dict[PurePosixPath, Versions]:
    """Each file with the tables that hand-written code in other files defines inside something else."""
    captured = {
        identity: path for path, versions in files.items() for identity in _captured(versions.mine)
    }
    return {
        path: replace(
            versions, claimed=frozenset(name for name, home in captured.items() if home != path)
        )
        for path, versions in files.items()
    }


def _captured(suite: Suite | None) -> Iterator[str]:
    units: Iterable[Unit] = suite.units if suite is not None else ()
    return (
        identity for unit in units for identity in unit.captured if identity.startswith("table:")
    )
