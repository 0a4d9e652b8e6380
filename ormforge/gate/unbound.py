"""Names that a module uses at import before anything binds them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ormforge.gate.bindings import ModuleFacts

_NOT_JUDGED = (
    ast.Constant,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
_BUILTIN = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}


@dataclass(frozen=True, slots=True)
class Dangling:
    """A statement, and what it refers to without success."""

    node: ast.stmt
    what: str


def unbound_names(module: ModuleFacts) -> Iterator[Dangling]:
    """Each use of a name at import, in a plain statement or the head of a class, that no line above binds.

    Functions run later, and what `import *` brings is not known: neither is judged.
    """
    if module.star_import:
        return
    lazy = any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for node in module.tree.body
    )
    first: dict[str, int] = {}
    for node in module.tree.body:
        for name in module.bound[node]:
            first.setdefault(name, node.lineno)
    for node in module.tree.body:
        yield from _in_statement(node, _Seen(first, module.bound, lazy), set())


@dataclass(frozen=True, slots=True)
class _Seen:
    """The first line that binds each name of the module; what each statement binds; whether annotations are lazy."""

    first: Mapping[str, int]
    bound: Mapping[ast.stmt, tuple[str, ...]]
    lazy: bool


def _in_statement(node: ast.stmt, seen: _Seen, inner: set[str]) -> Iterator[Dangling]:
    if isinstance(node, ast.ClassDef):
        for expression in (*node.bases, *(each.value for each in node.keywords)):
            yield from _in_expression(node, expression, seen, inner)
        bound: set[str] = set()
        for statement in node.body:
            yield from _in_statement(statement, seen, bound)
            bound.update(seen.bound[statement])
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr):
        if node.value is not None:
            yield from _in_expression(node, node.value, seen, inner)
        if isinstance(node, ast.AnnAssign) and not seen.lazy:
            yield from _in_expression(node, node.annotation, seen, inner)


def _in_expression(
    node: ast.stmt, expression: ast.expr, seen: _Seen, inner: set[str]
) -> Iterator[Dangling]:
    for name in _loaded(expression):
        if name in inner or name in _BUILTIN:
            continue
        line = seen.first.get(name)
        if line is None:
            yield Dangling(node, f"{name} is used, but nothing binds it")
        elif line > node.lineno:
            yield Dangling(node, f"{name} is used before it is bound")


def _loaded(expression: ast.expr) -> Iterator[str]:
    """The names that evaluating the expression needs; not those of a lambda or a comprehension, which bind their own."""
    waiting: list[ast.AST] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, ast.Call):
            waiting += [node.func, *node.args, *(keyword.value for keyword in node.keywords)]
        elif not isinstance(node, _NOT_JUDGED):
            waiting.extend(ast.iter_child_nodes(node))
