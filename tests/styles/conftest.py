"""SQLModel keeps its tables in one place for the whole process: each test gets a place of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import sqlmodel

from tests.drafting.conftest import (
    database,
    mysql_url_again,
    pg_url_again,
    sqlite_url_again,
)

__all__ = ["database", "mysql_url_again", "pg_url_again", "sqlite_url_again"]


@pytest.fixture(autouse=True)
def own_sqlmodel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    registry = sa.orm.registry()
    monkeypatch.setattr(sqlmodel.SQLModel, "_sa_registry", registry)
    monkeypatch.setattr(sqlmodel.SQLModel, "metadata", registry.metadata)
    yield
    registry.dispose()
