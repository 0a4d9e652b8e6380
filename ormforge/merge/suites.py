"""Merging a suite: every unit decided, then what is new put in its place. Mine's order is the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ormforge.merge.adoption.adopted_arguments import with_none, without_nothing
from ormforge.merge.blocks import broken_blocks, fingerprint, lift_blocks
from ormforge.merge.claims import Claims
from ormforge.merge.classes import has_unplaceable, merge_class
from ormforge.merge.ledger import Scope
from ormforge.merge.match import Match, match_units
from ormforge.merge.names.enums import has_other_values, is_enum
from ormforge.merge.names.references import in_own_names
from ormforge.merge.orphans import revived, vanish
from ormforge.merge.overrides import outlived, override
from ormforge.merge.pieces import Piece, generated_lines, group_of, join_pieces
from ormforge.merge.place import insert
from ormforge.merge.settle import base_of, key_of, settle
from ormforge.merge.statements.implied import with_implied
from ormforge.merge.statements.table_args import with_empty
from ormforge.merge.untouched import changes_form
from ormforge.merge.waiting.deleted import was_deleted
from ormforge.merge.waiting.lacking import fitting_table, without_lacking
from ormforge.merge.waiting.reach import as_spelled
from ormforge.plan import Archived
from ormforge.source.lines import is_blank, split_lines, with_end
from ormforge.source.partition import read_class
from ormforge.source.unit import Suite, Unit, is_table


def merge_suite(scope: Scope, base: Suite | None, mine: Suite, new: Suite) -> list[Piece]:
    """The pieces of the merged suite in order, blank lines between them still open where something is new."""
    if base is not None:
        base = in_own_names(base, scope.renames, scope.base_name)
    own = lift_blocks(mine, scope.known)
    scope = replace(scope, broken_blocks=broken_blocks(own))
    matches = match_units(base, own, new)
    if scope.member:
        base, new = without_lacking(scope, matches, base, new)
        matches = match_units(base, own, new)
    claims = Claims.of(matches)
    pieces: list[Piece] = []
    absent = {id(match.new): match for match in matches.absent}
    for match in matches.present:
        if changes_form(match) and scope.staying.is_about(match):
            pieces += _stayed(scope, match)
        elif changes_form(match):
            scope.ledger.turned.update(match.mine.names if match.mine else ())
            left = replace(match, new=None)
            pieces += vanish(scope, replace(left, base=base_of(scope, left)))
            absent[id(match.new)] = Match(None, None, match.new)
        else:
            pieces += _settled(scope, match)
    for position, unit in enumerate(new.units):
        if id(unit) in absent:
            pieces = _arrive(scope, absent[id(unit)], claims, pieces, new.units, position)
    for match in matches.absent:
        holder = claims.holder(match.base) if match.base and match.new is None else None
        if match.base is not None and holder is not None and match.base.kind != "import":
            outlived(scope, match.base, holder)
    return pieces


def _stayed(scope: Scope, match: Match) -> list[Piece]:
    """A class that stays although its table is generated in another form now."""
    if match.new is not None and match.new.key is not None:
        scope.ledger.overrides.add(match.new.key)
    pieces = settle(scope, replace(match, new=None))
    mine = match.mine
    if mine is not None and all(piece.gone for piece in pieces):
        return [Piece(mine.lines, mine.gap, mine)]
    return pieces


def _settled(scope: Scope, match: Match) -> list[Piece]:
    mine, new = match.mine, match.new
    if mine is not None and new is not None and mine.kind == new.kind == "class":
        if has_other_values(mine, match.base, new):
            override(scope, match, mine)
            return settle(scope, Match(None, mine, None))
        return [merge_class(scope, replace(match, base=base_of(scope, match)), merge_suite)]
    if mine is not None and is_table(mine):
        match = fitting_table(scope, match)
    told = _comparable(scope, match)
    taken_over = with_none(scope, told)
    pieces = settle(scope, taken_over)
    pieces = pieces if taken_over is told else without_nothing(taken_over, pieces)
    # What is added finds its place by the units of the new text itself.
    return [replace(item, new=new or item.new) if item.new is told.new else item for item in pieces]


def _comparable(scope: Scope, match: Match) -> Match:
    """The match with the generated versions of a member in the form that the user has given it."""
    if not scope.base_name:
        return match
    match = with_implied(with_empty(match))
    base, new = (as_spelled(unit, match.mine, scope.own_name) for unit in (match.base, match.new))
    return replace(match, base=base, new=new)


def _arrive(
    scope: Scope,
    match: Match,
    claims: Claims,
    pieces: list[Piece],
    order: Sequence[Unit],
    position: int,
) -> list[Piece]:
    """The pieces with a unit added that the user's file does not have, unless it was deleted there by hand."""
    new = match.new
    if new is None or new.kind == "import":
        return pieces
    if new.key in scope.derived:
        _is_inheritance(scope, new)
        return pieces
    if new.identity in scope.claimed or any(
        (scope.own_name, name) in scope.backrefs for name in new.names
    ):
        override(scope, match, new)
        return pieces
    holder = claims.holder(new) or (claims.importer(new) if is_enum(new) else None)
    if holder is not None and new.kind not in ("comment", "notice"):
        override(scope, match, holder)
        return pieces
    archived = _archived(scope, new)
    if archived is not None and not was_deleted(match, scope.question):
        back = _return(scope, match, archived)
        if back:
            return _put_back(scope, back, archived, pieces, order, position)
    if _waits(scope, new) or _deleted_by_hand(scope, match, new):
        return pieces
    piece = Piece(added_lines(scope, new), None, None, new)
    return insert(piece, pieces, order, position, member=scope.member)


def added_lines(scope: Scope, new: Unit) -> tuple[str, ...]:
    """The lines of an added unit; of a class without the members that cannot stand."""
    lines = generated_lines(new, scope.indent, scope.end)
    if new.kind != "class" or not has_unplaceable(scope, new):
        return lines
    parts, _ = read_class(new)
    inner = replace(scope, class_name=new.names[0])
    kept = [unit for unit in parts.body.units if not _waits(inner, unit)]
    body = join_pieces([Piece(unit.lines, unit.gap, unit) for unit in kept], member=True, end="\n")
    return with_end((*new.lead, *parts.header, *body), scope.end)


def _is_inheritance(scope: Scope, new: Unit) -> None:
    """Record that inheritance written by hand has the place of a relationship, and tell it the first time."""
    if new.key is None:
        return
    if new.key not in scope.question.memory.overrides:
        message = (
            f"{scope.class_name}.{new.names[0]} is not added: the one class derives from the other"
        )
        scope.note("override", "info", message, key=new.key)
    scope.ledger.overrides.add(new.key)


def _waits(scope: Scope, new: Unit) -> bool:
    """Whether a new member cannot be added, because it refers to one that was deleted by hand."""
    name = f"{scope.class_name}.{new.names[0]}" if new.names else ""
    if name not in scope.unplaceable:
        return False
    key = key_of(scope, new)
    scope.ledger.pending[key] = fingerprint(new.bare)
    scope.note(
        "waiting",
        "warning",
        f"{name} is not added: it needs what your file does not have, or has as something else",
        key=key,
    )
    return True


def _deleted_by_hand(scope: Scope, match: Match, new: Unit) -> bool:
    """Whether the user has deleted a generated unit, which then stays deleted."""
    if not was_deleted(match, scope.question):
        return False
    if new.key is not None:
        scope.ledger.tombstones.add(new.key)
        changed = match.base is not None and match.base.bare != new.bare
        if new.key not in scope.question.memory.tombstones:
            scope.note(
                "tombstone", "info", f"{new.key} was deleted by hand and stays deleted", key=new.key
            )
        elif changed:
            scope.note(
                "tombstone",
                "warning",
                f"{new.key} has changed; it was deleted by hand",
                key=new.key,
            )
    return True


def _archived(scope: Scope, new: Unit) -> Archived | None:
    found = (item for item in reversed(scope.question.memory.archive) if item.key == new.key)
    return next((item for item in found if item.why != "replaced"), None)


def _return(scope: Scope, match: Match, archived: Archived) -> list[Piece]:
    """The pieces of an archived unit whose key has come back, merged with what is generated now."""
    mine = revived(archived, member=scope.member)
    new = match.new
    if mine is None or new is None or mine.kind != new.kind:
        return []
    if archived.why != "comment":
        scope.note(
            "returned",
            "info",
            f"{archived.key} is back, with the code written for it",
            key=archived.key,
        )
    pieces = _settled(scope, replace(match, mine=mine))
    scope.ledger.returned.append(archived)
    if not _holds(pieces, archived):
        scope.ledger.archived.append(replace(archived, why="replaced"))
    return pieces


def _holds(pieces: Sequence[Piece], archived: Archived) -> bool:
    """Whether every archived line is back; what has changed since stays in the archive as well."""
    lines = {line.strip() for piece in pieces for line in piece.lines}
    return all(line.strip() in lines for line in split_lines(archived.text) if line.strip())


def _put_back(
    scope: Scope,
    back: list[Piece],
    archived: Archived,
    pieces: list[Piece],
    order: Sequence[Unit],
    position: int,
) -> list[Piece]:
    """The pieces with a returned unit where it stood: at its notice, or below the comments it had left behind.

    A notice has fewer blank lines between it and the imports than a class has.
    """
    notice = f"notice:# ormforge: orphan {archived.key} (archived)"
    lead = back[0].mine.lead_text if back[0].mine else ""
    for index, piece in enumerate(pieces):
        unit = piece.mine
        if unit is None or piece.gone:
            continue
        if unit.identity == notice or (
            lead and unit.kind == "comment" and unit.identity == f"comment:{lead}"
        ):
            above = next((p.unit for p in reversed(pieces[:index]) if not p.gone), None)
            closed = unit.kind == "notice" and not scope.member and group_of(above) == "import"
            first = replace(back[0], gap=None if closed else unit.gap)
            rest = pieces[index + 1 :]
            return [*pieces[:index], first, *back[1:], *_closed_up(unit, rest)]
    fresh = [replace(piece, gap=None) for piece in back[:1]] + back[1:]
    return insert(fresh[0], pieces, order, position, member=scope.member)


def _closed_up(unit: Unit, rest: list[Piece]) -> list[Piece]:
    """The pieces below a place taken; the blank line that had set off comments left behind is closed again."""
    if unit.kind != "comment" or not rest or rest[0].gap is None:
        return rest
    gap = rest[0].gap
    return [replace(rest[0], gap=gap[1:] if len(gap) == 1 and is_blank(gap[0]) else gap), *rest[1:]]
