"""Names that a person has given in one file of a package to what the others import from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.merge.files.versions import EMPTY, Versions
from ormforge.merge.imports.aliases import Alias, aliases, words
from ormforge.merge.imports.import_lines import import_line
from ormforge.merge.match import is_helper, match_units
from ormforge.merge.names.references import renamed_suite
from ormforge.merge.names.renames import Renames
from ormforge.plan import Generated
from ormforge.source.lines import reindent, split_lines
from ormforge.source.partition import read_module
from ormforge.source.unit import Unit, is_table

_ANYWHERE = PurePosixPath("_.py")


def renamed_elsewhere(
    base: Mapping[PurePosixPath, Generated],
    files: Iterable[Versions],
    new: Mapping[PurePosixPath, Generated],
) -> Renames:
    """What was generated under another name than now, because a person has given it that one in its own file."""
    versions = tuple(files)
    now = {key: name for made in new.values() for name, key in made.keys.items() if "." not in name}
    before = {
        name: now[key]
        for made in base.values()
        for name, key in made.keys.items()
        if "." not in name and now.get(key, name) != name
    }
    before |= dict(_leaving(versions, frozenset(now)))
    if not before:
        return Renames()
    units = [unit for each in versions for unit in (each.mine or EMPTY).units]
    bound = {name for unit in units if unit.kind != "import" for name in unit.names}
    return Renames(names={old: name for old, name in before.items() if name in bound})


def _leaving(files: Iterable[Versions], known: frozenset[Key]) -> Iterator[tuple[str, str]]:
    """What is generated no longer, with the name that a person has given it."""
    for versions in files:
        gone = {
            unit.identity: unit.names
            for unit in (versions.base or EMPTY).units
            if is_table(unit) and unit.key not in known
        }
        for unit in (versions.mine or EMPTY).units if gone else ():
            names = gone.get(unit.identity, unit.names)
            if len(names) == len(unit.names) == 1 and names != unit.names:
                yield names[0], unit.names[0]


def renamed_helpers(files: Iterable[Versions]) -> Renames:
    """The helpers that a person has given another name in the file that has them; no draft knows these names."""
    names: dict[str, str] = {}
    for versions in files:
        suite = versions.new or versions.base
        if versions.mine is None or suite is None or not any(map(is_helper, suite.units)):
            continue
        for match in match_units(suite, versions.mine, None).present:
            made, own = match.base, match.mine
            if made is not None and own is not None and is_helper(made) and made.names != own.names:
                names[made.names[0]] = own.names[0]
    return Renames(names=names)


def with_new_renamed(
    versions: Versions, renames: Renames, paths: Iterable[PurePosixPath]
) -> Versions:
    """The versions of a file, where what is generated now has these names as well, in its imports too."""
    if versions.new is None or not renames.names:
        return versions
    suite = renamed_suite(versions.new, renames)
    known = _Names(renames.names, _modules(paths))
    units = tuple(part for unit in suite.units for part in _renamed(unit, known))
    changed = versions.pointed or units != versions.new.units
    return replace(versions, new=replace(suite, units=units), pointed=changed)


def with_imports_renamed(
    versions: Versions, renames: Renames, paths: Iterable[PurePosixPath]
) -> Versions:
    """The versions of a file, where the baseline imports from modules at the paths under the names that there are now.

    Only what the user's file imports under its former name no longer: else the new name comes from the generator.
    """
    base, mine = versions.base, versions.mine
    if base is None or mine is None or not renames.names:
        return versions
    old = {alias.name for unit in mine.units for alias in aliases(unit)}
    old |= words(unit.bare for unit in mine.units if unit.identity == "typing")
    names = {name: now for name, now in renames.names.items() if name not in old}
    known = _Names(names, _modules(paths))
    units = tuple(part for unit in base.units for part in _renamed(unit, known))
    return replace(versions, base=replace(base, units=units))


@dataclass(frozen=True)
class _Names:
    """The new names by the old ones, and what the modules may be called that have them."""

    now: Mapping[str, str]
    modules: frozenset[str]


def _modules(paths: Iterable[PurePosixPath]) -> frozenset[str]:
    modules = (".".join(path.with_suffix("").parts) for path in paths)
    return frozenset(end for module in modules for end in _ends(module))


def _ends(module: str) -> Iterator[str]:
    """`app.db.models`, `db.models`, `models`; a package is its `__init__`."""
    parts = module.removesuffix(".__init__").split(".")
    return (".".join(parts[at:]) for at in range(len(parts)))


def _renamed(unit: Unit, names: _Names) -> Iterator[Unit]:
    if unit.kind == "import":
        text = _statement(unit, names)
    elif unit.identity == "typing":
        header, *body = split_lines(unit.bare)
        inner = read_module("".join(reindent(body, "    ", "")), _ANYWHERE)[0].units
        lines = "".join(_statement(part, names) for part in inner)
        text = header + "".join(reindent(split_lines(lines), "", "    "))
    else:
        text = unit.bare
    if text == unit.bare:
        yield unit
        return
    for part in read_module(text, _ANYWHERE)[0].units:
        yield replace(part, gap=unit.gap, lead=unit.lead)


def _statement(unit: Unit, names: _Names) -> str:
    found = aliases(unit)
    own = [_now(alias, names) for alias in found]
    return unit.bare if unit.kind != "import" or list(found) == own else import_line(*own)


def _now(alias: Alias, names: _Names) -> Alias:
    if not alias.module.startswith(".") and alias.module not in names.modules:
        return alias
    bound = names.now.get(alias.bound, alias.bound) if alias.bound == alias.name else alias.bound
    return replace(alias, name=names.now.get(alias.name, alias.name), bound=bound)
