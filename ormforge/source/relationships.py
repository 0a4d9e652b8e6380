"""Where a relationship leads."""

from __future__ import annotations

import ast

from ormforge.source.identity import assigned_value, string


def target_class(node: ast.stmt) -> str:
    """The name of the class that a relationship leads to, empty where it is not told."""
    value = assigned_value(node)
    if isinstance(value, ast.Call) and value.args:
        return string(value.args[0]) or loose(value.args[0])
    if not isinstance(node, ast.AnnAssign):
        return ""
    for part in ast.walk(node.annotation):
        quoted = string(part) if isinstance(part, ast.expr) else None
        if quoted is not None:
            return _class_in(quoted)
    return _class_in(ast.unparse(node.annotation))


def _class_in(text: str) -> str:
    words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
    names = [
        word
        for word in words
        if word not in ("Mapped", "Optional", "None", "list", "List", "set", "Set")
    ]
    return names[0] if names else ""


def loose(node: ast.expr) -> str:
    """What an argument says, whether in a string, a list of one, or as a name."""
    return (string(node) or ast.unparse(node)).strip("[]'\" ")
