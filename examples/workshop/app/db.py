"""The database: where it is, and what every model has."""

import datetime
import os
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import URL, event, func
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.types import Moment

DEFAULT_URL = "sqlite+aiosqlite:///workshop.db"


def open_engine(url: str | URL, **options: Any) -> AsyncEngine:
    """An engine whose connections hold SQLite to its foreign keys, as PostgreSQL does by itself."""
    opened = create_async_engine(url, **options)
    if opened.dialect.name == "sqlite":
        event.listen(opened.sync_engine, "connect", _enforce_foreign_keys)
    return opened


def _enforce_foreign_keys(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


engine = open_engine(os.environ.get("DATABASE_URL") or DEFAULT_URL)


class Base(AsyncAttrs, DeclarativeBase):
    pass


class TimestampMixin:
    created_at: Mapped[datetime.datetime] = mapped_column(
        Moment, server_default=func.current_timestamp(), sort_order=1
    )
    updated_at: Mapped[datetime.datetime] = mapped_column(
        Moment,
        server_default=func.current_timestamp(),
        onupdate=func.current_timestamp(),
        sort_order=2,
    )


async def get_session() -> AsyncIterator[AsyncSession]:
    """A session for one request; the routes commit."""
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session
