"""Where the user's names differ from the generated ones, and exchanging them in generated text.

A class or an attribute that the user has renamed is referred to in many places of generated code: in annotations, in
strings, in `back_populates`. With the names exchanged there, a rename is no difference between two versions.
Hand-written text is never rewritten.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ormforge.catalog.keys import Key
from ormforge.merge.files.versions import Versions
from ormforge.merge.imports.aliases import Alias, aliases, is_same
from ormforge.merge.match import match_units
from ormforge.merge.names.relations import same_relationships
from ormforge.merge.names.renames import Renames
from ormforge.merge.names.schema_classes import renamed_schemas
from ormforge.merge.names.signatures import Words, class_words, table_words
from ormforge.source.identity import is_relationship
from ormforge.source.lines import reindent, split_lines
from ormforge.source.partition import read_class, read_statement
from ormforge.source.unit import Suite, Unit

_WORD = re.compile(r"\w+")


def observed(generated: Suite | None, mine: Suite, before: Suite | None = None) -> Renames:
    """How the user calls what was generated under other names, recognised by table and column.

    What was generated `before` under the name that it has is no new thing renamed, however alike they are; nor is what
    has that name in the user's file still, and another in what is generated now, because the rules are others.
    """
    if generated is None:
        return Renames()
    known = {unit.identity: unit for unit in before.units} if before else {}
    classes = class_words(before, mine) | class_words(generated, mine)
    words = (classes | table_words(generated), classes | table_words(mine))
    names: dict[str, str] = {}
    members: dict[tuple[str, str], str] = {}
    for match in match_units(generated, mine, None).present:
        base, own = match.base, match.mine
        if base is None or own is None or len(base.names) != 1 or len(own.names) != 1:
            continue
        former = known.get(own.identity)
        stays = base.identity == "typing" or (former is not None and former.names == own.names)
        if base.names != own.names and base.kind == own.kind and not stays:
            names[base.names[0]] = own.names[0]
        if base.kind == own.kind == "class" and _may_rename(base, own):
            members.update(_members(base, own, former, *words))
    return Renames({**names, **renamed_schemas(generated, mine, before)}, members)


def _may_rename(base: Unit, own: Unit) -> bool:
    return not set(own.text.split("\n")).issuperset(base.text.split("\n"))


def _members(
    base: Unit, own: Unit, before: Unit | None, names: Words, own_words: Words
) -> Iterator[tuple[tuple[str, str], str]]:
    (generated, _), (mine, _) = read_class(base), read_class(own)
    matches = match_units(generated.body, mine.body, None)
    pairs = [(match.base, match.mine) for match in matches.present if match.base and match.mine]
    missing = [match.base for match in matches.absent if match.base]
    old = _identities(before)
    kept = {(unit.identity, unit.names) for unit in _body(before)}
    unknown = [
        m.mine for m in matches.present if m.mine and not m.base and m.mine.identity not in old
    ]
    for one, other in [*pairs, *same_relationships(missing, unknown, names, own_words)]:
        renamed = one.names != other.names and (other.identity, other.names) not in kept
        if len(one.names) == len(other.names) == 1 and renamed:
            yield (base.names[0], one.names[0]), other.names[0]


def _identities(unit: Unit | None) -> frozenset[str]:
    return frozenset(member.identity for member in _body(unit))


def _body(unit: Unit | None) -> tuple[Unit, ...]:
    if unit is None or unit.kind != "class":
        return ()
    return read_class(unit)[0].body.units


def collisions(
    versions: Versions, mine: Suite, new: Suite, *, stays: bool = False
) -> dict[str, str]:
    """Other names for what is newly imported under a name that the user's module already binds to something else.

    `stays` tells whether what is no longer generated stays all the same.
    """
    # What stands in a `try` or an `if` is taken for another way to get the same.
    there = {unit.identity for unit in new.units}
    before = [] if stays or versions.base is None else versions.base.units
    gone = {(unit.identity, unit.kind) for unit in before if unit.identity not in there}
    plain_units = [
        unit
        for unit in mine.units
        if not isinstance(unit.node, (ast.Try, ast.If)) and (unit.identity, unit.kind) not in gone
    ]
    own = {name for unit in plain_units for name in unit.names}
    base = versions.base
    imported = _imported(mine)
    known = {*imported, *(item for item in _imported(base or Suite(())))}
    generated = {name for unit in new.units if unit.kind != "import" for name in unit.names}
    return {
        alias.bound: f"{alias.bound}_"
        for alias in _imported(new)
        if alias.bound in own and alias not in known and alias.bound not in generated
        if not any(
            item.bound == alias.bound and is_same(item, alias, versions.path) for item in imported
        )
        if not any(
            item.bound == alias.bound and item in known for item in _imported(base or Suite(()))
        )
    }


def in_use(mine: Suite, generated: Suite | None) -> dict[str, str]:
    """The other names under which an earlier merge has imported what the user's module binds to something else."""
    if generated is None:
        return {}
    there = {(item.module, item.name): item.bound for item in _imported(mine) if item.renamed}
    if not there:
        return {}
    bound = {name for unit in mine.units for name in unit.names}
    return {
        item.bound: f"{item.bound}_"
        for item in _imported(generated)
        if item.bound in bound and there.get((item.module, item.name)) == f"{item.bound}_"
    }


def _imported(suite: Suite) -> list[Alias]:
    return [alias for unit in suite.units if unit.kind == "import" for alias in aliases(unit)]


def renamed_suite(suite: Suite, renames: Renames) -> Suite:
    """The suite with the names exchanged in every unit."""
    if not renames.words:
        return suite
    return replace(suite, units=tuple(renamed(unit, renames) for unit in suite.units))


def in_own_names(suite: Suite, renames: Renames, owner: str) -> Suite:
    """The members of a generated class, those that the user has renamed under the user's names.

    A relationship is known by its name alone, so that it would otherwise be taken for another of its old name.
    """
    own = {name for other, name in renames.members if other == owner}
    if not any(_is_called(unit, own) for unit in suite.units):
        return suite
    units = (
        renamed(unit, renames, owner) if _is_called(unit, own) else unit for unit in suite.units
    )
    return replace(suite, units=tuple(units))


def _is_called(unit: Unit, names: set[str]) -> bool:
    return is_relationship(unit.node) and not names.isdisjoint(unit.names)


def renamed(unit: Unit, renames: Renames, owner: str = "") -> Unit:
    """A generated unit with the names exchanged; `owner` is the class that it is a member of."""
    if not unit.nodes or renames.words.isdisjoint(_WORD.findall(unit.text)):
        return unit
    # libcst takes long to import, and most merges rename nothing.
    from ormforge.merge.names.rewriting import rewritten

    code = rewritten(unit.bare, renames, owner)
    if code == unit.bare:
        return unit
    fresh = read_statement(code, member=bool(owner))
    indent = unit.text[: len(unit.text) - len(unit.text.lstrip(" \t"))]
    return replace(
        unit,
        code=reindent(split_lines(code), "", indent),
        names=fresh.names,
        # A column stays the same whatever its attribute is called, and the code alone does not always tell it.
        identity=unit.identity if unit.identity.startswith("column:") else fresh.identity,
        nodes=fresh.nodes,
        member_keys=_translated(unit, renames),
    )


def _translated(unit: Unit, renames: Renames) -> Mapping[str, Key]:
    if unit.kind != "class":
        return unit.member_keys
    found = dict(unit.member_keys)
    old = unit.names[0]
    for name, key in unit.member_keys.items():
        owner, _, attr = name.rpartition(".")
        if owner == old:
            found[f"{renames.names.get(old, old)}.{renames.members.get((old, attr), attr)}"] = key
    return found
