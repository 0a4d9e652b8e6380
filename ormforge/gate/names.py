"""Check: what a person has bound is still bound, at module level and in each class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.gate.bindings import ModuleFacts, all_names, module_facts
from ormforge.gate.evidence import Evidence, Violation
from ormforge.gate.hand_written import HandWritten
from ormforge.gate.moved_imports import may_go
from ormforge.gate.piece import Piece, parse
from ormforge.gate.unread import mentions, unread_text

Modules = Mapping[PurePosixPath, ModuleFacts]


def check_names(
    evidence: Evidence, hand: Iterable[HandWritten], modules: Modules
) -> Iterator[Violation]:
    """A violation for each name that hand-written code of mine binds and neither result nor archive does."""
    archived = frozenset(
        name for entry in evidence.archived for name in _archived_names(entry.text)
    )
    unread = unread_text(evidence, modules)
    for found in hand:
        piece = found.piece
        bound = _bound_beside(piece, modules)
        for name in piece.names:
            is_there = name in bound or name in archived or mentions(unread, name)
            if not is_there and not may_go(piece, evidence, (name,)):
                yield Violation(
                    check="names",
                    message=f"nothing binds {_qualified(piece, name)} any more",
                    path=piece.path,
                    line=piece.line,
                )


def _bound_beside(piece: Piece, modules: Modules) -> frozenset[str]:
    """The names that are bound in the result where the piece stands."""
    scope = piece.scope[:-1] if piece.kind == "head" else piece.scope
    if not scope:
        return all_names(modules)
    return frozenset(
        name
        for module in modules.values()
        for facts in module.classes
        if facts.name == scope[-1].name
        or (facts.table is not None and facts.table == scope[-1].table)
        for name in facts.names
    )


def _archived_names(text: str) -> frozenset[str]:
    """The names that an archived text binds, however deep it is indented."""
    for candidate in (text, f"if True:\n{text}\n", f"class _:\n{text}\n"):
        try:
            facts = module_facts(parse(candidate))
        except SyntaxError:
            continue
        inner = (name for each in facts.classes for name in each.names)
        return facts.names.union(inner)
    return frozenset()


def _qualified(piece: Piece, name: str) -> str:
    outer = piece.scope[:-1] if piece.kind == "head" else piece.scope
    return ".".join([*(scope.name for scope in outer), name])
