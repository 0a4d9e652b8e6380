"""Definitions before their use: moving added statements where Python needs them. Hand-written text never moves."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ormforge.merge.imports.aliases import words
from ormforge.merge.pieces import Piece
from ormforge.source.lines import plain

_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def in_working_order(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a module or class with each added one behind what it uses at import time, and ahead of what uses it."""
    result = list(pieces)
    fresh = [piece for piece in result if _movable(piece)]
    if not fresh:
        return result
    for piece in fresh:
        result = _moved(result, piece)
    return result


def _movable(piece: Piece) -> bool:
    unit = piece.new
    return (
        piece.mine is None
        and unit is not None
        and unit.kind in ("class", "statement")
        and not piece.gone
    )


def _moved(pieces: list[Piece], piece: Piece) -> list[Piece]:
    at = next(index for index, item in enumerate(pieces) if item is piece)
    needed = set(_used(piece))
    behind = [i for i in range(at + 1, len(pieces)) if needed.intersection(_bound(pieces[i]))]
    if behind:
        return _put(pieces, at, behind[-1] + 1)
    names = set(_bound(piece))
    ahead = [
        i for i in range(at) if _mentions(pieces[i], names) and names.intersection(_used(pieces[i]))
    ]
    if not ahead:
        return pieces
    bound_between = {name for item in pieces[ahead[0] : at] for name in _bound(item)}
    return pieces if needed & bound_between else _put(pieces, at, ahead[0])


def _put(pieces: list[Piece], at: int, target: int) -> list[Piece]:
    piece = replace(pieces[at], hint=None)
    rest = pieces[:at] + pieces[at + 1 :]
    index = target - 1 if target > at else target
    return [*rest[:index], piece, *rest[index:]]


def _bound(piece: Piece) -> tuple[str, ...]:
    return (
        () if piece.unit is None or piece.gone or piece.unit.kind == "import" else piece.unit.names
    )


def _mentions(piece: Piece, names: set[str]) -> bool:
    return (
        not piece.gone
        and any(name in line for line in piece.lines for name in names)
        and bool(names & words(piece.lines))
    )


def _dedented(text: str) -> str:
    return "if 1:\n" + text if text[:1] in (" ", "\t") else text


def _used(piece: Piece) -> Iterator[str]:
    """The names that a statement reads while the module is imported: not those in strings and function bodies."""
    try:
        waiting: list[ast.AST] = [ast.parse(_dedented(plain(piece.text)))]
    except SyntaxError:
        return
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, _LATER):
            waiting += getattr(node, "decorator_list", [])
        else:
            waiting.extend(ast.iter_child_nodes(node))
