"""Importing the project's models."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from ormforge.drafting.assemble import UNMANAGED

if TYPE_CHECKING:
    from sqlalchemy import MetaData


class ModelsFailure(Exception):
    """The models do not import, or their mappers do not configure; `stage` tells which."""

    def __init__(self, stage: str, cause: BaseException) -> None:
        super().__init__(f"{type(cause).__name__}: {cause}".partition("\n")[0])
        self.stage = stage


def import_models(module: str) -> MetaData:
    """The metadata of the models, their mappers configured. Raises ModelsFailure."""
    from sqlalchemy.orm import configure_mappers

    stage = "import"
    try:
        imported = importlib.import_module(module)
        stage = "mappers"
        configure_mappers()
        return _metadata(vars(imported), _unmanaged(module))
    # Importing runs the project's own code, which may raise anything.
    except Exception as error:
        raise ModelsFailure(stage, error) from error


def _unmanaged(module: str) -> list[object]:
    """What holds the views, in the module or in those of the package."""
    found = [
        imported for name, imported in sys.modules.items() if f"{name}.".startswith(f"{module}.")
    ]
    return [getattr(imported, UNMANAGED, None) for imported in found]


def _metadata(names: dict[str, object], unmanaged: list[object]) -> MetaData:
    """The metadata that most tables of the module belong to; that of the views only where there is no other."""
    from sqlalchemy import MetaData, Table

    tables = [getattr(value, "__table__", value) for value in names.values()]
    found = [table.metadata for table in tables if isinstance(table, Table)]
    bases = [getattr(value, "metadata", value) for value in names.values()]
    found += [metadata for metadata in bases if isinstance(metadata, MetaData)]
    if not found:
        raise LookupError("there is no table and no MetaData in the module")
    others = [metadata for metadata in found if not any(metadata is each for each in unmanaged)]
    return max(others or found, key=lambda metadata: len(metadata.tables))
