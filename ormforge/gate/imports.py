"""Check: what generated imports of the package's own modules name is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ormforge.gate.bindings import ModuleFacts, module_facts, statements
from ormforge.gate.evidence import Evidence, Violation, is_python
from ormforge.gate.moved_imports import imported_from
from ormforge.gate.piece import parse

Modules = Mapping[PurePosixPath, ModuleFacts]


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that a file imports from a module, which is a path without suffix; `runs` is false for type checkers' imports."""

    path: PurePosixPath
    module: PurePosixPath
    name: str
    line: int
    runs: bool


def check_imports(evidence: Evidence, modules: Modules) -> Iterator[Violation]:
    """A violation for each generated name that is imported from a module of the result which does not bind it.

    What a person's own files lack as well is their own doing, as is what only a type checker looks for and they have
    deleted. So it is in a module that stays although its table has gone, and in files that are put back as they stood.
    """
    if all(evidence.mine.get(path) == evidence.result.get(path) for path in modules):
        return
    found = [each for each in _dangling(modules) if each.path not in evidence.left]
    if not found:
        return
    new = {path: made.text for path, made in evidence.new.items()}
    generated = {(each.module, each.name) for each in _imports(_facts(new))}
    known = {(each.path, each.module, each.name) for each in _dangling(_facts(evidence.mine))}
    returned = len(evidence.after.former) < len(evidence.before.former)
    deleted = evidence.deleted_names()
    for each in found:
        if each.name in deleted and (returned or not each.runs):
            continue
        own = (each.path, each.module, each.name) in known
        if (each.module, each.name) in generated and not own:
            yield Violation(
                check="imports",
                message=f"{each.name} is imported from {each.module.name}, which does not bind it",
                path=each.path,
                line=each.line,
            )


def _dangling(modules: Modules) -> Iterator[Imported]:
    """What is imported from one of these modules, and is neither a name nor a module there."""
    for each in _imports(modules):
        files = (each.module.with_suffix(".py"), each.module / "__init__.py")
        target = next((modules[file] for file in files if file in modules), None)
        if target is None or target.star_import or each.name in {"*", *target.names}:
            continue
        inner = each.module / each.name
        known = inner.with_suffix(".py") in modules or inner / "__init__.py" in modules
        if not known and "__getattr__" not in target.names:
            yield each


def _imports(modules: Modules) -> Iterator[Imported]:
    for path, module in modules.items():
        top = set(module.tree.body)
        for node in statements(module.tree.body):
            if isinstance(node, ast.ImportFrom) and node.level:
                for target, name in imported_from(node, path):
                    yield Imported(path, target, name, node.lineno, node in top)


def _facts(texts: Mapping[PurePosixPath, str]) -> Modules:
    facts: dict[PurePosixPath, ModuleFacts] = {}
    for path, text in texts.items():
        if not is_python(path):
            continue
        try:
            facts[path] = module_facts(parse(text))
        except SyntaxError:  # in a newer grammar than the running Python's
            continue
    return facts
