"""The table arguments of a class that is taken over, element by element: old copies go, a person's own stay.

Where a key or an index of one column is generated at the column, the class may have no table arguments at all; kept beside it,
the old ones would say everything twice.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ormforge.merge.adoption.old_copies import is_plain
from ormforge.merge.ledger import Scope
from ormforge.merge.match import Match
from ormforge.merge.pieces import Piece
from ormforge.merge.statements.argument_roles import Group, keyed
from ormforge.merge.statements.decide import three_way
from ormforge.merge.statements.table_args import NAME, empty
from ormforge.source.brackets import (
    Bracket,
    Element,
    flatten,
    split_assignment,
    split_bracket,
    unwrap,
)
from ormforge.source.identity import callee
from ormforge.source.sameness import comments
from ormforge.source.unit import Unit

_NOTHING = frozenset({"()", "{}"})


def with_none(scope: Scope, match: Match) -> Match:
    """The match with an empty tuple as the generated version, where a class that is taken over has table arguments alone."""
    mine = match.mine
    alone = match.base is None and match.new is None
    if not (scope.adopted and scope.class_name and alone) or mine is None or mine.names != (NAME,):
        return match
    return match if _bracket(mine.bare) is None else replace(match, new=empty(mine))


def without_nothing(match: Match, pieces: list[Piece]) -> list[Piece]:
    """The pieces without table arguments that say nothing any more; comments above them stay."""
    mine = match.mine
    return pieces if mine is None else [_emptied(piece, mine) for piece in pieces]


def _emptied(piece: Piece, mine: Unit) -> Piece:
    text = "".join(piece.lines[len(mine.lead) :])
    if piece.gone or comments(text) or _value(text) not in _NOTHING:
        return piece
    if not mine.lead:
        return Piece((), mine.gap, mine, gone=True)
    said = "\n".join(line.strip() for line in mine.lead)
    alone = Unit("comment", mine.gap, (), mine.lead, mine.line, identity=f"comment:{said}")
    return Piece(mine.lead, mine.gap, alone, detached=True)


def taken_arguments(scope: Scope, mine: Unit, new: Unit) -> str | None:
    """The statement with the old copies in it brought up to date; None where it cannot be told apart."""
    own, theirs = _bracket(mine.bare), _bracket(new.bare)
    if mine.names != (NAME,) or own is None or theirs is None:
        return None
    known = keyed(theirs, "table_args")
    parts = [*_base_parts(own, known)]
    value = f"({', '.join(parts)},)" if parts else "()"
    formatter = scope.question.formatter
    base = f"{NAME} = {value}\n"
    return three_way(base, mine.bare, new.bare, member=True, formatter=formatter)


def _base_parts(own: Bracket, known: Mapping[str, Group]) -> Iterator[str]:
    """What the arguments are taken to have been before a person wrote into them."""
    if own.kind == "dict":
        yield from _options(own.text, known)
        return
    for role, group in keyed(own, "table_args").items():
        for element in group:
            if role == "dict":
                yield from _options(element.text, known)
            elif _is_copy(element):
                yield flatten(element.text)
            elif role in known:
                yield flatten(known[role][0].text)


def _options(text: str, known: Mapping[str, Group]) -> Iterator[str]:
    """The options that are generated too; any other is a person's."""
    bracket = split_bracket(text)
    told = split_bracket(known["dict"][0].text) if "dict" in known else None
    others = {role: group for role, group in known.items() if role.startswith("=")}
    names = keyed(told) if told is not None else others
    if bracket is None:
        return
    shared = [flatten(g[0].text) for role, g in keyed(bracket).items() if role in names]
    if shared:
        yield f"{{{', '.join(shared)}}}"


def _is_copy(element: Element) -> bool:
    """Whether an argument is a constraint or an index as a generator writes it."""
    try:
        node = ast.parse(f"_ = (\n{element.text}\n)").body[0]
    except SyntaxError:
        return False
    call = node.value if isinstance(node, ast.Assign) else None
    if not isinstance(call, ast.Call) or any(word.arg in ("info", None) for word in call.keywords):
        return False
    # A key may be generated at its column, whatever is remarked on it here.
    remarked = callee(call) in ("Index", "CheckConstraint") and bool(comments(element.source))
    return is_plain(node) and not remarked


def _bracket(text: str) -> Bracket | None:
    value = _value(text)
    found = split_bracket(value) if value else None
    return found if found is not None and found.kind in ("tuple", "dict") else None


def _value(text: str) -> str:
    parts = split_assignment(text)
    return unwrap(parts.value)[1].strip() if parts is not None else ""
