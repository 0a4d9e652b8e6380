"""Check: what generated statements of the result refer to is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.gate.bindings import ModuleFacts, module_facts, statements
from ormforge.gate.evidence import Evidence, Violation
from ormforge.gate.piece import parse
from ormforge.gate.relationships import dangling_relationships
from ormforge.gate.unbound import Dangling, unbound_names

Modules = Mapping[PurePosixPath, ModuleFacts]


def check_references(evidence: Evidence, modules: Modules) -> Iterator[Violation]:
    """A violation for each generated statement that refers to what the result does not have.

    A relationship's class, `back_populates` and `foreign_keys`, and every name that is used before anything binds it.
    What dangles in mine as well is a person's own doing, and so is a relationship to a class that a person has deleted.
    So it is in a module that stays although its table has gone. Files that are put back as they stood may lack again what a person had deleted from them.
    """
    if all(evidence.mine.get(path) == evidence.result.get(path) for path in modules):
        return
    found = [(path, each) for path, each in _dangling(modules)]
    if not found:
        return
    generated = {
        ast.dump(node)
        for made in evidence.new.values()
        for node in statements(_tree(made.text).body)
    }
    mine = {path: module_facts(_tree(text)) for path, text in evidence.mine.items()}
    known = {(_subject(each.node), each.what) for _, each in _dangling(mine)}
    deleted = evidence.deleted_names()
    returned = len(evidence.after.former) < len(evidence.before.former)
    for path, each in found:
        if path in evidence.left:
            continue
        if _named(each, "relationship to ") in deleted:
            continue
        if returned and _named(each, " names ") in deleted:
            continue
        if (_subject(each.node), each.what) in known:
            continue
        if ast.dump(each.node) in generated:
            yield Violation(check="references", message=each.what, path=path, line=each.node.lineno)


def _dangling(modules: Modules) -> Iterator[tuple[PurePosixPath, Dangling]]:
    for path, module in modules.items():
        for each in (*dangling_relationships(module, modules), *unbound_names(module)):
            yield path, each


def _subject(node: ast.stmt) -> str:
    """What a statement is about, whatever else it says: the name that it binds, or all of it."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return ast.dump(node)


def _named(dangling: Dangling, words: str) -> str:
    """What is said to be missing behind the words; empty where they are not said."""
    return dangling.what.partition(words)[2].partition(",")[0]


def _tree(text: str) -> ast.Module:
    try:
        return parse(text)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
