"""Merging a class: decorators and header, then the body as a suite of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ormforge.catalog.keys import Key
from ormforge.merge.adoption.fields import needs_keywords, with_keywords
from ormforge.merge.blocks import conflict_lines, end_line, fingerprint
from ormforge.merge.ledger import Scope
from ormforge.merge.match import Match
from ormforge.merge.order import in_working_order
from ormforge.merge.pieces import Piece, generated_lines, join_pieces
from ormforge.merge.settle import merged_lead
from ormforge.merge.statements.arguments import merge_bracket
from ormforge.merge.waiting.reach import within_reach
from ormforge.source.brackets import split_bracket
from ormforge.source.lines import line_end, plain, split_lines, with_end
from ormforge.source.partition import read_class
from ormforge.source.sameness import same
from ormforge.source.unit import ClassParts, Suite, Unit

MergeBody = Callable[[Scope, "Suite | None", Suite, Suite], "list[Piece]"]
_HEADER = re.compile(
    r"(?P<before>class\s+)(?P<call>[^\s(:\[]+\s*(?:\(.*\))?)(?P<after>\s*:.*)\Z", re.DOTALL
)


def merge_class(scope: Scope, match: Match, merge_body: MergeBody) -> Piece:
    """The class with both sides' changes; a class that only one side has changed is that side's, to the byte."""
    base, mine, new = match.base, match.mine, match.new
    if mine is None or new is None:
        raise TypeError("a class is merged where both sides have it")
    lead = merged_lead(scope, match, mine, new)
    if mine.text == new.text:
        return Piece((*lead, *mine.code), mine.gap, mine, new)
    untouched = base is not None and base.text == mine.text and not _is_restyled(base, new)
    mixed = scope.staying.names or has_unplaceable(scope, new) or _is_remembered(scope, new)
    if untouched and not mixed:
        return Piece(
            (*lead, *generated_lines(replace(new, lead=()), "", scope.end)), mine.gap, mine, new
        )
    return Piece(
        (*_notices(scope, match), *lead, *_merged(scope, match, mine, new, merge_body)),
        mine.gap,
        mine,
        new,
    )


def _is_restyled(base: Unit, new: Unit) -> bool:
    """Whether some of a generated class is only formatted otherwise than last time."""
    if base.kind != "class" or base.text == new.text:
        return False
    before = {unit.identity: unit for unit in read_class(base)[0].body.units}
    pairs = ((before.get(unit.identity), unit) for unit in read_class(new)[0].body.units)
    return any(
        old is not None and old.bare != unit.bare and same(old.bare, unit.bare)
        for old, unit in pairs
    )


def _is_remembered(scope: Scope, new: Unit) -> bool:
    """Whether a member of a generated class was deleted by hand once, or is in the archive."""
    memory = scope.question.memory
    if not memory.tombstones and not memory.archive:
        return False
    keys = {*memory.tombstones, *(item.key for item in memory.archive)}
    return not keys.isdisjoint(new.member_keys.values())


def has_unplaceable(scope: Scope, new: Unit) -> bool:
    """Whether a member of a generated class refers to something that was deleted by hand."""
    return any(name.startswith(f"{new.names[0]}.") for name in scope.unplaceable)


def _merged(
    scope: Scope, match: Match, mine: Unit, new: Unit, merge_body: MergeBody
) -> tuple[str, ...]:
    theirs, _ = read_class(new)
    ours, problems = read_class(mine)
    base = _base_parts(match, new, theirs)
    inner = _inner(scope, match, mine, new, ours.body.indent)
    for problem in problems:
        inner.note("marker", "warning", problem.message, line=problem.line)
    body = in_working_order(merge_body(inner, base.body if base else None, ours.body, theirs.body))
    body = within_reach(body, inner.own_name)
    header = _header(scope, base, ours, theirs)
    if ours.inline and header == ours.header and not any(map(_is_changed, body)):
        return mine.code
    lines = _complete(body, ours, inner)
    if scope.adopted and needs_keywords(header, theirs.header, lines):
        header = with_keywords(header)
        message = f"{mine.names[0]} takes keywords only now: a field with a default stands above one without"
        inner.note("adopted", "warning", message, key=new.key, line=mine.line)
    return (*header, *lines)


def _base_parts(match: Match, new: Unit, theirs: ClassParts) -> ClassParts | None:
    base = match.base
    if base is None or base.kind != "class":
        return None
    return theirs if base.text == new.text else read_class(base)[0]


def _inner(scope: Scope, match: Match, mine: Unit, new: Unit, indent: str) -> Scope:
    return replace(
        scope,
        class_name=new.names[0],
        own_name=mine.names[0],
        own_class=mine.node if isinstance(mine.node, ast.ClassDef) else None,
        owner=new.key,
        base_name=match.base.names[0] if match.base is not None else "",
        indent=indent,
    )


def _is_changed(piece: Piece) -> bool:
    return piece.mine is None or piece.gone or piece.lines != piece.mine.lines


def _grown(body: Sequence[Piece]) -> bool:
    return any(piece.mine is None for piece in body if not piece.gone)


def _complete(body: Sequence[Piece], ours: ClassParts, inner: Scope) -> tuple[str, ...]:
    """The body's lines; a body that holds no statement any more gets a `pass`."""
    pieces = [piece for piece in body if not _idle(piece) or not _grown(body)]
    lines = join_pieces(pieces, member=True, end=inner.end)
    if any(piece.unit is not None and _runs(piece.unit) for piece in pieces if not piece.gone):
        return lines
    return (*lines, f"{ours.body.indent}pass{inner.end}")


def _idle(piece: Piece) -> bool:
    unit = piece.mine
    return (
        unit is not None
        and unit.identity in ("pass", "code:...")
        and not unit.lead
        and "#" not in unit.text
    )


def _runs(unit: Unit) -> bool:
    return bool(unit.nodes) or bool(unit.inner)


def _header(
    scope: Scope, base: ClassParts | None, ours: ClassParts, theirs: ClassParts
) -> tuple[str, ...]:
    merged = merge_header(
        plain("".join(base.header)) if base else None,
        plain("".join(ours.header)),
        plain("".join(theirs.header)),
    )
    if merged is None or merged == plain("".join(ours.header)):
        return ours.header
    return with_end(split_lines(merged), line_end(ours.header[0]) or scope.end)


@dataclass(frozen=True)
class Header:
    """Decorators, `class `, name and bases, and what follows."""

    decorators: str
    before: str
    call: str
    after: str


def merge_header(base: str | None, mine: str, new: str) -> str | None:
    """The header with both sides' bases, keywords and decorators; None where they contradict each other."""
    if base is None or mine == new or _same_header(base, new):
        return mine
    if base == mine:
        return new
    headers = _split_header(base), _split_header(mine), _split_header(new)
    b, m, n = headers
    if b is None or m is None or n is None:
        return None
    brackets = (
        split_bracket(_called(b.call)),
        split_bracket(_called(m.call)),
        split_bracket(_called(n.call)),
    )
    if brackets[0] is None or brackets[1] is None or brackets[2] is None:
        return None
    call = merge_bracket(brackets[0], brackets[1], brackets[2], "bases")
    if call is None:
        return None
    name = _name(n) if _name(m) == _name(b) else _name(m)
    call = name + call.removeprefix("_")
    call = call.removesuffix("()") if not m.call.endswith("()") else call
    decorators = n.decorators if m.decorators == b.decorators else m.decorators
    return decorators + m.before + call + m.after


def _name(header: Header) -> str:
    return header.call.partition("(")[0]


def _called(call: str) -> str:
    """The bases behind a name that every tokenizer can read: a class's own may hold combining characters."""
    return f"_({call.partition('(')[2]}" if call.endswith(")") else "_()"


def _same_header(one: str, other: str) -> bool:
    return same(one.rstrip() + "\n    ...\n", other.rstrip() + "\n    ...\n")


def _split_header(header: str) -> Header | None:
    place = header.find("class ") if header.startswith("class ") else header.find("\nclass ") + 1
    found = _HEADER.match(header[place:])
    if found is None:
        return None
    return Header(header[:place], found["before"], found["call"], found["after"])


def header_key(key: Key) -> Key:
    """The key under which a conflict about a class's header is remembered."""
    return Key(f"header {key}")


def _notices(scope: Scope, match: Match) -> tuple[str, ...]:
    """The conflict block above a class whose header cannot be merged."""
    base, mine, new = match.base, match.mine, match.new
    if base is None or mine is None or new is None or new.key is None or base.kind != "class":
        return ()
    key = header_key(new.key)
    texts = [plain("".join(read_class(unit)[0].header)) for unit in (base, mine, new)]
    memory = scope.question.memory
    if key in memory.pending and key in scope.open_blocks:
        texts[0] = memory.bases.get(key, texts[0])
    if merge_header(*texts) is not None:
        return ()
    scope.ledger.pending[key], scope.ledger.bases[key] = fingerprint(texts[2]), texts[0]
    scope.note(
        "conflict",
        "decision",
        f"the header of {new.names[0]} was changed on both sides",
        key=key,
        line=mine.line,
    )
    return (*conflict_lines(key, texts[2], "", scope.end), end_line("", scope.end))
