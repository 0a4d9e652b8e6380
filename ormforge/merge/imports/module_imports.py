"""Imports: what generated code needs is there, what nothing uses any more goes, and what a hand wrote stays.

Decided by the names that imports bind. Whether a name is used is decided on the text, strings and comments included:
a name may be used in `relationship("Address")` only, in a type comment, or in `__all__`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ormforge.merge.files.versions import find
from ormforge.merge.imports.aliases import Alias, aliases, words
from ormforge.merge.imports.import_lines import BLOCK, splice
from ormforge.merge.imports.typing_block import merged_block
from ormforge.merge.ledger import Scope
from ormforge.merge.pieces import Piece, generated_lines
from ormforge.merge.place import insert
from ormforge.merge.statements.rewrap import rewrap
from ormforge.source.lines import line_end, split_lines, with_end
from ormforge.source.unit import Suite, Unit


def merge_imports(
    scope: Scope, base: Suite | None, mine: Suite, new: Suite, pieces: Sequence[Piece]
) -> list[Piece]:
    """The pieces of a module with its imports brought up to date."""
    plan = ImportPlan.of(base, mine, new, pieces)
    homes = _homes(mine, base)
    edited = [_edited(scope, piece, plan, base, new, homes) for piece in pieces]
    edited = [_checked(piece, base, new, edited) for piece in edited]
    return _with_new_statements(scope, edited, plan, new)


def _checked(piece: Piece, base: Suite | None, new: Suite, pieces: Sequence[Piece]) -> Piece:
    """A block of imports for type checkers that a person has changed, brought up to date."""
    mine = piece.mine
    if mine is None or piece.gone or mine.identity != BLOCK or piece.lines != mine.lines:
        return piece
    before, after = find(base, BLOCK), find(new, BLOCK)
    if before is None and after is None:
        return piece
    others = [item for item in pieces if item is not piece and not item.gone]
    units = [item.unit for item in others if item.unit is not None]
    bound = frozenset(name for unit in units if unit.kind == "import" for name in unit.names)
    used = words(item.text for item in others if item.unit is None or item.unit.kind != "import")
    code = merged_block(before, mine, after, used, bound)
    if code:
        return replace(piece, lines=(*mine.lead, *with_end(code, line_end(mine.code[0]))))
    lead = _floating_lead(mine, base)
    if lead:
        return Piece(lead, piece.gap, replace(mine, kind="comment"))
    return replace(piece, lines=(), gone=True)


@dataclass(frozen=True)
class ImportPlan:
    """The aliases to take out of mine's imports, and those to bring in."""

    removed: frozenset[Alias]
    added: tuple[Alias, ...]
    wanted: frozenset[Alias]

    @classmethod
    def of(cls, base: Suite | None, mine: Suite, new: Suite, pieces: Sequence[Piece]) -> ImportPlan:
        """Work out the plan from the three versions and the merged statements."""
        before, own, after = _all(base), _all(mine), _all(new)
        body = [piece.text for piece in pieces if piece.unit is None or piece.unit.kind != "import"]
        used = words(body)
        stays = _commented(mine)
        rebound = {alias.bound for alias in after if alias not in before}
        leaving = [alias for alias in own if alias in before and alias not in after]
        needing = used
        if any(_uses(used, alias) for alias in leaving):
            needing = _words_beside(new, body)
        removed = {
            alias
            for alias in leaving
            if (alias.bound in rebound or not _uses(needing, alias)) and alias not in stays
        }
        bound = _bound(pieces) - {alias.bound for alias in removed}
        bound |= {alias.bound for alias in own if alias not in removed}
        generated = words(unit.text for unit in new.units if unit.kind != "import")
        added = [
            alias
            for alias in after
            if alias.bound not in bound and _needed(alias, alias in before, used, generated, own)
        ]
        return cls(frozenset(removed), tuple(added), frozenset(after))


def _all(suite: Suite | None) -> dict[Alias, None]:
    units = suite.units if suite is not None else ()
    return {alias: None for unit in units if unit.kind == "import" for alias in aliases(unit)}


def _uses(used: frozenset[str], alias: Alias) -> bool:
    return (
        alias.bound.partition(".")[0] in used
        or (alias.renamed and alias.name != alias.bound)
        or alias.module == "__future__"
        or alias.name == "*"
    )


def _needed(
    alias: Alias,
    before: bool,
    used: frozenset[str],
    generated: frozenset[str],
    own: Mapping[Alias, None],
) -> bool:
    word = alias.bound.partition(".")[0]
    if before and (alias.module == "__future__" or any(item.name == "*" for item in own)):
        return False
    if word in used and word in generated:
        return True
    return not before and word not in generated


def _words_beside(new: Suite, body: Sequence[str]) -> frozenset[str]:
    """The words of the merged lines that are not generated now: a column may be called what nothing imports any more."""
    generated = {line.strip() for unit in new.units for line in unit.lines}
    lines = (line for text in body for line in split_lines(text))
    return words(line for line in lines if line.strip() not in generated)


def _commented(mine: Suite) -> frozenset[Alias]:
    """The aliases with a comment on their line, which says why they are there."""
    found = set()
    for unit in mine.units:
        if unit.kind == "import" and "#" in unit.text:
            for line in split_lines(unit.text):
                if "#" in line:
                    named = words([line.partition("#")[0]])
                    found |= {
                        alias for alias in aliases(unit) if alias.name.rpartition(".")[2] in named
                    }
    return frozenset(found)


def _bound(pieces: Sequence[Piece]) -> set[str]:
    """The names that the module binds other than by its own imports; those of `if TYPE_CHECKING` do not count."""
    units = [piece.unit for piece in pieces if not piece.gone]
    found = [unit for unit in units if unit is not None and unit.kind != "import"]
    return {name for unit in found if not unit.identity.startswith("typing") for name in unit.names}


def _homes(mine: Suite, base: Suite | None) -> frozenset[int]:
    """Of each module's imports the statement that new names join: the longest.

    None of them does where each holds one name only: then a new name gets a statement too.
    """
    found: dict[str, list[Unit]] = {}
    for unit in mine.units:
        own = aliases(unit) if unit.kind == "import" else ()
        if own and _takes(unit, base, own):
            found.setdefault(own[0].module, []).append(unit)
    longest = [max(units, key=lambda unit: len(aliases(unit))) for units in found.values()]
    single = {m for m, units in found.items() if len(units) > 1 and _are_single(units)}
    return frozenset(id(unit) for unit in longest if aliases(unit)[0].module not in single)


def _are_single(units: Sequence[Unit]) -> bool:
    return all(len(aliases(unit)) == 1 for unit in units)


def _edited(
    scope: Scope,
    piece: Piece,
    plan: ImportPlan,
    base: Suite | None,
    new: Suite,
    homes: frozenset[int],
) -> Piece:
    """An import statement of mine without the aliases that go and with those that come."""
    unit = piece.mine
    if unit is None or unit.kind != "import" or piece.gone:
        return piece
    own = aliases(unit)
    kept = [alias for alias in own if alias not in plan.removed]
    added = (
        []
        if id(unit) not in homes
        else [
            item
            for item in plan.added
            if item.module == own[0].module and not _stands_alone(item, new)
        ]
    )
    if not kept and not added:
        lead = _floating_lead(unit, base)
        return (
            Piece(lead, piece.gap, replace(unit, kind="comment"))
            if lead
            else replace(piece, lines=(), gone=True)
        )
    if len(kept) == len(own) and not added:
        return piece
    return replace(piece, lines=_respelled(scope, unit, base, new, [*kept, *added]))


def _stands_alone(alias: Alias, new: Suite) -> bool:
    """Whether a name under another name has a statement of its own in the new text."""
    return alias.renamed and any(aliases(unit) == (alias,) for unit in new.units)


def _floating_lead(unit: Unit, base: Suite | None) -> tuple[str, ...]:
    generated = {item.lead_text for item in base.units} if base else set()
    return () if unit.lead_text in generated else unit.lead


def _takes(unit: Unit, base: Suite | None, own: Sequence[Alias]) -> bool:
    """Whether new names may join a statement: one of the generator's own, which is no `import x` and has no star."""
    if not isinstance(unit.node, ast.ImportFrom) or any(item.name == "*" for item in own):
        return False
    return base is None or any(alias in _all(base) for alias in own)


def _respelled(
    scope: Scope,
    unit: Unit,
    base: Suite | None,
    new: Suite,
    wanted: Sequence[Alias],
) -> tuple[str, ...]:
    end = line_end(unit.code[0]) or scope.end
    unedited = base is not None and any(
        unit.text == item.text for item in base.units if item.kind == "import"
    )
    for other in new.units if unedited else ():
        if other.kind == "import" and set(aliases(other)) == set(wanted):
            return (*unit.lead, *generated_lines(replace(other, lead=()), "", end))
    spliced = splice(unit.bare, [alias for alias in wanted if alias in aliases(unit)], wanted)
    text = rewrap(unit.bare, spliced, member=False, formatter=scope.question.formatter)
    return (*unit.lead, *with_end(split_lines(text), end))


def _with_new_statements(
    scope: Scope, pieces: list[Piece], plan: ImportPlan, new: Suite
) -> list[Piece]:
    """The pieces with statements for names that no statement present could take up."""
    there = {alias for piece in pieces for alias in _bound_by(piece)}
    missing = [alias for alias in plan.added if alias not in there]
    for position, unit in enumerate(new.units):
        wanted = [alias for alias in aliases(unit) if alias in missing]
        if not wanted:
            continue
        lines = generated_lines(unit, "", scope.end)
        if len(wanted) < len(aliases(unit)):
            lines = with_end(split_lines(_only(scope, unit, wanted)), scope.end)
        anchors = _anchored(pieces, new)
        if wanted[0].module == "__future__":
            pieces = _first_import(Piece(lines, None, None, unit), pieces)
        elif any(piece.unit and piece.unit.kind == "import" for piece in pieces):
            pieces = insert(
                Piece(lines, None, None, unit), anchors, new.units, position, member=False
            )
        else:
            pieces = _first_import(Piece(lines, None, None, unit), pieces)
    return pieces


def _only(scope: Scope, unit: Unit, wanted: Sequence[Alias]) -> str:
    text = splice(unit.bare, wanted, wanted)
    return rewrap(unit.bare, text, member=False, formatter=scope.question.formatter)


def _bound_by(piece: Piece) -> tuple[Alias, ...]:
    """The aliases of a piece's own lines, edited ones included."""
    if piece.unit is None or piece.unit.kind != "import" or piece.gone:
        return ()
    nodes = ast.parse(piece.text).body
    found = [replace(piece.unit, nodes=(node,)) for node in nodes]
    return tuple(alias for unit in found for alias in aliases(unit))


def _anchored(pieces: Sequence[Piece], new: Suite) -> list[Piece]:
    """The pieces, each of mine's imports tied to the new text's statement about the same module."""
    by_identity = {_module(unit): unit for unit in reversed(new.units) if unit.kind == "import"}
    tied = []
    for piece in pieces:
        unit = piece.mine
        if unit is not None and unit.kind == "import" and piece.new is None and not piece.gone:
            tied.append(replace(piece, new=by_identity.get(_module(unit))))
        else:
            tied.append(piece)
    return tied


def _module(unit: Unit) -> str:
    found = aliases(unit)
    return "" if not found else found[0].module or f"import {found[0].name}"


def _first_import(piece: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with an import put above all statements, below the comments and the docstring of the file."""
    for index, item in enumerate(pieces):
        if item.gone or (
            item.unit is not None and item.unit.kind not in ("comment", "notice", "docstring")
        ):
            return [*pieces[:index], piece, *pieces[index:]]
    return [*pieces, piece]
