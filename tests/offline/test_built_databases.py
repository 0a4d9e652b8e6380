"""`[database] ddl` and `migrations`: the models without a server, byte for byte those of a live run."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.project import Project

SCHEMA = """\
CREATE TABLE authors (id integer PRIMARY KEY, name varchar(100) NOT NULL);
-- a comment; with a semicolon, and a 'quote
CREATE TABLE books (
    id integer PRIMARY KEY,
    title text NOT NULL DEFAULT 'a; b',
    author_id integer NOT NULL REFERENCES authors (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX books_title ON books (title);
"""
MIGRATION = """\
import alembic.op as op
import sqlalchemy as sa

revision = "1"
down_revision = None


def upgrade():
    op.create_table(
        "authors",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
    )
"""
ENV = """\
from alembic import context
from sqlalchemy import engine_from_config, pool

section = context.config.get_section(context.config.config_ini_section)
engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


def configure(project: Project, database: str) -> None:
    project.write("ormforge.toml", f'[database]\n{database}\n[output]\npath = "models.py"\n')


def generated(project: Project) -> str:
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    return project.read("models.py")


def live(project: Project, schema: str) -> str:
    """What a run on a server makes of the schema."""
    other = Project(project.root / "live", project.url)
    other.sql(schema)
    configure(other, 'url = "env:DATABASE_URL"')
    return generated(other)


def test_the_ddl_of_sqlite_gives_what_a_live_database_gives(
    tmp_path: Path, sqlite_url: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    project.write("a.sql", SCHEMA)
    project.write("sql/b.sql", "CREATE VIEW titles AS SELECT title FROM books")
    configure(project, 'ddl = ["a.sql", "sql/b.sql"]\ndialect = "sqlite"')
    assert generated(project) == live(
        project, SCHEMA + "CREATE VIEW titles AS SELECT title FROM books;"
    )
    assert project.ormforge("check").code == 0
    verified = project.ormforge("verify")
    assert verified.code == 0, verified.out + verified.err


def test_the_ddl_of_postgresql_gives_what_a_live_server_gives(tmp_path: Path, pg_url: str) -> None:
    project = Project(tmp_path, pg_url)
    owned = SCHEMA + 'ALTER TABLE books OWNER TO "the owner";\nGRANT SELECT ON books TO readers;\n'
    project.write("schema.sql", owned)
    configure(project, 'ddl = ["schema.sql"]\ndialect = "postgresql"')
    assert generated(project) == live(project, SCHEMA)


@pytest.mark.parametrize(
    ("dialect", "script", "told"),
    [
        (
            "sqlite",
            "CREATE TABLE a (x);\n\nCREATE TABLE\n a (x);\n",
            "schema.sql:3: table a already exists",
        ),
        ("sqlite", None, "schema.sql: there is no such file"),
        (
            "postgresql",
            "CREATE TABLE a (x int);\nCREATE TABLE b (y nosuch);\n",
            "schema.sql:2: ERROR:",
        ),
        ("postgresql", "CREATE EXTENSION hstore;\n", "give the url of a server that has"),
    ],
)
def test_a_script_that_fails_says_where_and_nothing_is_written(
    tmp_path: Path, dialect: str, script: str | None, told: str
) -> None:
    project = Project(tmp_path, "")
    if script is not None:
        project.write("schema.sql", script)
    configure(project, f'ddl = ["schema.sql"]\ndialect = "{dialect}"')
    run = project.ormforge("generate")
    assert (run.code, project.files()) == (2, {})
    assert told in run.err


def alembic_project(project: Project, ini_url: str) -> None:
    project.write(
        "alembic.ini", f"[alembic]\nscript_location = %(here)s/db\nsqlalchemy.url = {ini_url}\n"
    )
    project.write("db/env.py", ENV)
    project.write("db/versions/1.py", MIGRATION)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    "command", ["alembic upgrade head", "python -m alembic -c alembic.ini upgrade head"]
)
def test_migrations_run_on_a_database_of_their_own(
    tmp_path: Path, dialect: str, command: str
) -> None:
    project = Project(tmp_path, "")
    real = tmp_path / "real.db"
    alembic_project(project, f"sqlite:///{real.as_posix()}")
    configure(
        project, f'migrations = "{command}"\ndialect = "{dialect}"\nexclude = ["alembic_version"]'
    )
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert "name: Mapped[str] = mapped_column(String(100))" in project.read("models.py")
    assert not real.exists(), "the database of alembic.ini is never touched"


def test_any_command_is_told_the_database(tmp_path: Path) -> None:
    project = Project(tmp_path, "")
    project.write(
        "migrate.py",
        "import os, sqlite3, sys\n"
        "assert os.environ['DATABASE_URL'] == sys.argv[1]\n"
        "sqlite3.connect(sys.argv[1][10:]).execute('create table a (id integer primary key)')\n"
        "print('migrated one table')\n",
    )
    configure(project, 'migrations = "python migrate.py {url}"\ndialect = "sqlite"')
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert "migrated one table" in run.err
    assert "class A(Base):" in project.read("models.py")


def test_a_migration_that_fails_stops_the_run(tmp_path: Path) -> None:
    project = Project(tmp_path, "")
    project.write("migrate.py", "import sys\nprint('no such revision')\nsys.exit(3)\n")
    configure(project, 'migrations = "python migrate.py"\ndialect = "sqlite"')
    run = project.ormforge("generate")
    assert run.code == 2
    assert run.err.index("no such revision") < run.err.index("exit code 3")
    quiet = project.ormforge("-q", "generate")
    assert "no such revision" in quiet.err, "an error says what went wrong even when little is told"
    configure(project, 'migrations = "nosuchprogram up"\ndialect = "sqlite"')
    assert "nosuchprogram: there is no such program" in project.ormforge("generate").err


@pytest.mark.skipif(os.name == "nt", reason="execute permissions of POSIX")
def test_a_program_beside_this_python_is_found_without_activation(tmp_path: Path) -> None:
    project = Project(tmp_path, "")
    configure(project, 'migrations = "alembic --version"\ndialect = "sqlite"')
    assert Path(sys.executable).with_name("alembic").stat().st_mode & stat.S_IXUSR
    run = project.ormforge("generate", env={"PATH": "/usr/bin"})
    assert run.code == 0, run.err
    assert "alembic" in run.err


@pytest.mark.parametrize(
    ("database", "told"),
    [
        (
            "",
            'database.url: is missing; write url = "env:DATABASE_URL", or ddl or migrations instead',
        ),
        (
            'url = "sqlite:///x.db"\nddl = ["a.sql"]',
            "database.ddl: is one database more, beside database.url",
        ),
        ('ddl = ["a.sql"]', 'database.ddl: needs dialect = "postgresql" or "sqlite"'),
        ('ddl = []\ndialect = "sqlite"', "database.ddl: must not be empty"),
        (
            'url = "sqlite:///x.db"\ndialect = "sqlite"',
            "database.dialect: is for ddl and migrations",
        ),
        (
            'ddl = ["a.sql"]\ndialect = "oracle"',
            'database.dialect: must be "sqlite" or "postgresql"',
        ),
        (
            'migrations = "a && b"\ndialect = "sqlite"',
            "database.migrations: is run without a shell",
        ),
        ('migrations = "a \'b"\ndialect = "sqlite"', "database.migrations: cannot be split"),
    ],
)
def test_a_database_that_cannot_be_is_refused(tmp_path: Path, database: str, told: str) -> None:
    project = Project(tmp_path, "")
    configure(project, database)
    run = project.ormforge("generate")
    assert run.code == 2
    assert told in run.err
