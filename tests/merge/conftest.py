from __future__ import annotations

from pathlib import Path

import pytest

from tests.merge.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A project with a SQLite database, not yet generated."""
    return Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db")


@pytest.fixture
def pg_shop(tmp_path: Path, pg_url: str) -> Shop:
    """A project with a PostgreSQL database, not yet generated."""
    return Shop(tmp_path / "project", pg_url)
