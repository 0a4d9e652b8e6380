"""Generated relationships that cannot stand, because what they refer to was deleted by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ormforge.merge.aliases import words
from ormforge.merge.ledger import Question
from ormforge.merge.match import Match, Matches, match_units
from ormforge.merge.references import in_own_names
from ormforge.merge.renames import Renames
from ormforge.merge.staying import Staying
from ormforge.merge.untouched import changes_form
from ormforge.source.identity import assigned_value, bound_names, is_relationship, table_identity
from ormforge.source.lines import plain
from ormforge.source.partition import read_class
from ormforge.source.relationships import target_class
from ormforge.source.unit import Suite, Unit

_DOTTED = re.compile(r"\b(\w+)\.(\w+)\b")


def unplaceable(
    base: Suite | None,
    mine: Suite,
    new: Suite,
    question: Question,
    staying: Staying,
    renames: Renames,
) -> frozenset[str]:
    """The qualified names of new relationships that refer to something deleted by hand, directly or by their partner.

    Without what they refer to, the module would not import, or its mappers would not configure.
    """
    missing: set[str] = set()
    arriving: dict[str, set[str]] = {}
    matches = match_units(base, mine, new)
    for match in matches.absent:
        unit = match.new
        if unit is not None and unit.kind == "class" and was_deleted(match, question):
            missing.update(unit.names)
    missing.update(name for match in matches.present for name in _replaced(match, staying))
    missing.update(_lacking(matches, mine))
    changed = [match for match in matches.present if _is_changed_class(match)]
    if not missing and not any(_lacks_lines(match, question) for match in changed):
        return frozenset()
    for match in changed:
        _look_into(match, question, renames, missing, arriving)
    if missing:
        _look_into_added(matches, arriving)
    return _closure(missing, arriving)


def _lacking(matches: Matches, mine: Suite) -> Iterator[str]:
    """The members of generated classes that the user's own code in their place does not have."""
    holders = {identity: unit for unit in mine.units for identity in unit.captured}
    for match in (*matches.absent, *matches.present):
        new = match.new
        holder = holders.get(new.identity) if new is not None and new.kind == "class" else None
        if new is not None and holder is not None:
            own = _bound_in(holder, new.identity)
            for member in read_class(new)[0].body.units:
                yield from (f"{new.names[0]}.{name}" for name in member.names if name not in own)


def _bound_in(holder: Unit, table: str) -> frozenset[str]:
    """The names of the members of a class inside other code; every word of it, where it does not look like a class."""
    for node in (part for tree in holder.nodes for part in ast.walk(tree)):
        if isinstance(node, ast.ClassDef) and table_identity(node) == table:
            return frozenset(name for statement in node.body for name in bound_names(statement))
    return words([holder.text])


def _replaced(match: Match, staying: Staying) -> Iterator[str]:
    """The generated class that the user has as something else, a `Table` say."""
    mine, new = match.mine, match.new
    if mine is None or new is None or new.kind != "class" or mine.kind == "class":
        return
    if mine.identity == new.identity and (not changes_form(match) or staying.is_about(match)):
        yield from new.names


def _lacks_lines(match: Match, question: Question) -> bool:
    """Whether a class may have lost a member; cheap, because most have not."""
    if match.base is None or match.mine is None:
        return True
    lines = set(plain("".join(match.mine.code)).split("\n"))
    return bool(question.memory.tombstones) or not lines.issuperset(match.base.text.split("\n"))


def was_deleted(match: Match, question: Question) -> bool:
    """Whether the user has deleted a unit that is not in the file: it was there after the last run, or is remembered."""
    key = match.known.key if match.known else None
    memory = question.memory
    waited = key in memory.pending and key not in memory.bases
    if key in question.restore or waited:
        return False
    return match.base is not None or key in memory.tombstones


def _look_into_added(matches: Matches, arriving: dict[str, set[str]]) -> None:
    arrived = [match for match in matches.absent if match.base is None]
    for match in (*arrived, *filter(changes_form, matches.present)):
        if match.new is not None and match.new.kind == "class":
            owner = match.new.names[0]
            for unit in read_class(match.new)[0].body.units:
                if unit.node is not None and is_relationship(unit.node):
                    arriving[f"{owner}.{unit.names[0]}"] = set(_references(owner, unit))


def _is_changed_class(match: Match) -> bool:
    versions = [unit for unit in (match.base, match.mine, match.new) if unit is not None]
    if match.mine is None or match.new is None or any(unit.kind != "class" for unit in versions):
        return False
    return len({unit.text for unit in versions}) > 1


def _look_into(
    match: Match,
    question: Question,
    renames: Renames,
    missing: set[str],
    arriving: dict[str, set[str]],
) -> None:
    if match.mine is None or match.new is None:
        return
    mine, new = read_class(match.mine)[0].body, read_class(match.new)[0].body
    base = None
    if match.base is not None:
        base = in_own_names(read_class(match.base)[0].body, renames, match.base.names[0])
    owner = match.new.names[0]
    for member in match_units(base, mine, new).absent:
        unit = member.new
        if unit is None or not unit.names:
            continue
        name = f"{owner}.{unit.names[0]}"
        if was_deleted(member, question):
            missing.add(name)
        elif unit.node is not None and is_relationship(unit.node):
            arriving[name] = set(_references(owner, unit))


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
                yield f"{owner}.{part.id}"
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
