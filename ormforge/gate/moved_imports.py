"""Relative imports of files that are gone: what they imported may stand in the same file now, or a folder deeper."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from ormforge.gate.bindings import module_facts
from ormforge.gate.evidence import Evidence, is_python
from ormforge.gate.imports_along import came_along
from ormforge.gate.piece import Piece, parse

_WORD = re.compile(r"\w+")


def is_followed(piece: Piece, evidence: Evidence) -> bool:
    """Whether an import may go: of a module that is no longer generated, or imported from another folder now.

    Both happen when the models change their layout; the import's own file is then no longer generated.
    """
    if may_go(piece, evidence):
        return True
    node = piece.node
    if not isinstance(node, ast.ImportFrom) or not node.level or piece.path in evidence.new:
        return False
    named = set(imported_from(node, piece.path))
    if all(_is_gone(target, evidence) for target, _ in named):
        return True
    return named <= set(_imported(evidence))


def may_go(piece: Piece, evidence: Evidence, names: Iterable[str] | None = None) -> bool:
    """Whether nothing is lost with an import: what it brings has gone, or a person has only redirected a generated one.

    A block of imports for type checkers counts as its imports. `names` are some of those that it brings; without them it
    is all.
    """
    if piece.kind == "import" and came_along(piece, evidence):
        return True
    node = piece.node
    inside = [node] if isinstance(node, ast.ImportFrom) else _block(node)
    wanted = set(piece.names if names is None else names)
    brought = [each for each in inside if not wanted.isdisjoint(_bound(each))]
    if not brought:
        return False
    gone = all(_has_gone(each, wanted, piece.path, evidence) for each in brought)
    places = (brought, wanted, piece.path, evidence)
    return gone or _is_redirected(*places) or _is_generated(*places)


def _bound(node: ast.ImportFrom) -> Iterator[str]:
    return (alias.asname or alias.name for alias in node.names)


def _block(node: ast.stmt | None) -> list[ast.ImportFrom]:
    """The imports of a block that holds nothing else."""
    if not isinstance(node, ast.If) or node.orelse:
        return []
    found = [each for each in node.body if isinstance(each, ast.ImportFrom)]
    return found if len(found) == len(node.body) else []


def _has_gone(
    node: ast.ImportFrom, bound: set[str], path: PurePosixPath, evidence: Evidence
) -> bool:
    """Whether an import brings what another module had and has no longer, or is of one that is gone: it would fail."""
    names = {alias.name for alias in node.names if (alias.asname or alias.name) in bound}
    module = _module(node, path, evidence)
    if module is None:
        targets = imported_from(node, path) if node.level else ()
        return any(_is_gone(target, evidence) for target, _ in targets)
    before, after = (_names(texts.get(module, "")) for texts in (evidence.mine, evidence.result))
    return names <= before and names.isdisjoint(after)


def _is_redirected(
    nodes: list[ast.ImportFrom], bound: set[str], path: PurePosixPath, evidence: Evidence
) -> bool:
    """Whether imports bring from the project's modules what generated ones brought here, and nothing needs it any more."""
    if path not in evidence.base or path not in evidence.new:
        return False
    if any(_module(node, path, evidence) is None for node in nodes):
        return False
    before, after = (_brought(made[path].text) for made in (evidence.base, evidence.new))
    left = _WORD.findall(evidence.result.get(path, ""))
    return bound <= before and bound.isdisjoint(after) and bound.isdisjoint(left)


def _is_generated(
    nodes: list[ast.ImportFrom], bound: set[str], path: PurePosixPath, evidence: Evidence
) -> bool:
    """Whether imports are generated as they stand, and the result has from elsewhere what they bring."""
    made = evidence.new.get(path)
    if made is None or path in evidence.base:
        return False
    generated = {spelled for node in _imports_in(made.text) for spelled in _spelled(node, bound)}
    own = {spelled for node in nodes for spelled in _spelled(node, bound)}
    return own <= generated and bound <= _brought(evidence.result.get(path, ""))


def _spelled(node: ast.ImportFrom, bound: set[str]) -> Iterator[str]:
    """How an import says each of some names that it binds."""
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if (alias.asname or alias.name) in bound:
            yield f"from {module} import {ast.unparse(alias)}"


def _brought(text: str) -> frozenset[str]:
    """The names that a module has by imports, those for type checkers too."""
    return frozenset(name for node in _imports_in(text) for name in _bound(node))


def _imports_in(text: str) -> Iterator[ast.ImportFrom]:
    for node in parse(text).body:
        yield from [node] if isinstance(node, ast.ImportFrom) else _block(node)


def _module(node: ast.ImportFrom, path: PurePosixPath, evidence: Evidence) -> PurePosixPath | None:
    """The file of the user's that an import is from."""
    ends = [".".join(target.parts) for target, _ in imported_from(node, path)][:1]
    if not node.level:
        ends = [node.module or ""]
    for file in evidence.mine:
        dotted = f".{'.'.join(_module_parts(file))}"
        if is_python(file) and any(dotted.endswith(f".{end}") for end in ends):
            return file
    return None


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
