"""What the names of a module mean, as far as its text tells: classes of the models, and things of such a class."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from ormforge.usage.names import Models

_ONE = frozenset({"Optional", "Annotated", "Mapped"})


@dataclass(slots=True)
class Scope:
    """What is known of a module's names. `sure` are names imported from the models, by what they are called here.

    `own` is a generated module itself: what it imports from elsewhere is meant so. `bound` is what a module binds by itself.
    """

    models: Models
    package: tuple[str, ...]
    own: bool = False
    sure: dict[str, str] = field(default_factory=dict)
    likely: dict[str, str] = field(default_factory=dict)
    modules: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    typed: dict[str, str] = field(default_factory=dict)
    bound: frozenset[str] = frozenset()

    def class_of(self, node: ast.expr) -> tuple[str, bool] | None:
        """The model's name that an expression is, and whether that is certain."""
        if isinstance(node, ast.Name):
            if node.id in self.sure:
                return self.sure[node.id], True
            return (self.likely[node.id], False) if node.id in self.likely else None
        if isinstance(node, ast.Attribute) and _dotted(node.value) in self.modules:
            return (node.attr, True) if node.attr in self.models.names else None
        return None


def read_scope(tree: ast.Module, models: Models, package: tuple[str, ...], own: bool) -> Scope:
    """What the module's imports and annotations say; `own` is for a generated module itself."""
    scope = Scope(models=models, package=package, own=own)
    if own:
        scope.sure.update({name: name for name in models.names})
    scope.bound = frozenset(_bound(tree))
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            _import_from(scope, node)
        elif isinstance(node, ast.Import):
            _import(scope, node)
    for node in nodes:
        scope.typed.update(_typed(scope, node))
        scope.sure.update(_aliases(scope, node))
    return scope


def _bound(tree: ast.Module) -> Iterator[str]:
    """The names that statements of the module itself bind, imports among them."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            inside = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = (part for target in inside for part in ast.walk(target))
            yield from (part.id for part in parts if isinstance(part, ast.Name))


def module_of(node: ast.ImportFrom, package: tuple[str, ...]) -> tuple[str, ...]:
    """The path that a `from` import names; a relative one counts from the package of the module."""
    named = tuple(node.module.split(".")) if node.module else ()
    if not node.level:
        return named
    return (*package[: len(package) - node.level + 1], *named)


def _import_from(scope: Scope, node: ast.ImportFrom) -> None:
    module = module_of(node, scope.package)
    models = scope.models
    for alias in node.names:
        here = alias.asname or alias.name
        if models.is_module(module):
            names = models.names if alias.name == "*" else {alias.name}
            scope.sure.update({alias.asname or name: name for name in names})
        elif models.is_module((*module, alias.name)):
            scope.modules.add(here)
        elif alias.name in models.names and not scope.own:
            scope.likely[here] = alias.name
        else:
            scope.sure.pop(here, None)
            scope.foreign.add(here)


def _import(scope: Scope, node: ast.Import) -> None:
    for alias in node.names:
        if scope.models.is_module(tuple(alias.name.split("."))):
            scope.modules.add(alias.asname or alias.name)
        else:
            scope.foreign.add((alias.asname or alias.name).partition(".")[0])


def _typed(scope: Scope, node: ast.AST) -> Iterator[tuple[str, str]]:
    """Variables and parameters that an annotation or a constructor gives a class of the models."""
    if isinstance(node, ast.arg) and node.annotation is not None:
        yield from _named(scope, node.arg, node.annotation)
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield from _named(scope, node.target.id, node.annotation)
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        found = scope.class_of(node.value.func)
        for target in node.targets:
            if found is not None and isinstance(target, ast.Name):
                yield target.id, found[0]


def _named(scope: Scope, name: str, annotation: ast.expr) -> Iterator[tuple[str, str]]:
    found = _annotated(scope, annotation)
    if found is not None:
        yield name, found


def _annotated(scope: Scope, node: ast.expr) -> str | None:
    """The class of a value with this annotation: itself, in quotes, or one that may also be None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return _annotated(scope, ast.parse(node.value, mode="eval").body)
        except SyntaxError:
            return None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _annotated(scope, node.left) or _annotated(scope, node.right)
    if isinstance(node, ast.Subscript) and (_dotted(node.value) or "").rpartition(".")[2] in _ONE:
        first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        return _annotated(scope, first)
    found = scope.class_of(node)
    return None if found is None else found[0]


def _aliases(scope: Scope, node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names for a class: `Copy = Book`, `writer = aliased(Person)`."""
    if not isinstance(node, ast.Assign):
        return
    value = node.value
    if isinstance(value, ast.Call) and (_dotted(value.func) or "").rpartition(".")[2] == "aliased":
        value = value.args[0] if value.args else value
    found = scope.class_of(value)
    for target in node.targets:
        if found is not None and found[1] and isinstance(target, ast.Name):
            yield target.id, found[0]


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return None if inner is None else f"{inner}.{node.attr}"
    return None
