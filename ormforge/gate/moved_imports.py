"""Relative imports of files that are gone: what they imported may stand in the same file now, or a folder deeper."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from ormforge.gate.bindings import module_facts
from ormforge.gate.evidence import Evidence, is_python
from ormforge.gate.piece import Piece, parse


def is_followed(piece: Piece, evidence: Evidence) -> bool:
    """Whether an import may go: of a module that is no longer generated, or imported from another folder now.

    Both happen when the models change their layout; the import's own file is then no longer generated.
    """
    node = piece.node
    if not isinstance(node, ast.ImportFrom):
        return False
    if has_gone(piece, evidence):
        return True
    if not node.level or piece.path in evidence.new:
        return False
    named = set(imported_from(node, piece.path))
    if all(_is_gone(target, evidence) for target, _ in named):
        return True
    return named <= set(_imported(evidence))


def has_gone(piece: Piece, evidence: Evidence) -> bool:
    """Whether an import brings what another module had and has no longer: it would fail."""
    node = piece.node
    if not isinstance(node, ast.ImportFrom):
        return False
    names = {alias.name for alias in node.names if (alias.asname or alias.name) in piece.names}
    ends = [".".join((*target.parts,)) for target, _ in imported_from(node, piece.path)][:1]
    if not node.level:
        ends = [node.module or ""]
    for path, text in evidence.mine.items():
        dotted = f".{'.'.join(_module_parts(path))}"
        if is_python(path) and any(dotted.endswith(f".{end}") for end in ends):
            before, after = _names(text), _names(evidence.result.get(path, ""))
            return names <= before and names.isdisjoint(after)
    return False


def _module_parts(path: PurePosixPath) -> tuple[str, ...]:
    return path.parent.parts if path.name == "__init__.py" else path.with_suffix("").parts


def _names(text: str) -> frozenset[str]:
    try:
        return module_facts(parse(text)).names
    except SyntaxError:  # in a newer grammar than the running Python's
        return frozenset()


def _imported(evidence: Evidence) -> Iterator[tuple[PurePosixPath, str]]:
    """Everything that the result imports from its own modules."""
    for path, text in evidence.result.items():
        if not is_python(path):
            continue
        try:
            body = parse(text).body
        except SyntaxError:  # in a newer grammar than the running Python's
            continue
        for statement in body:
            if isinstance(statement, ast.ImportFrom):
                yield from imported_from(statement, path)


def imported_from(node: ast.ImportFrom, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    """The modules that a relative import names, as paths without suffix, each with a name it imports from there."""
    folder = path.parent
    for _ in range(node.level - 1):
        folder = folder.parent
    module = folder.joinpath(*node.module.split(".")) if node.module else folder
    for alias in node.names:
        yield module, alias.name


def _is_gone(module: PurePosixPath, evidence: Evidence) -> bool:
    """Whether a module was generated, and is no longer."""
    files = (module.with_suffix(".py"), module / "__init__.py")
    return any(file in evidence.base for file in files) and not any(
        file in evidence.result for file in files
    )
