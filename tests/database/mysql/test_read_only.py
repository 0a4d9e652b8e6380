"""A user with SELECT alone: what `information_schema` hides from them is read elsewhere."""

from __future__ import annotations

import os

import sqlalchemy as sa

from ormforge.catalog.compare import compare_catalogs
from ormforge.database import Request, reflect
from ormforge.pipeline.catalog import omission_notes

TABLES = (
    "CREATE TABLE authors (id int primary key)",
    "CREATE TABLE books (id int primary key, a int, b int, c int, "
    "constraint cascade_all foreign key (a) references authors (id) on delete cascade on update set null, "
    "constraint `odd ``ON DELETE CASCADE`` ,` foreign key (b) references authors (id), "
    "foreign key (c) references authors (id) on update cascade) comment 'x ON DELETE CASCADE'",
)


def test_the_rules_of_foreign_keys_are_seen(mysql_url: str) -> None:
    url = sa.make_url(mysql_url)
    user = f"ormforge_reader_{os.getpid()}"
    engine = sa.create_engine(mysql_url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in (
            *TABLES,
            f"CREATE OR REPLACE USER {user} IDENTIFIED BY 'pw'",
            f"GRANT SELECT ON `{url.database}`.* TO {user}",
        ):
            connection.exec_driver_sql(statement)
        reader = url.set(username=user, password="pw").render_as_string(hide_password=False)
        try:
            seen, whole = reflect(Request(url=reader)), reflect(Request(url=mysql_url))
        finally:
            connection.exec_driver_sql(f"DROP USER {user}")
    engine.dispose()
    assert [key.on_delete for key in whole.tables[1].foreign_keys].count("CASCADE") == 1
    assert compare_catalogs(whole, seen) == ()


def test_columns_that_are_out_of_sight_are_told(mysql_url: str) -> None:
    """Of a table with privileges on single columns alone; not of one with privileges on the whole as well."""
    url = sa.make_url(mysql_url)
    user = f"ormforge_columns_{os.getpid()}"
    engine = sa.create_engine(mysql_url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in (
            *TABLES,
            f"CREATE OR REPLACE USER {user} IDENTIFIED BY 'pw'",
            f"GRANT SELECT (id, a) ON `{url.database}`.books TO {user}",
            f"GRANT SELECT (id), SELECT ON `{url.database}`.authors TO {user}",
        ):
            connection.exec_driver_sql(statement)
        reader = url.set(username=user, password="pw").render_as_string(hide_password=False)
        try:
            seen = reflect(Request(url=reader))
        finally:
            connection.exec_driver_sql(f"DROP USER {user}")
    engine.dispose()
    assert [column.name for column in seen.tables[1].columns] == ["id", "a"]
    (told,) = omission_notes(seen.omissions)
    assert (told.severity, told.message.partition(",")[0]) == (
        "warning",
        "table books: only some of its columns are in sight",
    )
