"""Where the rest of a generated file goes when a person has moved its classes to files of their own.

A class is found by its table. What is generated beside the classes, an enum or the base, goes along with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.merge.files.versions import (
    EMPTY,
    Files,
    Versions,
    find,
    is_followed,
    is_handmade,
    missing,
)
from ormforge.merge.imports.aliases import words
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
    found = dict(_found(files, versions))
    if versions.mine is None and (targets or found):
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


def _found(files: Files, versions: Versions) -> Iterator[tuple[str, PurePosixPath]]:
    """What is generated here beside the tables, is not here, and stands in another file: one that only people have made,
    or one that lacks nothing for it."""
    units = missing(versions.new or EMPTY, versions.mine)
    others = (
        sorted(set(files) - {versions.path}, key=lambda path: (not is_handmade(files[path]), path))
        if units
        else []
    )
    for unit in units:
        there = [path for path in others if _has_moved(unit, files[path])]
        if there:
            yield unit.identity, there[0]


def _has_moved(unit: Unit, versions: Versions) -> bool:
    """Whether the unit of a generated file stands in another one, where nothing of the kind is generated."""
    own = find(versions.mine, unit.identity)
    known = find(versions.new, unit.identity) or find(versions.base, unit.identity)
    return own is not None and known is None and own.kind == unit.kind


def _with_heir(
    files: Files,
    versions: Versions,
    targets: Mapping[PurePosixPath, int],
    found: dict[str, PurePosixPath],
) -> dict[str, PurePosixPath]:
    """All that is generated for a file that has gone: to where its base is now, else where most of its tables are."""
    units = versions.new.units if versions.new else ()
    bases = [found[u.identity] for u in units if _is_helper(u) and u.identity in found]
    most = max(sorted(targets), key=lambda path: targets[path]) if targets else None
    heir = next(iter((*bases, *filter(None, [most]), *found.values())))
    if not is_handmade(files[heir]):
        return found
    rest = {unit.identity: heir for unit in units if unit.kind not in (*_STAYING, "notice")}
    if find(files[most or heir].mine, "stamp") is not None:
        rest["stamp"] = most or heir
    return {**rest, **found}


def new_name(
    files: Files, path: PurePosixPath, homes: Mapping[str, PurePosixPath]
) -> PurePosixPath | None:
    """The file in the same folder that is this one under another name: all that is generated here stands or goes there."""
    versions = files[path]
    if versions.mine is not None or versions.new is None:
        return None
    found = {homes.get(unit.identity) for unit in versions.new.units if is_followed(unit)}
    found |= {homes.get(unit.identity) for unit in missing(versions.new, None)}
    home = found.pop() if len(found) == 1 else None
    if home is None or home.parent != path.parent or not is_handmade(files[home]):
        return None
    return home if find(files[home].mine, "stamp") is not None else None


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
