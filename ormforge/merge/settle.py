"""Deciding one unit: the table of cases for what the baseline, the user's file and the new text say."""

from __future__ import annotations

import ast
from dataclasses import replace

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError
from ormforge.merge.adoption.adopted import adopted
from ormforge.merge.adoption.again import says_again
from ormforge.merge.blocks import conflict_lines, end_line, fingerprint, orphan_key
from ormforge.merge.imports.aliases import words
from ormforge.merge.imports.import_lines import is_block
from ormforge.merge.ledger import Scope
from ormforge.merge.match import Match
from ormforge.merge.names.references import renamed
from ormforge.merge.names.relations import says_the_same
from ormforge.merge.orphans import vanish
from ormforge.merge.overrides import outlived, override
from ormforge.merge.pieces import Piece, code_lines, generated_lines
from ormforge.merge.statements.decide import three_way
from ormforge.merge.untouched import form, is_untouched
from ormforge.plan import Archived
from ormforge.source.identity import is_relationship
from ormforge.source.lines import indent_of, line_end
from ormforge.source.partition import read_statement
from ormforge.source.sameness import meaning
from ormforge.source.unit import Unit


def settle(scope: Scope, match: Match) -> list[Piece]:
    """What becomes of a unit that stands in the user's file; more than one piece where hand text stays beside it."""
    mine = match.mine
    if mine is None:
        raise TypeError("only units of the user's own file are settled")
    if mine.kind == "import":
        return [_kept(mine, match.new)]
    if mine.kind == "notice" and match.known is None:
        return [_notice(scope, mine)]
    if match.base is None and match.new is None:
        return [_hand_written(scope, mine)]
    if mine.kind in ("comment", "notice", "marker"):
        return [_comment(scope, match, mine)]
    if is_block(mine) and not _is_as_generated(match.base, mine):
        return [_kept(mine, match.new)]
    if match.base is not None and scope.staying.holds(match) and is_untouched(match.base, mine):
        return [_kept(mine, match.new)]
    match = replace(match, base=base_of(scope, match))
    if match.base is None and match.new is None:
        return [_hand_written(scope, mine)]
    if match.new is None:
        return [_own(scope, match, mine)] if _is_own(match, mine) else vanish(scope, match)
    return _version(scope, match, mine, match.new)


def _is_as_generated(base: Unit | None, mine: Unit) -> bool:
    return base is not None and is_untouched(base, mine)


def _own(scope: Scope, match: Match, mine: Unit) -> Piece:
    """Code of the user's own that has outlived what it stood in place of, which it may well be about."""
    if match.base is not None and mine.kind != "docstring":
        outlived(scope, match.base, mine)
    return _hand_written(scope, mine)


def _is_own(match: Match, mine: Unit) -> bool:
    """Whether mine only stands where something generated stood: a docstring of the user's own, a method for a column."""
    base = match.base
    if base is None or mine.identity.startswith("table:"):
        return False
    if mine.kind == "docstring":
        return meaning(base.bare) != meaning(mine.bare)
    return form(mine) != form(base)


def _version(scope: Scope, match: Match, mine: Unit, new: Unit) -> list[Piece]:
    if form(mine) != form(new):
        override(scope, match, mine)
        return [_hand_written(scope, mine)]
    if mine.kind == "docstring":
        return [_docstring(scope, match, mine, new)]
    return [_statement(scope, match, mine, new)]


def key_of(scope: Scope, unit: Unit) -> Key:
    """The unit's key; for what has none a key of its place and name."""
    name = unit.names[0] if unit.names else unit.identity
    prefix = f"{scope.class_name}." if scope.class_name else ""
    return unit.key or Key(f"name {scope.path}:{prefix}{name}")


def base_of(scope: Scope, match: Match) -> Unit | None:
    """The generated unit that mine was last in agreement with.

    That is the baseline's, except where a conflict is still open or an orphan has come back.
    """
    known = match.known
    if known is None:
        return match.base
    key = key_of(scope, known)
    memory = scope.question.memory
    if scope.question.resolve.get(key) == "mine":
        return match.new
    if key in memory.pending and key in scope.open_blocks:
        return _remembered(scope, key)
    if match.base is not None and key in memory.bases and _has_other_form(match):
        return _remembered(scope, key)
    if match.base is not None:
        is_whole = match.new is not None and match.base.kind == "class"
        return match.base if is_whole else _as_renamed(scope, match.base, match.mine)
    return _remembered(scope, key) if key not in memory.pending else None


def _has_other_form(match: Match) -> bool:
    base, mine = match.base, match.mine
    return base is not None and mine is not None and form(base) != form(mine)


def _as_renamed(scope: Scope, base: Unit, mine: Unit | None) -> Unit:
    """The baseline's unit with the user's own names, where the user's version has them too."""
    renames = scope.renames
    if mine is None or not renames.words or base.bare == mine.bare:
        return base
    followed = words([mine.text]) & renames.results
    return renamed(base, renames, scope.base_name) if followed else base


def _remembered(scope: Scope, key: Key) -> Unit | None:
    text = scope.question.memory.bases.get(key, "")
    return read_statement(text, member=scope.member) if text else None


def _kept(mine: Unit, new: Unit | None = None) -> Piece:
    return Piece(mine.lines, mine.gap, mine, new)


def _hand_written(scope: Scope, mine: Unit) -> Piece:
    node = mine.node
    if mine.kind == "region":
        scope.ledger.count(regions=1)
    elif scope.member and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        scope.ledger.count(methods=1)
    elif scope.member and is_relationship(node):
        scope.ledger.count(relationships=1)
    elif mine.nodes:
        scope.ledger.count(other=1)
    return _kept(mine)


def _notice(scope: Scope, mine: Unit) -> Piece:
    """What ormforge wrote about an orphan that has stayed: gone when its key is back, remembered until then."""
    key = orphan_key(mine)
    if key is None or "(archived)" in mine.text:
        return _hand_written(scope, mine)
    if key in scope.known and key not in scope.replaced:
        return Piece((), mine.gap, mine, gone=True)
    base = scope.question.memory.bases.get(key)
    if base is not None:
        scope.ledger.bases[key] = base
    return _kept(mine)


def _comment(scope: Scope, match: Match, mine: Unit) -> Piece:
    if match.new is None:
        return Piece((), mine.gap, mine, gone=True)
    if mine.identity == "stamp":
        return Piece(generated_lines(match.new, "", scope.end), mine.gap, mine, match.new)
    return _kept(mine, match.new)


def merged_lead(scope: Scope, match: Match, mine: Unit, new: Unit) -> tuple[str, ...]:
    """The comments above the unit: mine, unless only the generator has changed them."""
    before = match.base.lead_text if match.base else None
    if before != mine.lead_text or before == new.lead_text:
        return mine.lead
    return generated_lines(replace(new, code=(new.code[0],)), _indent(mine), scope.end)[:-1]


def _indent(mine: Unit) -> str:
    return indent_of(mine.code[0])


def _docstring(scope: Scope, match: Match, mine: Unit, new: Unit) -> Piece:
    """A docstring of the user's own wins over a comment in the database."""
    base = meaning(match.base.bare) if match.base else None
    if base != meaning(mine.bare):
        if meaning(new.bare) not in (base, meaning(mine.bare)):
            scope.note(
                "docstring",
                "info",
                f"{scope.class_name}: your docstring is kept; the database's is another",
            )
        return _kept(mine, new)
    if base == meaning(new.bare):
        return _kept(mine, new)
    return Piece(
        merged_lead(scope, match, mine, new) + _written(scope, mine, new, new.bare),
        mine.gap,
        mine,
        new,
    )


def _statement(scope: Scope, match: Match, mine: Unit, new: Unit) -> Piece:
    result = _decided(scope, match, mine, new)
    key = key_of(scope, new)
    if result is None and scope.question.resolve.get(key) == "theirs":
        return _theirs(scope, match, mine, new, key)
    if result is None:
        return _conflict(scope, match, mine, new, key)
    result = _bound(scope, mine, result)
    if match.base is None or match.base.bare != mine.bare:
        scope.ledger.count(other=int(result != new.bare and meaning(result) != meaning(new.bare)))
    return Piece(
        merged_lead(scope, match, mine, new) + _written(scope, mine, new, result),
        mine.gap,
        mine,
        new,
    )


def _bound(scope: Scope, mine: Unit, result: str) -> str:
    """The statement with a right-hand side where hand-written code in the class body may need the name to be bound."""
    name = mine.names[0] if mine.names else ""
    if not scope.member or name not in scope.hand_names or result == mine.bare:
        return result
    bare = result.rstrip()
    before, node = mine.node, read_statement(result, member=True).node
    if not isinstance(node, ast.AnnAssign) or node.value is not None or "#" in bare:
        return result
    return result if getattr(before, "value", None) is None else f"{bare} = mapped_column()\n"


def _decided(scope: Scope, match: Match, mine: Unit, new: Unit) -> str | None:
    if match.base is not None:
        formatter = scope.question.formatter
        return three_way(
            match.base.bare, mine.bare, new.bare, member=scope.member, formatter=formatter
        )
    if meaning(mine.bare) == meaning(new.bare):
        return mine.bare
    if is_relationship(mine.node) and says_again(new, mine):
        return mine.bare
    if scope.adopted or says_the_same(mine, new):
        return adopted(scope, mine, new)
    return None


def _written(scope: Scope, mine: Unit, new: Unit, bare: str) -> tuple[str, ...]:
    """The decided statement's lines: mine's or the new text's own where it is one of them."""
    if bare == mine.bare:
        return mine.code
    end = line_end(mine.code[0]) or scope.end
    if bare == new.bare:
        return generated_lines(replace(new, lead=()), _indent(mine), end)
    return code_lines(bare, _indent(mine), end)


def _conflict(scope: Scope, match: Match, mine: Unit, new: Unit, key: Key) -> Piece:
    """Both sides have changed the same thing: as the user has chosen, and remembered until it is decided."""
    choice = scope.question.on_conflict
    place = f"{scope.path}:{mine.line}"
    if choice == "fail":
        raise MergeError(
            f"{place}: {key} was changed both by hand and in the database", hint=new.bare.strip()
        )
    if choice == "theirs":
        return _theirs(scope, match, mine, new, key)
    told = scope.question.memory.pending.get(key)
    scope.ledger.pending[key] = fingerprint(new.bare)
    scope.ledger.bases[key] = match.base.bare if match.base else ""
    scope.ledger.count(other=1)
    message = f"{key} was changed both by hand and in the database; yours is live, the other stands above it"
    scope.note("conflict", "decision", message, key=key, line=mine.line)
    if key in scope.broken_blocks and told == scope.ledger.pending[key]:
        return _kept(mine, new)
    indent = _indent(mine)
    lines = (*conflict_lines(key, new.bare, indent, scope.end), *mine.lead, *mine.code)
    if not line_end(lines[-1]):
        lines = (*lines[:-1], lines[-1] + scope.end)
    return Piece((*lines, end_line(indent, scope.end)), mine.gap, mine, new)


def _theirs(scope: Scope, match: Match, mine: Unit, new: Unit, key: Key) -> Piece:
    archived = Archived(
        key=key, path=scope.path, text="".join(mine.lines), owner=scope.owner, why="replaced"
    )
    scope.ledger.archived.append(archived)
    scope.note(
        "replaced",
        "decision",
        f"{key}: the database's version was taken, yours is archived",
        key=key,
    )
    return Piece(
        merged_lead(scope, match, mine, new) + _written(scope, mine, new, new.bare),
        mine.gap,
        mine,
        new,
    )
