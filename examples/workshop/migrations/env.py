"""How alembic reaches the database: where the application does, but without SQLite's foreign keys, which would have
batch operations delete the rows that point to a table that is copied."""

import asyncio

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from app import models  # noqa: F401  (autogenerate compares with its metadata)
from app.db import Base, engine


def migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def run() -> None:
    unchecked = create_async_engine(engine.url)
    async with unchecked.connect() as connection:
        await connection.run_sync(migrate)
        await connection.commit()
    await unchecked.dispose()


asyncio.run(run())
