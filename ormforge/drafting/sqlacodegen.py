"""sqlacodegen_v2 as the rest of the package sees it: the one place that imports it.

Its generators import inflect at module level, which costs more than all other imports together, and ask it only for
names in the singular or plural. For the duration of the import a stand-in takes inflect's place; it turns into the
real one the moment anybody asks it for a word, so that sqlacodegen_v2 works as ever for everyone in the process.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import cast

__all__ = [
    "ColumnAttribute",
    "DataclassGenerator",
    "DeclarativeGenerator",
    "Model",
    "ModelClass",
    "RelationshipAttribute",
    "SQLModelGenerator",
    "TablesGenerator",
    "get_constraint_sort_key",
    "qualified_table_name",
]


class _Words:
    """inflect's engine, made when it is first asked for something."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module("inflect").engine(), name)


class _Inflect(ModuleType):
    """inflect as far as sqlacodegen_v2 uses it."""

    engine = _Words


@contextmanager
def _light_imports() -> Iterator[None]:
    """For its duration inflect is the stand-in, and pkg_resources is not found.

    sqlacodegen_v2 asks pkg_resources for the version of a distribution that does not exist, and lives with the answer
    that there is none. What has been imported already stays as it is.
    """
    stand_ins: dict[str, ModuleType | None] = {
        "inflect": _Inflect("inflect"),
        "pkg_resources": None,
    }
    absent = {name: stand_in for name, stand_in in stand_ins.items() if name not in sys.modules}
    modules: MutableMapping[str, ModuleType | None] = cast(
        "MutableMapping[str, ModuleType | None]", sys.modules
    )
    modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del modules[name]


with _light_imports():
    from sqlacodegen_v2.generators import (
        DataclassGenerator,
        DeclarativeGenerator,
        SQLModelGenerator,
        TablesGenerator,
    )
    from sqlacodegen_v2.models import (
        ColumnAttribute,
        Model,
        ModelClass,
        RelationshipAttribute,
    )
    from sqlacodegen_v2.utils import get_constraint_sort_key, qualified_table_name
