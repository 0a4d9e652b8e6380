"""Rebuild a database from the generated `models` module and compare the two, catalog against catalog.

Run in the project's folder with DATABASE_URL set; exits 1 and prints every difference.
"""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from ormforge.catalog.compare import compare_catalogs
from sqlalchemy.orm import Session, configure_mappers

from ormforge.database import reflect
from ormforge.database.request import Request


@contextmanager
def scratch(url: sa.URL) -> Iterator[sa.URL]:
    """An empty database beside the given one."""
    if url.get_backend_name() == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "scratch.db").touch()
            yield url.set(database=f"{folder}/scratch.db")
        return
    name = f"{url.database}_again"
    quote = '"' if url.get_backend_name() == "postgresql" else "`"
    server = sa.create_engine(
        url.set(database="postgres") if quote == '"' else url,
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
    )
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quote}{name}{quote}")
        connection.exec_driver_sql(
            f"CREATE DATABASE {quote}{name}{quote}" + (" CHARACTER SET utf8mb4" * (quote == "`"))
        )
        try:
            yield url.set(database=name)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quote}{name}{quote}")
    server.dispose()


def tables_of(metadata: sa.MetaData, views: set[str]) -> list[sa.Table]:
    return [table for table in metadata.tables.values() if table.name not in views]


def main() -> int:
    url = sa.make_url(os.environ["DATABASE_URL"])
    import models

    configure_mappers()
    if Path("schemas.py").exists():
        import schemas  # noqa: F401
    source = reflect(Request(url=url.render_as_string(hide_password=False)))
    views = {table.name for table in source.tables if table.kind in ("view", "materialized view")}
    with scratch(url) as target:
        engine = sa.create_engine(target, poolclass=sa.NullPool)
        with engine.begin() as connection:
            for schema in sorted(
                {t.schema for t in source.tables if t.schema} - {source.default_schema}
            ):
                connection.execute(sa.schema.CreateSchema(schema))
        models.Base.metadata.create_all(engine, tables=tables_of(models.Base.metadata, views))
        rebuilt = reflect(Request(url=target.render_as_string(hide_password=False)))
        differences = [
            line
            for line in compare_catalogs(source, rebuilt)
            if not any(view in str(line) for view in views)
        ]
        if len(sys.argv) > 1:
            with Session(engine) as session:
                runpy.run_path(sys.argv[1])["use"](session, models)
        engine.dispose()
    for difference in differences:
        print(difference)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
