from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.config.conftest import MINIMAL, Load


@pytest.mark.parametrize(
    ("written", "resolved"),
    [
        ("sqlite:///shop.db", "sqlite:///{root}/shop.db"),
        ("sqlite:///data/shop.db?timeout=3", "sqlite:///{root}/data/shop.db?timeout=3"),
        ("sqlite:///./shop.db", "sqlite:///{root}/shop.db"),
        ("sqlite+aiosqlite:///shop.db", "sqlite+aiosqlite:///{root}/shop.db"),
        (
            "sqlite:///file:shop.db?mode=ro&uri=true",
            "sqlite:///file:{root}/shop.db?mode=ro&uri=true",
        ),
        ("sqlite:///file:/x/shop.db?uri=true", "sqlite:///file:/x/shop.db?uri=true"),
        ("sqlite:///file::memory:?uri=true", "sqlite:///file::memory:?uri=true"),
        ("sqlite:////var/shop.db", "sqlite:////var/shop.db"),
        ("sqlite:///C:/data/shop.db", "sqlite:///C:/data/shop.db"),
        ("sqlite://", "sqlite://"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgres://me@h/d", "postgresql://me@h/d"),
        ("postgres+asyncpg://me@h/d", "postgresql+asyncpg://me@h/d"),
        ("postgresql+psycopg://me@h/d", "postgresql+psycopg://me@h/d"),
        ("mysql+pymysql://me@h/d?charset=utf8mb4", "mysql+pymysql://me@h/d?charset=utf8mb4"),
    ],
)
def test_the_url_to_connect_with(load: Load, tmp_path: Path, written: str, resolved: str) -> None:
    url = load(MINIMAL.replace("sqlite:///shop.db", written)).config.database.url
    assert url.get_secret_value() == resolved.format(root=tmp_path.resolve().as_posix())


def test_a_relative_sqlite_file_is_the_one_beside_the_configuration(
    load: Load, tmp_path: Path
) -> None:
    url = load(MINIMAL).config.database.url.get_secret_value()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t (a int)")
    engine.dispose()
    assert (tmp_path / "shop.db").stat().st_size > 0
