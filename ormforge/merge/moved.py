"""Where the rest of a generated file goes when a person has moved its classes to files of their own.

A class is found by its table. What is generated beside the classes, an enum or the base, goes along with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.merge.aliases import words
from ormforge.merge.files import EMPTY, Files, Versions, find, is_handmade
from ormforge.source.unit import Unit

_STAYING = ("import", "docstring", "comment", "region")


def moved_places(
    files: Files, path: PurePosixPath, homes: Mapping[str, PurePosixPath]
) -> dict[str, PurePosixPath]:
    """The file for each generated unit of `path` that is no table's, where a person has moved the tables' classes.

    `homes` are the files of the tables. Where the file itself has gone, all of it goes to where most of it is now.
    """
    versions = files[path]
    if versions.new is None:
        return {}
    targets = _targets(files, versions, homes)
    if not targets:
        return {}
    handmade = [target for target in sorted(files) if is_handmade(files[target])]
    found = dict(_found(files, versions, handmade))
    if versions.mine is None:
        return _with_heir(files, versions, targets, found)
    return {**dict(_brought(versions, homes, set(targets))), **found}


def _targets(
    files: Files, versions: Versions, homes: Mapping[str, PurePosixPath]
) -> dict[PurePosixPath, int]:
    """The files that only people have made, with the number of this file's tables in them."""
    counts: dict[PurePosixPath, int] = {}
    for unit in versions.new.units if versions.new else ():
        home = homes.get(unit.identity)
        if home is not None and is_handmade(files[home]):
            counts[home] = counts.get(home, 0) + 1
    return counts


def _found(
    files: Files, versions: Versions, targets: Iterable[PurePosixPath]
) -> Iterator[tuple[str, PurePosixPath]]:
    """What is generated here, is not there, and stands in one of the targets under its name."""
    for unit in versions.new.units if versions.new else ():
        if not unit.names or unit.kind == "import" or find(versions.mine, unit.identity):
            continue
        there = [path for path in targets if find(files[path].mine, unit.identity) is not None]
        if there:
            yield unit.identity, there[0]


def _with_heir(
    files: Files,
    versions: Versions,
    targets: Mapping[PurePosixPath, int],
    found: dict[str, PurePosixPath],
) -> dict[str, PurePosixPath]:
    """All that is generated for a file that has gone: to where its base is now, else where most of its tables are."""
    units = versions.new.units if versions.new else ()
    bases = [found[u.identity] for u in units if _is_helper(u) and u.identity in found]
    most = max(sorted(targets), key=lambda path: targets[path])
    heir = next(iter(bases), most)
    rest = {unit.identity: heir for unit in units if unit.kind not in (*_STAYING, "notice")}
    if find(files[most].mine, "stamp") is not None:
        rest["stamp"] = most
    return {**rest, **found}


def _is_helper(unit: Unit) -> bool:
    return unit.key is not None and unit.key.startswith("helper ")


def _brought(
    versions: Versions, homes: Mapping[str, PurePosixPath], targets: set[PurePosixPath]
) -> Iterator[tuple[str, PurePosixPath]]:
    """What is new and is used in one of the targets only: an enum for a new column of a class that was moved."""
    units = (versions.new or EMPTY).units
    for unit in units:
        known = find(versions.base, unit.identity) or find(versions.mine, unit.identity)
        if unit.kind in (*_STAYING, "notice") or known or unit.identity.startswith("table:"):
            continue
        users = {
            homes.get(other.identity, versions.path)
            for other in units
            if other is not unit and other.kind != "import"
            if not words([other.text]).isdisjoint(unit.names)
        }
        if len(users) == 1 and users <= targets:
            yield unit.identity, users.pop()
