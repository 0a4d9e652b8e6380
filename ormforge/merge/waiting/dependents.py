"""Generated relationships that cannot stand, because what they refer to was deleted by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ormforge.catalog.renames import joined_columns, part_name, path_parts, split_key
from ormforge.merge.imports.aliases import words
from ormforge.merge.ledger import Question
from ormforge.merge.match import Match, Matches, match_units
from ormforge.merge.names.references import in_own_names
from ormforge.merge.names.renames import Renames
from ormforge.merge.untouched import changes_form
from ormforge.merge.waiting.deleted import deleted_columns, was_deleted
from ormforge.merge.waiting.staying import Staying
from ormforge.source.identity import assigned_value, bound_names, is_relationship, table_identity
from ormforge.source.lines import plain
from ormforge.source.partition import read_class
from ormforge.source.relationships import target_class
from ormforge.source.unit import Suite, Unit

_FOREIGN = re.compile(r"""ForeignKey\(\s*["']([^"']+)["']""")
_DOTTED = re.compile(r"\b(\w+)\.(\w+)\b")


@dataclass(frozen=True)
class Part:
    """What a file has to say: its three versions, in the user's own names, and what stays of it."""

    path: PurePosixPath
    base: Suite | None
    mine: Suite
    new: Suite
    staying: Staying
    renames: Renames


def unplaceable(parts: Iterable[Part], question: Question) -> frozenset[str]:
    """The qualified names of new relationships that refer to something deleted by hand, directly or by their partner.

    Without what they refer to, the module would not import, or its mappers would not configure.
    """
    missing: set[str] = set()
    found = [(part, match_units(part.base, part.mine, part.new)) for part in parts]
    for part, matches in found:
        missing.update(_missing_classes(part, matches, question))
    changed = [
        (part, match)
        for part, matches in found
        for match in matches.present
        if _is_changed_class(match)
    ]
    if not missing and not any(_lacks_lines(match, question) for _, match in changed):
        return frozenset()
    arriving: dict[str, set[str]] = {}
    for part, match in changed:
        _look_into(part, match, question, missing, arriving)
    if missing:
        for _, matches in found:
            _look_into_added(matches, arriving)
    return _closure(missing, arriving)


def _missing_classes(part: Part, matches: Matches, question: Question) -> Iterator[str]:
    """The classes, and members of them, that the user's file does not have."""
    for match in matches.absent:
        unit = match.new
        if unit is not None and unit.kind == "class" and was_deleted(match, question):
            yield from unit.names
    for match in matches.present:
        yield from _replaced(match, part.staying)
    yield from _lacking(matches, part.mine)


def _lacking(matches: Matches, mine: Suite) -> Iterator[str]:
    """The members of generated classes that the user's own code in their place does not have, or that lead elsewhere."""
    holders = {identity: unit for unit in mine.units for identity in unit.captured}
    for match in (*matches.absent, *matches.present):
        new = match.new
        holder = holders.get(new.identity) if new is not None and new.kind == "class" else None
        if new is not None and holder is not None:
            own = _bound_in(holder, new.identity)
            for member in read_class(new)[0].body.units:
                yield from (f"{new.names[0]}.{name}" for name in member.names if name not in own)
                leads = _FOREIGN.findall(member.text)
                if member.key is not None and any(to not in holder.text for to in leads):
                    yield member.key


def _bound_in(holder: Unit, table: str) -> frozenset[str]:
    """The names of the members of a class inside other code; every word of it, where it does not look like a class."""
    for node in (part for tree in holder.nodes for part in ast.walk(tree)):
        if isinstance(node, ast.ClassDef) and table_identity(node) == table:
            return frozenset(name for statement in node.body for name in bound_names(statement))
    return words([holder.text])


def _replaced(match: Match, staying: Staying) -> Iterator[str]:
    """The generated class that the user has as something else, a `Table` say; and the `Table` that is a class."""
    mine, new = match.mine, match.new
    if mine is None or new is None or (new.kind == "class") == (mine.kind == "class"):
        return
    if mine.identity == new.identity and (not changes_form(match) or staying.is_about(match)):
        yield from new.names


def _lacks_lines(match: Match, question: Question) -> bool:
    """Whether a class may have lost a member; cheap, because most have not."""
    if match.base is None or match.mine is None:
        return True
    lines = set(plain("".join(match.mine.code)).split("\n"))
    return bool(question.memory.tombstones) or not lines.issuperset(match.base.text.split("\n"))


def _look_into_added(matches: Matches, arriving: dict[str, set[str]]) -> None:
    arrived = [match for match in matches.absent if match.base is None]
    for match in (*arrived, *filter(changes_form, matches.present)):
        if match.new is not None and match.new.kind == "class":
            owner = match.new.names[0]
            body = read_class(match.new)[0].body
            for unit in body.units:
                if unit.node is not None and is_relationship(unit.node):
                    said = {*_references(owner, unit), *_columns(unit, body)}
                    arriving[f"{owner}.{unit.names[0]}"] = said


def _is_changed_class(match: Match) -> bool:
    versions = [unit for unit in (match.base, match.mine, match.new) if unit is not None]
    if match.mine is None or match.new is None or any(unit.kind != "class" for unit in versions):
        return False
    return len({unit.text for unit in versions}) > 1


def _look_into(
    part: Part,
    match: Match,
    question: Question,
    missing: set[str],
    arriving: dict[str, set[str]],
) -> None:
    if match.mine is None or match.new is None:
        return
    mine, new = read_class(match.mine)[0].body, read_class(match.new)[0].body
    base = None
    if match.base is not None:
        base = in_own_names(read_class(match.base)[0].body, part.renames, match.base.names[0])
    matches = match_units(base, mine, new)
    owner = match.new.names[0]
    missing.update(_missing_columns(part, match.mine, matches, question))
    for member in matches.absent:
        unit = member.new
        if unit is None or not unit.names:
            continue
        name = f"{owner}.{unit.names[0]}"
        if was_deleted(member, question):
            missing.add(name)
        elif unit.node is not None and is_relationship(unit.node):
            arriving[name] = {*_references(owner, unit), *_columns(unit, new)}


def _missing_columns(part: Part, mine: Unit, matches: Matches, question: Question) -> Iterator[str]:
    """The keys of the columns that a class does not have, and what foreign keys to them say."""
    deleted = {
        unit.identity.removeprefix("column:"): unit for unit in deleted_columns(matches, question)
    }
    if deleted and isinstance(mine.node, ast.ClassDef):
        for name in question.inherited(part.path, mine.node):
            deleted.pop(name, None)
    for unit in deleted.values():
        if unit.key is not None:
            yield unit.key
            names = [part_name(each) for each in path_parts(split_key(unit.key)[1])]
            yield f"-> {'.'.join(names)}"
            yield f"-> {'.'.join(names[-2:])}"


def _columns(unit: Unit, body: Suite) -> Iterator[str]:
    """The keys of the columns that a relationship joins by, and what their foreign keys say."""
    keys = frozenset(joined_columns(unit.key)) if unit.key is not None else frozenset()
    yield from keys
    for other in body.units:
        if other.key in keys:
            yield from (f"-> {found}" for found in _FOREIGN.findall(other.text))


def _references(owner: str, unit: Unit) -> Iterator[str]:
    """The classes and members that a relationship refers to."""
    node = unit.node
    value = assigned_value(node) if node is not None else None
    if node is None or not isinstance(value, ast.Call):
        return
    target = target_class(node)
    yield target
    for item in value.keywords:
        for part in ast.walk(item.value):
            if isinstance(part, ast.Name):
                yield part.id if item.arg == "secondary" else f"{owner}.{part.id}"
            elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield from (".".join(found) for found in _DOTTED.findall(part.value))
                if item.arg == "back_populates":
                    yield f"{target}.{part.value}"


def _closure(missing: set[str], arriving: dict[str, set[str]]) -> frozenset[str]:
    stuck: set[str] = set()
    grown = bool(missing)
    while grown:
        found = {name for name, wanted in arriving.items() if wanted & (missing | stuck)} - stuck
        stuck |= found
        grown = bool(found)
    return frozenset(stuck)
