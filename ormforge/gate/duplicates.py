"""Check: the result defines nothing twice that was defined once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from ormforge.gate.bindings import ModuleFacts, database_name, module_facts
from ormforge.gate.evidence import Evidence, Violation, is_python
from ormforge.gate.piece import parse

Modules = Mapping[PurePosixPath, ModuleFacts]


def check_duplicates(evidence: Evidence, modules: Modules) -> Iterator[Violation]:
    """A violation for each table, class, module-level name or attribute that the result has more often than both mine
    and the new text, and more than once."""
    found = _definitions(modules)
    twice = {name: count for name, count in found.items() if count > 1}
    if not twice:
        return
    mine = _definitions(_modules(evidence.mine))
    new = _definitions(_modules({path: made.text for path, made in evidence.new.items()}))
    for name, count in sorted(twice.items()):
        if count > max(1, mine[name], new[name]):
            yield Violation(check="duplicates", message=f"{name} is defined {count} times")


def _definitions(modules: Modules) -> Counter[str]:
    return Counter(name for path, module in modules.items() for name in _of_module(path, module))


def _of_module(path: PurePosixPath, module: ModuleFacts) -> Iterator[str]:
    yield from (f"{path}: {name}" for name in _of_suite(module.tree.body, module))
    for facts in module.classes:
        if facts.table is not None:
            yield f"table {facts.table}"
        yield from (f"{path}: {facts.name}.{name}" for name in _of_suite(facts.node.body, module))
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and _calls(node.value, "Table"):
            yield f"table {database_name(node)}"


def _of_suite(body: Sequence[ast.stmt], module: ModuleFacts) -> Iterator[str]:
    """The names that plain definitions bind. Decorated functions repeat theirs on purpose: overloads, setters."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list:
            continue
        if isinstance(
            node, ast.Assign | ast.AnnAssign | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ):
            yield from module.bound[node]


def _calls(value: ast.expr, name: str) -> bool:
    if not isinstance(value, ast.Call):
        return False
    called = value.func
    last = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
    return last == name


def _modules(texts: Mapping[PurePosixPath, str]) -> Modules:
    modules: dict[PurePosixPath, ModuleFacts] = {}
    for path, text in texts.items():
        if not is_python(path):
            continue
        try:
            modules[path] = module_facts(parse(text))
        except SyntaxError:
            continue
    return modules
