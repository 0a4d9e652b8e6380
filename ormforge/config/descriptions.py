"""What each key means, read from the text below it in the model.

Reading source code takes longer than building the model, so that only what shows descriptions asks for them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType

from ormforge.config.keys import entry_type, fields, section_type
from ormforge.config.model import Config
from ormforge.config.section import Section


def descriptions() -> Mapping[str, Mapping[str, str]]:
    """For each section's class name, the meaning of its keys: the text that follows a field in the source."""
    return {
        node.name: _by_key(getattr(module, node.name), _texts(node))
        for module in _modules()
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef)
    }


def _modules() -> Iterator[ModuleType]:
    """The modules that sections stand in."""
    names = dict.fromkeys(section.__module__ for section in _sections(Config))
    return (sys.modules[name] for name in names)


def _sections(section: type[Section]) -> Iterator[type[Section]]:
    yield section
    for field in fields(section).values():
        for inner in (section_type(field.annotation), entry_type(field.annotation)):
            if inner is not None:
                yield from _sections(inner)


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


def _by_key(section: type[Section], texts: dict[str, str]) -> dict[str, str]:
    keys = zip(fields(section), section.model_fields, strict=True)
    return {key: texts[name] for key, name in keys if name in texts}
