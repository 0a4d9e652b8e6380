"""Names that must not change: those already given, and those that a person has chosen."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.draft.model import ItemKind, Pins
from ormforge.merge.files.versions import missing
from ormforge.merge.imports.aliases import aliases
from ormforge.merge.match import Match, match_units
from ormforge.merge.names.missing_enums import enums_instead
from ormforge.merge.names.relations import backrefs, other_side, same_relationships
from ormforge.merge.names.signatures import Words, class_words, table_words
from ormforge.plan import Generated, Memory
from ormforge.source.lines import plain, split_lines
from ormforge.source.partition import read_class, read_module
from ormforge.source.relationships import target_class
from ormforge.source.unit import Suite, Unit, is_table

_BASES = re.compile(r"\b(?:declarative_base\(|DeclarativeBase\b|\.metadata$)", re.MULTILINE)

MODULE = Key("")
"""The key under which `Pins.taken` has the names of modules."""


def observe_names(
    base: Mapping[PurePosixPath, Generated], mine: Mapping[PurePosixPath, str], memory: Memory
) -> Pins:
    """The names that the next draft has to use, and those it must not.

    A class keeps the name it has in the user's file, recognised by its table; an attribute by its column; a
    relationship by its arguments. For a file that was never generated, give as its baseline what would be generated
    now: the names that the user's own code already has are then found the same way. Raises SourceError where a file
    is no Python.
    """
    names = dict(memory.pins)
    taken: dict[Key, set[str]] = {}
    for generated in base.values():
        names.update(
            {
                key: name.rpartition(".")[2]
                for name, key in generated.keys.items()
                if key not in names
            }
        )
    for suite, own in _pairs(base, mine):
        _observe(suite, own, names, taken, memory.overrides)
    frozen = {key: frozenset(found) for key, found in taken.items()}
    kinds = {key: kind for generated in base.values() for key, kind in _kinds(generated)}
    return Pins(
        names=MappingProxyType(names),
        taken=MappingProxyType(frozen),
        kinds=MappingProxyType(kinds),
    )


def _kinds(generated: Generated) -> Iterator[tuple[Key, ItemKind]]:
    """The tables of a generated file, each with what it is there."""
    for name, key in generated.keys.items():
        if key.startswith("table ") and "." not in name:
            yield key, "class" if f"{name}.__tablename__" in generated.keys else "variable"


def claim_names(
    pins: Pins,
    base: Mapping[PurePosixPath, Generated],
    new: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
) -> Pins:
    """The names for the next draft, with those of relationships that the user's file has had first.

    `new` is the draft under the names promised so far. A relationship in it that a person has written before the
    database had it is known by its arguments; its own name, until now one that nothing may take, is promised to it.
    """
    claiming = {path: text for path, text in mine.items() if _has_own(text, base.get(path))}
    if not claiming or not pins.taken:
        return pins
    keyed = {path: generated for path, generated in new.items() if generated.keys}
    found = observe_names(keyed, claiming, Memory()).names
    names, taken = dict(pins.names), dict(pins.taken)
    for generated in keyed.values():
        for name, key in generated.keys.items():
            owner = generated.keys.get(name.rpartition(".")[0], MODULE)
            own = found[key]
            if key.startswith("relationship ") and own in taken.get(owner, ()):
                names[key] = own
                taken[owner] -= {own}
    if names == pins.names:
        return pins
    return replace(pins, names=MappingProxyType(names), taken=MappingProxyType(taken))


def _has_own(text: str, base: Generated | None) -> bool:
    """Whether a file may hold a relationship that nobody has generated."""
    generated = set(split_lines(base.text)) if base is not None else set()
    own = (line for line in split_lines(plain(text)) if line not in generated)
    return any("relationship" in line or "Relationship" in line for line in own)


def _pairs(
    base: Mapping[PurePosixPath, Generated], mine: Mapping[PurePosixPath, str]
) -> Iterator[tuple[Suite, Suite]]:
    """Each of the user's files with all that is generated anywhere: what is there may have been moved to another file."""
    suites = {path: read_module(base[path].text, path, base[path].keys)[0] for path in sorted(base)}
    edited = [p for p in sorted(mine) if p not in base or base[p].text != mine[p]]
    owns = {path: read_module(mine[path], path)[0] for path in edited}
    tables = [unit for suite in suites.values() for unit in suite.units if is_table(unit)]
    homeless = [
        unit
        for path, suite in suites.items()
        if path in owns or path not in mine
        for unit in missing(suite, owns.get(path))
    ]
    for path, own in owns.items():
        local = suites[path].units if path in suites else ()
        moved = tables if _moved_here(own, local) else []
        yield Suite((*local, *(unit for unit in (*moved, *homeless) if unit not in local))), own


def _moved_here(own: Suite, local: Iterable[Unit]) -> bool:
    known = {unit.identity for unit in local}
    return any(is_table(unit) and unit.identity not in known for unit in own.units)


def _observe(
    base: Suite,
    mine: Suite,
    names: dict[Key, str],
    taken: dict[Key, set[str]],
    overrides: Container[Key],
) -> None:
    found = match_units(base, mine, None)
    matches = found.present
    names.update(enums_instead(found))
    classes = {
        match.base.names[0]: match.mine.names[0]
        for match in matches
        if match.base and match.mine and match.base.kind == match.mine.kind == "class"
    }
    words = (table_words(base) | classes, class_words(base, mine) | table_words(mine))
    imported = {alias for unit in base.units if unit.kind == "import" for alias in aliases(unit)}
    for match in matches:
        unit = match.mine
        if unit is None:
            continue
        if match.base is None:
            # A table that the baseline does not know is still the same table: its name is not taken by another.
            if unit.kind == "import" and base.units:
                own = {alias.bound for alias in aliases(unit) if alias not in imported}
                taken.setdefault(MODULE, set()).update(own)
            elif not is_table(unit) and not _is_scaffold(unit):
                taken.setdefault(MODULE, set()).update(unit.names)
            continue
        if not _has_another_form(match, overrides):
            _pin(match, names)
        if unit.kind == match.base.kind == "class" and unit.text != match.base.text:
            for one, other in _observe_class(match.base, unit, *words, names, taken):
                if "backref" in other.text:
                    _pin_backref(one, other, base, names)


def _has_another_form(match: Match, overrides: Container[Key]) -> bool:
    """Whether a class stands in the place of what is generated as a variable, or the reverse: its name is not that one's."""
    base, mine = match.base, match.mine
    if base is None or mine is None or base.key not in overrides:
        return False
    return is_table(base) and base.kind != mine.kind


def _is_scaffold(unit: Unit) -> bool:
    """Whether a unit is what every models file has: imports, and the declarative base with its metadata."""
    return unit.kind == "import" or bool(_BASES.search(unit.text))


def _pin(match: Match, names: dict[Key, str]) -> None:
    if (
        match.base is not None
        and match.mine is not None
        and match.base.key is not None
        and match.mine.names
    ):
        names[match.base.key] = match.mine.names[0]


def _observe_class(
    base: Unit,
    mine: Unit,
    words: Words,
    own_words: Words,
    names: dict[Key, str],
    taken: dict[Key, set[str]],
) -> list[tuple[Unit, Unit]]:
    """The members that are the same, as (generated, the user's), their names promised to their keys."""
    (generated, _), (own, _) = read_class(base), read_class(mine)
    matches = match_units(generated.body, own.body, None)
    unknown = [
        match.mine for match in matches.present if match.base is None and match.mine is not None
    ]
    missing = [match.base for match in matches.absent if match.base is not None]
    renamed = same_relationships(missing, unknown, words, own_words)
    for match in [*matches.present, *(Match(one, other, None) for one, other in renamed)]:
        if (
            match.base is not None
            and match.mine is not None
            and match.mine.names != match.base.names
        ):
            _pin(match, names)
    known = {id(other) for _, other in renamed}
    hand = {name for unit in unknown if id(unit) not in known for name in unit.names}
    if base.key is not None and hand:
        taken.setdefault(base.key, set()).update(hand)
    pairs = [(match.base, match.mine) for match in matches.present if match.base and match.mine]
    return [*pairs, *renamed]


def _pin_backref(one: Unit, other: Unit, base: Suite, names: dict[Key, str]) -> None:
    """The name that a relationship's `backref` gives to its other side, promised to that side's key."""
    back = next((name for _, name in backrefs(other)), None)
    if one.node is None or back is None:
        return
    target, far = target_class(one.node), other_side(one.node)
    for unit in base.units:
        if unit.kind == "class" and unit.names == (target,):
            for member in read_class(unit)[0].body.units:
                if member.key is not None and member.names == (far,):
                    names[member.key] = back
