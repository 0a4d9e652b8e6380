"""What a single expression says, by its text alone."""

from __future__ import annotations

import ast


def quoted(node: ast.AST | None) -> str | None:
    """The string that an expression is, None for any other."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


def table_owner(node: ast.expr) -> ast.expr | None:
    """The class of an expression that is the columns of its table: `Book.__table__.c`."""
    if isinstance(node, ast.Attribute) and node.attr in ("c", "columns"):
        table = node.value
        if isinstance(table, ast.Attribute) and table.attr == "__table__":
            return table.value
    return None


def last(node: ast.expr) -> str:
    """The last name of a dotted expression, or of the call it ends in."""
    if isinstance(node, ast.Call):
        return last(node.func)
    if isinstance(node, ast.Subscript):
        return last(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def like(owner: str, name: str) -> bool:
    """Whether something is called as an object of the class would be: `book`, `the_book`, `books` of `Book`."""
    plain = name.replace("_", "").lower()
    return bool(plain) and owner.lower().rstrip("s") in plain
