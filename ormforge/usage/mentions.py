"""The places of a module that use a name which has gone from the models.

An import, an attribute of the class itself, a keyword of its constructor and of a query over it, a string in
`relationship` or `getattr`, and what a class body says of its own columns (`composite(lat, lon)`, `Index("ix", "lat")`,
`polymorphic_on`) are certain. An attribute of some object is a guess, but where an annotation or the constructor names the
class of a variable, and inside the class.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ormforge.usage.expressions import last, like, quoted, table_owner
from ormforge.usage.names import Models
from ormforge.usage.printed import without_printed
from ormforge.usage.scope import Scope, module_of, read_scope

_BY_KEYWORD = frozenset({"filter_by", "values"})
_ATTRIBUTE_CALLS = frozenset({"getattr", "setattr", "hasattr", "delattr"})
_MEMBER_CALLS = frozenset(
    {"validates", "synonym", "column_property", "composite", "deferred"}
    | {"field_validator", "field_serializer", "validator"}
    | {"UniqueConstraint", "PrimaryKeyConstraint", "ForeignKeyConstraint"}
)
"""Calls whose plain strings, in a list too, name members of the class that they stand in."""
_MAPPER_VALUES = frozenset({"polymorphic_identity", "polymorphic_load", "concrete"})
"""What of `__mapper_args__` is no member of the class."""
_EXPRESSION = re.compile(r"\b([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?")
_BUILTIN = frozenset(dir(builtins))
_PLAIN_METHODS = frozenset(
    name for kind in (str, bytes, list, dict, set, int, float) for name in dir(kind)
)


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place: its line, the name that has gone (`Book.title`), and whether it certainly means that one."""

    line: int
    name: str
    certain: bool


def find_mentions(
    text: str, models: Models, package: tuple[str, ...], *, printed: str | None = None
) -> tuple[Mention, ...]:
    """The mentions in a module's text, in the order of its lines, one for each name and line.

    `package` is the full dotted path of the package that the module stands in; `printed` is for a generated
    module: what ormforge makes of it by itself, of which nothing is told. Nothing is found in text that is no Python.
    """
    if not any(word in text for word in models.words):
        return ()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    finder = _Finder(read_scope(tree, models, package, own=printed is not None))
    finder.visit(tree if printed is None else without_printed(tree, printed))
    best: dict[tuple[int, str], bool] = {}
    for line, name, certain in finder.found:
        best[line, name] = best.get((line, name), False) or certain
    return tuple(sorted(Mention(*place, certain) for place, certain in best.items()))


class _Finder(ast.NodeVisitor):
    """Goes through a module with the class in mind that each place stands in."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.gone = scope.models.gone
        self.found: list[tuple[int, str, bool]] = []
        self._owners: list[tuple[str, ...]] = [()]
        self._lineage: dict[str, tuple[str, ...]] = {}
        self._body: str | None = None
        self._called: set[int] = set()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        own = (node.name,) if self.scope.sure.get(node.name) == node.name else ()
        line = (*own, *(name for base in node.bases for name in self._line_of(base)))
        self._lineage[node.name] = line
        outside, self._body = self._body, next(iter(own), None)
        self._owners.append(line)
        self.generic_visit(node)
        self._owners.pop()
        self._body = outside

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for part in (*node.decorator_list, node.args):
            self.visit(part)
        outside, self._body = self._body, None
        for statement in node.body:
            if node.name == "__mapper_args__" and isinstance(statement, ast.Return):
                self._mapper_arguments(statement.value)
            self.visit(statement)
        self._body = outside

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        outside, self._body = self._body, None
        self.generic_visit(node)
        self._body = outside

    def visit_Assign(self, node: ast.Assign) -> None:
        if any(last(target) == "__mapper_args__" for target in node.targets):
            self._mapper_arguments(node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if last(node.target) == "__mapper_args__":
            self._mapper_arguments(node.value)
        self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = module_of(node, self.scope.package)
        for alias in node.names:
            certain = self.scope.models.is_module(module)
            is_gone = alias.name in self.gone and (certain or not self.scope.own)
            if is_gone and not self.scope.models.is_module((*module, alias.name)):
                self._tell(alias, alias.name, certain)

    def visit_Name(self, node: ast.Name) -> None:
        found = self.scope.class_of(node)
        if not isinstance(node.ctx, ast.Load):
            return
        if found is not None:
            if found[0] in self.gone:
                self._tell(node, *found)
        elif self._body is not None and node.id not in self.scope.bound:
            # A class body finds a name in itself first, then in the module, then among the built-in ones.
            self._member(node, (self._body,), node.id, certain=node.id not in _BUILTIN)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        itself = self.scope.class_of(node)
        if itself is not None and itself[0] in self.gone:
            self._tell(node, *itself)
        owner = self.scope.class_of(table_owner(node.value) or node.value)
        if owner is not None:
            self._member(node, owner[:1], node.attr, certain=owner[1])
        elif node.attr in self.scope.models.words:
            self._of_object(node)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        owner, name = table_owner(node.value), quoted(node.slice)
        found = self.scope.class_of(owner) if owner is not None else None
        if found is not None and name is not None:
            self._member(node, found[:1], name, certain=found[1])
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self._called.add(id(node.func))
        name = last(node.func)
        owner = self.scope.class_of(node.func)
        if owner is not None:
            self._keywords(node, owner)
        elif name in _BY_KEYWORD:
            self._keywords(node, self._queried(node.func))
        elif name in {"relationship", "backref"}:
            self._relationship(node)
        elif name in _ATTRIBUTE_CALLS and len(node.args) > 1:
            self._named_attribute(node.args[0], node.args[1])
        elif name in _MEMBER_CALLS:
            self._own_members(node.args)
        elif name in {"Index", "association_proxy"}:
            self._own_members(node.args[1:] if name == "Index" else node.args[:1])
        if name == "association_proxy" and len(node.args) > 1:
            for one in self._owners_of(quoted(node.args[1]) or ""):
                self._tell(node.args[1], f"{one}.{quoted(node.args[1])}", False)
        self.generic_visit(node)

    def _line_of(self, base: ast.expr) -> tuple[str, ...]:
        """The classes of the models that a base is, or derives from in this module."""
        found = self.scope.class_of(base)
        name = last(base) if found is None else found[0]
        return self._lineage.get(name, () if found is None else (name,))

    def _of_object(self, node: ast.Attribute) -> None:
        """An attribute of an object: certain where its class is told, a guess where it may be one of ours."""
        value, name = node.value, node.attr
        if isinstance(value, ast.Name):
            known = self.scope.typed.get(value.id)
            told = (
                self._owners[-1]
                if value.id in ("self", "cls")
                else () if known is None else (known,)
            )
            if told:
                self._member(node, told, name, certain=True)
                return
            if value.id in ("self", "cls") or value.id in self.scope.foreign:
                return
        if id(node) in self._called and name in _PLAIN_METHODS:
            return
        for one in self._owners_of(name):
            common = name in self.scope.models.present or name in _PLAIN_METHODS
            if not common or like(one, last(value)):
                self._tell(node, f"{one}.{name}", False)

    def _owners_of(self, name: str) -> Iterator[str]:
        for gone in self.gone:
            owner, _, member = gone.partition(".")
            if member == name:
                yield owner

    def _member(self, node: ast.AST, owners: Iterable[str], name: str, *, certain: bool) -> None:
        """A member of a class, or of one that it derives from: the first that has lost one of this name."""
        found = next((owner for owner in owners if f"{owner}.{name}" in self.gone), None)
        if found is not None:
            self._tell(node, f"{found}.{name}", certain)

    def _keywords(self, node: ast.Call, owner: tuple[str, bool] | None) -> None:
        for keyword in node.keywords:
            if keyword.arg is None:
                continue
            if owner is not None:
                self._member(keyword, owner[:1], keyword.arg, certain=owner[1])
                continue
            for one in self._owners_of(keyword.arg):
                self._tell(keyword, f"{one}.{keyword.arg}", False)

    def _queried(self, node: ast.expr) -> tuple[str, bool] | None:
        """The class that a chain of calls is about: `select(Book).where(...).filter_by`."""
        while isinstance(node, ast.Attribute | ast.Call):
            if isinstance(node, ast.Call):
                for argument in node.args[:1]:
                    found = self.scope.class_of(argument)
                    if found is not None:
                        return found
                node = node.func
            else:
                node = node.value
        return None

    def _relationship(self, node: ast.Call) -> None:
        target = quoted(node.args[0]) if node.args else None
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        back = keywords.pop("back_populates", None)
        name = quoted(back)
        if back is not None and name is not None:
            owners = [target] if target in self.scope.models.names else list(self._owners_of(name))
            for owner in owners:
                self._member(back, (owner or "",), name, certain=owner == target)
        for value in (*node.args, *keywords.values()):
            for text in (one for one in ast.walk(value) if quoted(one)):
                self._expression(text)

    def _expression(self, node: ast.AST) -> None:
        """Classes and their attributes in a string that SQLAlchemy evaluates."""
        for found in _EXPRESSION.finditer(quoted(node) or ""):
            if found[1] in self.gone:
                self._tell(node, found[1], True)
            elif found[2]:
                self._member(node, (found[1],), found[2], certain=True)

    def _named_attribute(self, value: ast.expr, name: ast.expr) -> None:
        text = quoted(name)
        if text not in self.scope.models.words or text is None:
            return
        owner = self.scope.class_of(value)
        if owner is not None:
            self._member(name, owner[:1], text, certain=owner[1])
        else:
            self._of_object(ast.copy_location(ast.Attribute(value, text, ast.Load()), name))

    def _own_members(self, nodes: Iterable[ast.expr]) -> None:
        for node in nodes:
            for part in node.elts if isinstance(node, ast.List | ast.Tuple) else (node,):
                self._member(part, self._owners[-1], quoted(part) or "", certain=True)

    def _mapper_arguments(self, node: ast.expr | None) -> None:
        """The members that a class tells the mapper of by their names."""
        pairs = zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
        for key, value in pairs:
            if quoted(key) not in _MAPPER_VALUES:
                self._own_members([value])

    def _tell(self, node: ast.AST, name: str, certain: bool) -> None:
        self.found.append((getattr(node, "lineno", 1), name, certain))
