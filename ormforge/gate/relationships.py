"""Relationships whose other side is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.gate.bindings import ClassFacts, ModuleFacts
from ormforge.gate.unbound import Dangling

Modules = Mapping[PurePosixPath, ModuleFacts]

_DOTTED = re.compile(r"\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)")
_WORD = re.compile(r"[^\W\d]\w*")
_WRAPPERS = frozenset(
    [
        "Mapped",
        "WriteOnlyMapped",
        "DynamicMapped",
        "Relationship",
        "Optional",
        "Union",
        "None",
        "List",
        "list",
        "Set",
        "set",
        "Dict",
        "dict",
        "Sequence",
        "Collection",
        "tuple",
        "Tuple",
        "typing",
        "t",
        "orm",
    ]
)
_ROW = frozenset({"foreign_keys", "remote_side", "primaryjoin", "secondaryjoin", "order_by"})


def dangling_relationships(module: ModuleFacts, modules: Modules) -> Iterator[Dangling]:
    """Each relationship of the module with a class, `back_populates` or column that the modules do not have."""
    classes: dict[str, list[ClassFacts]] = {}
    for each in modules.values():
        for facts in each.classes:
            classes.setdefault(facts.name, []).append(facts)
    for facts in module.classes:
        for node in facts.node.body:
            call = _relationship(node)
            if call is not None:
                yield from _judge(node, call, module, classes)


def _judge(
    node: ast.stmt, call: ast.Call, module: ModuleFacts, classes: Mapping[str, list[ClassFacts]]
) -> Iterator[Dangling]:
    target = _target(node, call)
    if target is not None and target not in classes and target not in module.names:
        yield Dangling(node, f"relationship to {target}, which does not exist")
    for word, value in _arguments(call):
        text = _text(value)
        if text is None:
            continue
        if word == "back_populates" and target is not None and target in classes:
            if not _binds(classes[target], text, classes):
                yield Dangling(node, f"back_populates names {target}.{text}, which does not exist")
        elif word in _ROW:
            for name, attribute in _DOTTED.findall(text):
                if name in classes and not _binds(classes[name], attribute, classes):
                    yield Dangling(node, f"{word} names {name}.{attribute}, which does not exist")


def _arguments(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The keywords and their values, SQLModel's dict of keywords for SQLAlchemy opened."""
    for keyword in call.keywords:
        if keyword.arg == "sa_relationship_kwargs" and isinstance(keyword.value, ast.Dict):
            pairs = zip(keyword.value.keys, keyword.value.values, strict=True)
            yield from ((_text(key) or "", value) for key, value in pairs if key is not None)
        elif keyword.arg is not None:
            yield keyword.arg, keyword.value


def _relationship(node: ast.stmt) -> ast.Call | None:
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if not isinstance(value, ast.Call):
        return None
    called = value.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
    return value if name in ("relationship", "Relationship") else None


def _target(node: ast.stmt, call: ast.Call) -> str | None:
    """The class on the other side: the first argument, else the innermost name of the annotation."""
    if call.args:
        first = call.args[0]
        text = _text(first) or (first.id if isinstance(first, ast.Name) else "")
        return text.rpartition(".")[2] or None
    if not isinstance(node, ast.AnnAssign):
        return None
    words = _WORD.findall(ast.unparse(node.annotation))
    names = [word for word in words if word not in _WRAPPERS]
    return names[-1] if names else None


def _binds(
    candidates: list[ClassFacts], name: str, classes: Mapping[str, list[ClassFacts]], depth: int = 0
) -> bool:
    """Whether a class has the attribute, itself or from a base; a base from elsewhere, beside the first, may have it."""
    for facts in candidates:
        if name in facts.names:
            return True
        for index, base in enumerate(facts.node.bases):
            known = classes.get(base.id) if isinstance(base, ast.Name) else None
            if known is None and (index > 0 or len(facts.node.bases) > 1):
                return True
            if known is not None and depth < 20 and _binds(known, name, classes, depth + 1):
                return True
    return False


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
