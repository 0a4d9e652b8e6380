"""A database for the tests: TEST_DATABASE_URL, which is emptied, or a SQLite file that is gone afterwards."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

_folder = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = (
    os.environ.get("TEST_DATABASE_URL") or f"sqlite+aiosqlite:///{_folder.name}/test.db"
)

from alembic import command
from alembic.config import Config
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import Base, engine
from app.main import app


@pytest.fixture(scope="session", autouse=True)
def migrated() -> Iterator[None]:
    command.upgrade(Config(Path(__file__).parent.parent / "alembic.ini"), "head")
    yield
    _folder.cleanup()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
async def loop() -> AsyncIterator[None]:
    """One event loop for all tests, because connections stay with theirs."""
    yield
    await engine.dispose()


@pytest.fixture
async def session(loop: None) -> AsyncIterator[AsyncSession]:
    """A session, in a database without a row."""
    async with AsyncSession(engine, expire_on_commit=False) as opened:
        for table in reversed(Base.metadata.sorted_tables):
            await opened.execute(table.delete())
        await opened.commit()
        yield opened


@pytest.fixture
async def client(session: AsyncSession) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://workshop") as found:
        yield found
