"""What each key means, read from the text below it in the model.

Reading source code takes longer than building the model, so that only what shows descriptions asks for them.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping

from ormforge.config import model
from ormforge.config.keys import fields


def descriptions() -> Mapping[str, Mapping[str, str]]:
    """For each section's class name, the meaning of its keys: the text that follows a field in the source."""
    tree = ast.parse(inspect.getsource(model))
    return {
        node.name: _by_key(node, _texts(node))
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _texts(section: ast.ClassDef) -> dict[str, str]:
    """The text below each annotated name of a class."""
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in zip(section.body, section.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _by_key(section: ast.ClassDef, texts: dict[str, str]) -> dict[str, str]:
    names = getattr(model, section.name).model_fields
    keys = zip(fields(getattr(model, section.name)), names, strict=True)
    return {key: texts[name] for key, name in keys if name in texts}
