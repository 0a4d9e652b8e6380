"""The reference of the template context, written from the dataclasses."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from ormforge.overlay import TargetContext
from ormforge.overlay.context import ModelsModule, PackageModule, SchemasModule

ROOTS = (ModelsModule, PackageModule, SchemasModule, TargetContext)


def reference() -> str:
    """A section for each class that a template can come to, with all that it has."""
    return "\n".join(_section(found) for found in reachable())


def reachable() -> list[type]:
    """The classes of the context, each behind those that lead to it."""
    found: dict[type, None] = {}
    waiting: list[type] = [*ROOTS]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            waiting += [each for hint in attributes(one).values() for each in _classes(hint[1])]
    return list(found)


def attributes(owner: type) -> dict[str, tuple[str, Any]]:
    """The attributes of a class: each with its type as text, and as it is. A method has its parameters in its name."""
    hints = get_type_hints(owner)
    found = {field.name: (str(field.type), hints[field.name]) for field in fields(owner)}
    for name, value in vars(owner).items():
        if name.startswith("_") or name in found:
            continue
        if isinstance(value, property):
            returns = value.fget
        elif inspect.isfunction(value):
            returns, name = (
                value,
                f"{name}({', '.join([*inspect.signature(value).parameters][1:])})",
            )
        else:
            continue
        found[name] = (returns.__annotations__["return"], get_type_hints(returns)["return"])
    return found


def _classes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for argument in get_args(hint):
        yield from _classes(argument)


def _section(owner: type) -> str:
    said = " ".join(re.split(r"\n\s*\n", inspect.getdoc(owner) or "")[0].split())
    rows = [
        "| `{}` | `{}` |".format(name, text.replace("|", r"\|"))
        for name, (text, _) in attributes(owner).items()
    ]
    return "\n".join(
        [f"### {owner.__name__}", "", said, "", "| attribute | type |", "|---|---|", *rows, ""]
    )
