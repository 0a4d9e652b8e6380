"""What of a file that ormforge has not written is about which part of the database."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.merge.match import Match, match_units
from ormforge.merge.names.relations import backrefs, same_relationships
from ormforge.merge.names.signatures import Words, signature, table_words
from ormforge.plan import Generated
from ormforge.source.identity import column_name, is_relationship
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Suite, Unit


@dataclass(frozen=True)
class Unrecognised:
    """Something that maps what the database does not have; it stays as it is. `line` is where it stands."""

    kind: str
    name: str
    line: int


@dataclass(frozen=True)
class Recognised:
    """The keys that a file maps, by kind, and what in it maps something else.

    `other_base` is what the file's classes derive from where that is another base than the one that is printed.
    """

    tables: tuple[Key, ...] = ()
    columns: tuple[Key, ...] = ()
    relationships: tuple[Key, ...] = ()
    unknown: tuple[Unrecognised, ...] = ()
    other_base: str = ""


def recognise(mine: str, path: PurePosixPath, new: Generated) -> Recognised:
    """What the file maps, recognised by its tables, columns and relationships, whatever their names are."""
    generated = read_module(new.text, path, new.keys)[0]
    own = read_module(mine, path)[0]
    matches = match_units(generated, own, None).present
    pairs = [match for match in matches if match.base is not None and match.mine is not None]
    tables = [match for match in pairs if _key(match).startswith("table ")]
    classes = {
        match.base.names[0]: match.mine.names[0]
        for match in tables
        if match.base and match.mine and match.base.names and match.mine.names
    }
    words = ({**classes, **table_words(generated)}, table_words(own))
    found = [_members(match, *words) for match in tables]
    unknown = [
        Unrecognised("table", unit.identity.removeprefix("table:").strip("."), unit.line)
        for unit in (match.mine for match in matches if match.base is None)
        if unit is not None and unit.identity.startswith("table:")
    ]
    keys = [key for keys, _ in found for key in keys]
    theirs = {own: generated for generated, own in classes.items()}
    backs = [f"{theirs.get(owner, owner)}.{name}" for owner, name in _backrefs(own)]
    keys += [new.keys[name] for name in backs if name in new.keys]
    return Recognised(
        tables=tuple(_key(match) for match in tables),
        columns=tuple(key for key in keys if key.startswith("column ")),
        relationships=tuple(key for key in keys if key.startswith("relationship ")),
        unknown=(*unknown, *(item for _, items in found for item in items)),
        other_base=_other_base(generated, own, pairs, tables),
    )


def _other_base(
    generated: Suite, own: Suite, pairs: Sequence[Match], tables: Sequence[Match]
) -> str:
    """What the recognised classes derive from, where none of them has the base that the generated text declares."""
    declared = {unit.names[0] for unit in generated.units if unit.kind == "class" and unit.names}
    printed = {_last_base(match.base) for match in tables} & declared
    there = {
        match.mine.names[0]
        for match in pairs
        if match.base and match.mine and match.mine.names and printed & set(match.base.names)
    }
    parents = {unit.names[0]: _last_base(unit) for unit in own.units if unit.kind == "class"}
    bases = [_root(base, parents) for match in tables if (base := _last_base(match.mine))]
    return bases[0] if printed and bases and there.isdisjoint(bases) else ""


def _last_base(unit: Unit | None) -> str:
    """What a class derives from in the end; of one without bases the decorator that may map it."""
    node = unit.node if unit is not None else None
    if not isinstance(node, ast.ClassDef):
        return ""
    made = [f"@{ast.unparse(decorator)}" for decorator in node.decorator_list]
    return next(iter((*map(ast.unparse, reversed(node.bases)), *made)), "")


def _root(base: str, parents: Mapping[str, str]) -> str:
    """What a base derives from in the same file, where that is something of another file, or declares a base."""
    seen = {""}
    while base not in seen and parents.get(base, "") in parents:
        seen.add(base)
        base = parents[base]
    return base


def _backrefs(own: Suite) -> Iterator[tuple[str, str]]:
    for unit in own.units:
        if unit.kind == "class" and "backref" in unit.text:
            for member in read_class(unit)[0].body.units:
                yield from backrefs(member)


def _key(match: Match) -> Key:
    return (match.base.key if match.base else None) or Key("")


def _members(match: Match, names: Words, own_words: Words) -> tuple[list[Key], list[Unrecognised]]:
    base, mine = match.base, match.mine
    if base is None or mine is None or base.kind != "class" or mine.kind != "class":
        return [], []
    (generated, _), (own, _) = read_class(base), read_class(mine)
    matches = match_units(generated.body, own.body, None)
    pairs = [(one.base, one.mine) for one in matches.present if one.base and one.mine]
    missing = [one.base for one in matches.absent if one.base]
    extra = [one.mine for one in matches.present if one.mine and not one.base]
    same = same_relationships(missing, extra, names, own_words)
    known = {id(other) for _, other in same}
    keys = [one.key for one, _ in (*pairs, *same) if one.key is not None]
    left = [unit for unit in extra if id(unit) not in known]
    said = {_said(unit, own_words) for _, unit in (*pairs, *same)} - {""}
    repeated = {id(unit) for unit in left if _said(unit, own_words) in said}
    return keys, list(_unknown(left, mine, repeated))


def _said(unit: Unit, words: Words) -> str:
    """What a relationship is about; nothing for anything else."""
    node = unit.node
    return signature(node, words) if node is not None and is_relationship(node) else ""


def _unknown(units: list[Unit], owner: Unit, repeated: Container[int]) -> Iterator[Unrecognised]:
    for unit in units:
        name = f"{owner.names[0]}.{unit.names[0]}" if unit.names else ""
        if unit.node is not None and column_name(unit.node) is not None:
            yield Unrecognised("column", name, unit.line)
        elif is_relationship(unit.node):
            kind = "repeated" if id(unit) in repeated else "relationship"
            yield Unrecognised(kind, name, unit.line)
