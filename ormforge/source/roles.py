"""What all classes and tables of a module stand on, whatever it is called: recognised by what it is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from ormforge.catalog.keys import Key, helper_key
from ormforge.source.identity import assigned_value, callee

Role = Literal["base", "metadata", "schemas"]
"""A declarative base, a MetaData that holds tables, or the common class of API schemas."""

_CLASSES: dict[str, Role] = {
    "DeclarativeBase": "base",
    "DeclarativeBaseNoMeta": "base",
    "BaseModel": "schemas",
}
_CALLS: dict[str, Role] = {
    "declarative_base": "base",
    "generate_base": "base",
    "automap_base": "base",
    "MetaData": "metadata",
}
_MAKERS = frozenset({"as_declarative", "as_declarative_base", "DeclarativeMeta"})
_BASES = frozenset(map(helper_key, ("Base", "metadata")))
_SCHEMAS = helper_key("Schema")


def is_base(key: Key | None) -> bool:
    """Whether what is generated under this key is what models stand on."""
    return key in _BASES


def is_common_ground(key: Key | None) -> bool:
    """Whether what is generated under this key is what models or API schemas stand on."""
    return is_base(key) or key == _SCHEMAS


def role_of(node: ast.stmt | None) -> Role | None:
    """What a statement makes for others to stand on; None where it makes nothing of that kind."""
    if isinstance(node, ast.ClassDef):
        metaclasses = (item.value for item in node.keywords if item.arg == "metaclass")
        makers = {*map(callee, node.decorator_list), *map(callee, metaclasses)}
        if makers & _MAKERS:
            return "base"
        return next((role for base in node.bases if (role := _CLASSES.get(callee(base)))), None)
    value = None if node is None else assigned_value(node)
    return _CALLS.get(callee(value)) if isinstance(value, ast.Call) else None


def foundations(node: ast.stmt | None) -> Iterator[str]:
    """The names that a class derives from, or that a table has its MetaData from."""
    parts: list[ast.expr] = node.bases if isinstance(node, ast.ClassDef) else []
    value = None if node is None else assigned_value(node)
    if isinstance(value, ast.Call) and callee(value) == "Table":
        parts = value.args[1:2]
    for part in parts:
        yield from (item.id for item in ast.walk(part) if isinstance(item, ast.Name))
