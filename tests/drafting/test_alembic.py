"""Alembic's autogenerate, which goes by SQLAlchemy's reflection, finds nothing to do where a model can help it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.drafting.printed import Printed, execute, read, run

SQLITE = {
    "types that reflection calls something else": """
        create table t (a INT, b UNSIGNED BIG INT, c CLOB, d DOUBLE PRECISION, e BOOL, f TINYINT, g DATETIME(6),
          h INTEGER UNSIGNED, i STRING, j BINARY, k VARBINARY(3), l "odd type %s", m REAL, n, o INTEGER(4), p ANY,
          q DECIMAL(10,2), r CHARACTER VARYING(20) COLLATE NOCASE, s BIG BLOB, t double, u FLOAT(5), v bigint unsigned)""",
    "a default that says nothing": """
        create table t (a integer default null, b text default (NULL), c integer not null default 0, d integer DEFAULT NULL)""",
    "an index in descending order": """
        create table t (a integer, "b ""c" text);
        create index i on t (a desc);
        create index j on t (a, "b ""c" desc)""",
}
MARIADB = {
    "an index in descending order": """
        create table t (a int, `b c` int, key i (a desc), key j (a, `b c` desc))""",
}


POSTGRESQL = {
    "types that reflection calls something else": """
        create table t (a name, b "char" default 'c', c name[], d name default 'n', e varchar, f "char"[])""",
}
MARIADB["types in other words"] = (
    "create table t (a int invisible, b int(5) unsigned invisible, c int)"
)


def operations(url: str) -> list[Any]:
    """What alembic would do to the database, given the models printed for it."""
    module = run(Printed(read(url), classes=False).source)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, module.Base.metadata)
    engine.dispose()
    return found


@pytest.mark.filterwarnings("ignore:Could not instantiate type:sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("topic", SQLITE)
def test_sqlite(topic: str, sqlite_url: str) -> None:
    execute(sqlite_url, *SQLITE[topic].split(";"))
    assert operations(sqlite_url) == []


@pytest.mark.parametrize("topic", POSTGRESQL)
def test_postgresql(topic: str, pg_url: str) -> None:
    execute(pg_url, POSTGRESQL[topic])
    assert operations(pg_url) == []


@pytest.mark.parametrize("topic", MARIADB)
def test_mariadb(topic: str, mysql_url: str) -> None:
    execute(mysql_url, *MARIADB[topic].split(";"))
    assert operations(mysql_url) == []


def test_sqlalchemy_alone_reads_another_type(sqlite_url: str) -> None:
    """Why there is `Declared`: what is reflected is not what was declared."""
    execute(sqlite_url, "create table t (a INT, b CLOB)")
    engine = sa.create_engine(sqlite_url, poolclass=sa.NullPool)
    read_types = [str(column["type"]) for column in sa.inspect(engine).get_columns("t")]
    engine.dispose()
    assert read_types == ["INTEGER", "TEXT"]
