"""The names that statements bind, read from the syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_SIMPLE = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Import, ast.ImportFrom)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class: its names, its bases as they are written, its table; `node` for whoever needs more."""

    name: str
    names: frozenset[str]
    table: str | None
    node: ast.ClassDef


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """A module: the names it binds at any depth outside functions and classes, and its classes at any depth.

    `bound` has the names that each statement of the module and of its classes binds.
    """

    names: frozenset[str]
    classes: tuple[ClassFacts, ...]
    star_import: bool
    tree: ast.Module
    bound: Mapping[ast.stmt, tuple[str, ...]]


def module_facts(tree: ast.Module) -> ModuleFacts:
    """What the module binds."""
    nodes = [node for node in statements(tree.body) if isinstance(node, ast.ClassDef)]
    suites = [tree.body, *(node.body for node in nodes)]
    bound = {node: tuple(bound_names(node)) for suite in suites for node in suite}
    return ModuleFacts(
        names=_names(tree.body, bound),
        classes=tuple(
            ClassFacts(node.name, _names(node.body, bound), table_of(node), node) for node in nodes
        ),
        star_import=any(
            alias.name == "*"
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        ),
        tree=tree,
        bound=bound,
    )


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements and all those inside them, outer ones first."""
    for node in body:
        yield node
        if isinstance(node, _SIMPLE):
            continue
        for inner in ("body", "orelse", "finalbody"):
            yield from statements(getattr(node, inner, ()))
        for branch in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from statements(branch.body)


def bound_names(node: ast.stmt) -> Iterator[str]:
    """Every name that the statement binds in its own scope, in any branch of it."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        yield node.name
        return
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        return
    for child in ast.iter_child_nodes(node):
        yield from _bound_in(child)


def table_of(node: ast.ClassDef) -> str | None:
    """The table that a class maps, from `__tablename__` and the schema in `__table_args__`; None if it says none."""
    constants = dict(_assignments(node.body))
    said = constants.get("__tablename__")
    name = said.value if isinstance(said, ast.Constant) else None
    if said is None and any(keyword.arg == "table" for keyword in node.keywords):
        name = node.name.lower()  # as SQLModel calls it
    if not isinstance(name, str):
        return None
    schema = _schema(constants.get("__table_args__"))
    return name if schema is None else f"{schema}.{name}"


def database_name(node: ast.stmt) -> str | None:
    """The first literal argument of the call that a statement assigns: a column's own name, a table's, where given."""
    value = getattr(node, "value", None)
    if isinstance(value, ast.Call):
        inner = (keyword.value for keyword in value.keywords if keyword.arg == "sa_column")
        value = next(inner, value)
    if isinstance(value, ast.Call) and value.args:
        first = value.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return first.value
    return None


def _names(body: Iterable[ast.stmt], bound: Mapping[ast.stmt, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(name for node in body for name in bound[node])


def _bound_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.stmt):
        yield from bound_names(node)
    elif isinstance(node, ast.expr):
        yield from _stored(node)
    else:
        if isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        for child in ast.iter_child_nodes(node):
            yield from _bound_in(child)


def _stored(expression: ast.expr) -> Iterator[str]:
    """The names that the expression binds: as a target, or with `:=`."""
    waiting: list[ast.AST] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                yield node.id
        elif isinstance(node, ast.Call):
            waiting += [node.func, *node.args, *(keyword.value for keyword in node.keywords)]
        elif not isinstance(node, ast.Constant | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def _assignments(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def _schema(arguments: ast.expr | None) -> str | None:
    if isinstance(arguments, ast.Tuple) and arguments.elts:
        arguments = arguments.elts[-1]
    if not isinstance(arguments, ast.Dict):
        return None
    for key, value in zip(arguments.keys, arguments.values, strict=True):
        if (
            isinstance(key, ast.Constant)
            and key.value == "schema"
            and isinstance(value, ast.Constant)
        ):
            return str(value.value)
    return None


def all_names(modules: Mapping[PurePosixPath, ModuleFacts]) -> frozenset[str]:
    """Every name that any of the modules binds at its own level."""
    return frozenset(name for module in modules.values() for name in module.names)
