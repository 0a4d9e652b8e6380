"""What sqlacodegen_v2 prints by itself, for comparison."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy.exc import SQLAlchemyError

from ormforge.drafting.sqlacodegen import DeclarativeGenerator
from ormforge.errors import DraftError


def raw_draft(
    bind: Connection | Engine,
    schemas: Iterable[str] | None = None,
    tables: Iterable[str] | None = None,
) -> str:
    """The module that sqlacodegen_v2 alone makes of a database, views included.

    Raises DraftError where it dies.
    """
    metadata = MetaData()
    wanted = None if tables is None else list(tables)
    try:
        for schema in (None,) if schemas is None else tuple(schemas):
            metadata.reflect(bind, schema=schema, views=True, only=wanted)
        return DeclarativeGenerator(metadata, bind, ()).generate()
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
