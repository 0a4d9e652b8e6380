"""A generated module without what ormforge itself printed in it: what is left, a person wrote or changed."""

from __future__ import annotations

import ast


def without_printed(tree: ast.Module, printed: str) -> ast.Module:
    """The module without the statements, of itself and of its classes, that stand in the printed text too.

    However they are laid out: the project may format its files by other rules than the generated text is.
    """
    told = ast.parse(printed)
    classes: dict[str, set[str]] = {}
    for statement in told.body:
        if isinstance(statement, ast.ClassDef):
            classes.setdefault(statement.name, set()).update(map(ast.dump, statement.body))
    body = _others(tree.body, set(map(ast.dump, told.body)))
    for statement in body:
        if isinstance(statement, ast.ClassDef) and statement.name in classes:
            statement.body = _others(statement.body, classes[statement.name])
    tree.body = body
    return tree


def _others(statements: list[ast.stmt], printed: set[str]) -> list[ast.stmt]:
    return [statement for statement in statements if ast.dump(statement) not in printed]
