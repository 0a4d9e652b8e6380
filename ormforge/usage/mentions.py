"""The places of a module that use a name which has gone from the models.

An import, an attribute of the class itself, a keyword of its constructor and of a query over it, and a string in
`relationship` or `getattr` are certain. An attribute of some object is a guess, but where an annotation or the
constructor names the class of a variable, and inside the class.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.usage.names import Models
from ormforge.usage.printed import without_printed
from ormforge.usage.scope import Scope, module_of, read_scope

_BY_KEYWORD = frozenset({"filter_by", "values"})
_ATTRIBUTE_CALLS = frozenset({"getattr", "setattr", "hasattr", "delattr"})
_MEMBER_CALLS = frozenset({"validates", "synonym", "association_proxy", "column_property"})
_EXPRESSION = re.compile(r"\b([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?")
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
        self._owners: list[str | None] = [None]
        self._called: set[int] = set()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        bases = (self.scope.class_of(base) for base in node.bases)
        model = node.name if self.scope.sure.get(node.name) == node.name else None
        parent = next((found[0] for found in bases if found is not None), None)
        self._owners.append(model if model in self.scope.models.classes else parent)
        self.generic_visit(node)
        self._owners.pop()

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = module_of(node, self.scope.package)
        for alias in node.names:
            certain = self.scope.models.is_module(module)
            is_gone = alias.name in self.gone and (certain or not self.scope.own)
            if is_gone and not self.scope.models.is_module((*module, alias.name)):
                self._tell(alias, alias.name, certain)

    def visit_Name(self, node: ast.Name) -> None:
        found = self.scope.class_of(node)
        if found is not None and found[0] in self.gone and isinstance(node.ctx, ast.Load):
            self._tell(node, *found)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        itself = self.scope.class_of(node)
        if itself is not None and itself[0] in self.gone:
            self._tell(node, *itself)
        owner = self.scope.class_of(node.value)
        if owner is not None:
            self._member(node, owner[0], node.attr, certain=owner[1])
        elif node.attr in self.scope.models.words:
            self._of_object(node)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self._called.add(id(node.func))
        name = _last(node.func)
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
            for argument in node.args:
                self._own_member(argument)
        self.generic_visit(node)

    def _of_object(self, node: ast.Attribute) -> None:
        """An attribute of an object: certain where its class is told, a guess where it may be one of ours."""
        value, name = node.value, node.attr
        if isinstance(value, ast.Name):
            told = (
                self._owners[-1] if value.id in ("self", "cls") else self.scope.typed.get(value.id)
            )
            if told is not None:
                self._member(node, told, name, certain=True)
                return
            if value.id in ("self", "cls") or value.id in self.scope.foreign:
                return
        if id(node) in self._called and name in _PLAIN_METHODS:
            return
        for one in self._owners_of(name):
            common = name in self.scope.models.present or name in _PLAIN_METHODS
            if not common or _like(one, _last(value)):
                self._tell(node, f"{one}.{name}", False)

    def _owners_of(self, name: str) -> Iterator[str]:
        for gone in self.gone:
            owner, _, member = gone.partition(".")
            if member == name:
                yield owner

    def _member(self, node: ast.AST, owner: str, name: str, *, certain: bool) -> None:
        if f"{owner}.{name}" in self.gone:
            self._tell(node, f"{owner}.{name}", certain)

    def _keywords(self, node: ast.Call, owner: tuple[str, bool] | None) -> None:
        for keyword in node.keywords:
            if keyword.arg is None:
                continue
            if owner is not None:
                self._member(keyword, owner[0], keyword.arg, certain=owner[1])
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
        target = _text(node.args[0]) if node.args else None
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        back = keywords.pop("back_populates", None)
        name = _text(back)
        if back is not None and name is not None:
            owners = [target] if target in self.scope.models.names else list(self._owners_of(name))
            for owner in owners:
                self._member(back, owner or "", name, certain=owner == target)
        for value in (*node.args, *keywords.values()):
            for text in (one for one in ast.walk(value) if _text(one)):
                self._expression(text)

    def _expression(self, node: ast.AST) -> None:
        """Classes and their attributes in a string that SQLAlchemy evaluates."""
        for found in _EXPRESSION.finditer(_text(node) or ""):
            if found[1] in self.gone:
                self._tell(node, found[1], True)
            elif found[2]:
                self._member(node, found[1], found[2], certain=True)

    def _named_attribute(self, value: ast.expr, name: ast.expr) -> None:
        text = _text(name)
        if text not in self.scope.models.words or text is None:
            return
        owner = self.scope.class_of(value)
        if owner is not None:
            self._member(name, owner[0], text, certain=owner[1])
        else:
            self._of_object(ast.copy_location(ast.Attribute(value, text, ast.Load()), name))

    def _own_member(self, node: ast.expr) -> None:
        owner, name = self._owners[-1], _text(node)
        if owner is not None and name is not None:
            self._member(node, owner, name, certain=True)

    def _tell(self, node: ast.AST, name: str, certain: bool) -> None:
        self.found.append((getattr(node, "lineno", 1), name, certain))


def _text(node: ast.AST | None) -> str | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


def _last(node: ast.expr) -> str:
    """The last name of a dotted expression, or of the call it ends in."""
    if isinstance(node, ast.Call):
        return _last(node.func)
    if isinstance(node, ast.Subscript):
        return _last(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _like(owner: str, name: str) -> bool:
    """Whether something is called as an object of the class would be: `book`, `the_book`, `books` of `Book`."""
    plain = name.replace("_", "").lower()
    return bool(plain) and owner.lower().rstrip("s") in plain
