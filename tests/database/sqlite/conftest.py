from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from ormforge.catalog.model import Catalog
from ormforge.database import Request, reflect

Read = Callable[..., Catalog]


@pytest.fixture
def read(sqlite_url: str) -> Read:
    """Runs DDL in an empty database and reads its catalog."""

    def run(ddl: str, **request: object) -> Catalog:
        connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
        connection.executescript(ddl)
        connection.close()
        return reflect(Request(url=sqlite_url, **request))

    return run
