"""Hand-written code whose table or column has gone: archived byte for byte, and put back when its key returns."""

from __future__ import annotations

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError
from ormforge.merge.adoption.again import says_again
from ormforge.merge.blocks import orphan_line
from ormforge.merge.imports.aliases import words
from ormforge.merge.ledger import Scope
from ormforge.merge.match import Match
from ormforge.merge.pieces import Piece
from ormforge.merge.untouched import is_untouched
from ormforge.plan import Archived
from ormforge.source.identity import is_relationship
from ormforge.source.lines import indent_of
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Unit


def vanish(scope: Scope, match: Match) -> list[Piece]:
    """What becomes of a unit that is no longer generated.

    Nothing of it stays where it was only generated; comments of the user's own above it stay where they are. With
    anything else of the user's in it, it is an orphan.
    """
    mine, base = match.mine, match.base
    if mine is None or base is None:
        return []
    untouched = is_untouched(base, mine)
    if untouched and _is_needed(scope, mine):
        names = ", ".join(mine.names)
        scope.note(
            "kept", "info", f"{names} is no longer generated; your code uses it, so it stays"
        )
        return [Piece(mine.lines, mine.gap, mine)]
    if not scope.member:
        scope.ledger.gone.update(mine.names)
    if untouched and base.lead_text == mine.lead_text:
        return [Piece((), mine.gap, mine, gone=True)]
    key = base.key or Key(
        f"name {scope.path}:{scope.class_name}{'.' if scope.class_name else ''}{mine.identity}"
    )
    if not untouched and not mine.lead and says_again(base, mine):
        return [_put_away(scope, key, base, mine)]
    if untouched:
        scope.ledger.archived.append(_archived(scope, key, mine, "comment"))
        scope.ledger.bases[key] = base.bare
        return [Piece(mine.lead, mine.gap, _floating(mine), detached=True)]
    return _orphan(scope, key, base, mine)


def _put_away(scope: Scope, key: Key, base: Unit, mine: Unit) -> Piece:
    """Nothing, for what a person has only said in other words than the generated ones: that is archived without a question."""
    scope.ledger.bases[key] = base.bare
    scope.ledger.archived.append(_archived(scope, key, mine, "orphan"))
    message = f"{key} has gone; how your file said it is archived"
    scope.note("put-away", "info", message, key=key, line=mine.line)
    return Piece((), mine.gap, mine, gone=True)


def _is_needed(scope: Scope, mine: Unit) -> bool:
    """Whether hand-written code uses what a module-level statement binds; a table itself cannot stay."""
    if scope.member or mine.identity.startswith("table:"):
        return False
    return not scope.hand_words.isdisjoint(mine.names)


def _floating(mine: Unit) -> Unit:
    text = "\n".join(line.strip() for line in mine.lead)
    return Unit("comment", mine.gap, (), mine.lead, mine.line, identity=f"comment:{text}")


def _orphan(scope: Scope, key: Key, base: Unit, mine: Unit) -> list[Piece]:
    choice = scope.question.on_orphan
    if choice == "fail":
        raise MergeError(
            f"{scope.path}:{mine.line}: {key} has gone, and hand-written code stands in it"
        )
    indent = indent_of(mine.code[0])
    scope.ledger.bases[key] = base.bare
    if choice == "keep" and _works_alone(scope, mine):
        scope.note(
            "orphan",
            "decision",
            f"{key} has gone; the code written for it stays",
            key=key,
            line=mine.line,
        )
        notice = orphan_line(key, indent, scope.end, archived=False)
        return [Piece((notice, *mine.lines), mine.gap, mine)]
    scope.ledger.archived.append(_archived(scope, key, mine, "orphan"))
    scope.note(
        "orphan",
        "decision",
        f"{key} has gone; the code written for it is archived",
        key=key,
        line=mine.line,
    )
    notice = orphan_line(key, indent, scope.end, archived=True)
    unit = Unit("notice", mine.gap, (), (notice,), mine.line, identity=f"notice:{notice.strip()}")
    return [Piece((notice,), mine.gap, unit)]


def _works_alone(scope: Scope, mine: Unit) -> bool:
    """Whether an orphan can stay: a relationship without its foreign key cannot be mapped."""
    if not scope.member or not is_relationship(mine.node):
        return True
    return not scope.staying.names.isdisjoint(words([mine.text]))


def _archived(scope: Scope, key: Key, mine: Unit, why: str) -> Archived:
    return Archived(key=key, path=scope.path, text="".join(mine.lines), owner=scope.owner, why=why)


def revived(archived: Archived, *, member: bool) -> Unit | None:
    """The archived unit as it stood, lines verbatim."""
    text = ("class _:\n" if member else "pass\n") + archived.text
    suite, _ = read_module(text, archived.path)
    units = suite.units
    if member and units:
        units = read_class(units[-1])[0].body.units
    found = [unit for unit in units if unit.nodes]
    return found[-1] if found else None
