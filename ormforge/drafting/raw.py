"""What sqlacodegen_v2 prints by itself, for comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy.exc import SQLAlchemyError

from ormforge.draft.model import Style
from ormforge.drafting.sqlacodegen import (
    DataclassGenerator,
    DeclarativeGenerator,
    SQLModelGenerator,
    TablesGenerator,
)
from ormforge.errors import DraftError

_GENERATORS: Mapping[Style, Callable[..., Any]] = MappingProxyType(
    {
        "declarative": DeclarativeGenerator,
        "dataclass": DataclassGenerator,
        "sqlmodel": SQLModelGenerator,
        "tables": TablesGenerator,
    }
)


def raw_draft(
    bind: Connection | Engine,
    schemas: Iterable[str] | None = None,
    tables: Iterable[str] | None = None,
    style: Style = "declarative",
) -> str:
    """The module that sqlacodegen_v2 alone makes of a database, views included, with its generator for the style.

    Raises DraftError where it dies.
    """
    metadata = MetaData()
    wanted = None if tables is None else list(tables)
    try:
        for schema in (None,) if schemas is None else tuple(schemas):
            metadata.reflect(bind, schema=schema, views=True, only=wanted)
        return str(_GENERATORS[style](metadata, bind, ()).generate())
    except (
        SQLAlchemyError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise DraftError(
            f"sqlacodegen_v2 cannot draft this database: {type(error).__name__}: {error}",
            hint="This is its own failure, without ormforge's repairs.",
        ) from error
