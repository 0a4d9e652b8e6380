"""Which names a part of the draft uses when it runs, and which only type checkers look up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.draft.model import DraftHelper, DraftModel, DraftStatement, DraftTable

Part = DraftModel | DraftTable | DraftStatement | DraftHelper


@dataclass(frozen=True, slots=True)
class Uses:
    """The names that must be bound when a part runs, and those that stand in quoted annotations alone."""

    running: frozenset[str]
    quoted: frozenset[str]


def uses_of(part: Part) -> Uses:
    """The names that a part of the draft uses."""
    running: set[str] = set()
    quoted: set[str] = set()
    for source in _values(part):
        running.update(_names(ast.parse(source)))
    for source in _annotations(part):
        tree = ast.parse(source, mode="eval")
        running.update(_names(tree))
        for text in _texts(tree):
            quoted.update(_names(text))
    return Uses(frozenset(running), frozenset(quoted - running))


def _values(part: Part) -> Iterator[str]:
    if isinstance(part, DraftModel):
        yield from part.bases
        yield from (member.value for member in part.members if member.value is not None)
    elif isinstance(part, DraftTable):
        yield from (part.constructor, part.metadata, *part.elements)
    else:
        yield part.source


def _annotations(part: Part) -> Iterator[str]:
    if isinstance(part, DraftModel):
        yield from (member.annotation for member in part.members if member.annotation is not None)


def _names(tree: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _texts(tree: ast.AST) -> Iterator[ast.Expression]:
    """What stands in quotes in an annotation; the strings of a `Literal` are values, and bind no class by chance."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                yield ast.parse(node.value, mode="eval")
            except SyntaxError:
                continue
