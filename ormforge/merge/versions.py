"""The three versions of every file, with classes that have changed files brought together again.

People split, join and rename files. A class is found by its table wherever it stands, and what is generated for it
goes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.merge.aliases import aliases, words
from ormforge.merge.files import EMPTY, PACKAGE, Versions, find, is_followed, without
from ormforge.merge.relocate import carry, carry_rest
from ormforge.plan import Generated
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit


def read_versions(
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, Generated],
) -> dict[PurePosixPath, Versions]:
    """Every Python file, each generated unit in the file where the user has it."""
    files: dict[PurePosixPath, Versions] = {}
    for path in sorted({*base, *mine, *new}):
        if not is_python(path):
            continue
        own, problems = read_module(mine[path], path) if path in mine else (None, ())
        files[path] = Versions(path, _read(base, path), own, _read(new, path), problems)
    return _with_claims(_brought_together(files))


def is_python(path: PurePosixPath) -> bool:
    """Whether a file is Python, by its name."""
    return path.suffix in (".py", ".pyi")


def _read(files: Mapping[PurePosixPath, Generated], path: PurePosixPath) -> Suite | None:
    found = files.get(path)
    return None if found is None else read_module(found.text, path, found.keys)[0]


def _brought_together(files: dict[PurePosixPath, Versions]) -> dict[PurePosixPath, Versions]:
    homes = _homes(files)
    carried: dict[PurePosixPath, set[PurePosixPath]] = {}
    for path, versions in list(files.items()):
        for unit in filter(is_followed, versions.new.units if versions.new else ()):
            home = homes.get(unit.identity)
            if home is None or home == path or _has(versions.mine, unit.identity):
                continue
            if files[home].new is None and files[home].base is not None:
                carry(files, unit.identity, home, path)
                carried.setdefault(home, set()).add(path)
            else:
                _move(files, unit.identity, path, home)
    for source, targets in sorted(_replaced(files, carried).items()):
        carry_rest(files, source, targets)
    return files


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


def _move(
    files: dict[PurePosixPath, Versions], identity: str, source: PurePosixPath, home: PurePosixPath
) -> None:
    """Take a unit out of one generated file and lay it, with the imports it needs, into the one where the user has it."""
    origin, target = files[source], files[home]
    files[source] = replace(
        origin, base=without(origin.base, identity), new=without(origin.new, identity)
    )
    files[home] = replace(
        target,
        base=_joined(target.base, origin.base, identity),
        new=_joined(target.new, origin.new, identity),
    )


def _joined(target: Suite | None, origin: Suite | None, identity: str) -> Suite | None:
    unit = find(origin, identity)
    if unit is None or origin is None:
        return target
    own = target or EMPTY
    known = {alias for item in own.units if item.kind == "import" for alias in aliases(item)}
    used = words([unit.text])
    needed = [
        item for item in origin.units if _is_needed(item, used) and not known & {*aliases(item)}
    ]
    return replace(own, units=(*needed, *own.units, unit))


def _is_needed(unit: Unit, used: frozenset[str]) -> bool:
    return unit.kind == "import" and any(
        alias.bound.partition(".")[0] in used for alias in aliases(unit)
    )


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
