"""The layouts per-schema and per-table: packages that import from any side, map, and rebuild the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import Project
from tests.warm import run_python

SQLITE = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, boss INTEGER REFERENCES authors (id));
CREATE TABLE books (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, author_id INTEGER NOT NULL REFERENCES authors (id),
    state TEXT NOT NULL CHECK (state IN ('new', 'old'))
);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE book_tags (
    book_id INTEGER NOT NULL REFERENCES books (id), tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (book_id, tag_id)
);
CREATE TABLE "class" (id INTEGER PRIMARY KEY);
CREATE TABLE "Base" (id INTEGER PRIMARY KEY);
CREATE TABLE enums (id INTEGER PRIMARY KEY);
CREATE TABLE "__init__" (id INTEGER PRIMARY KEY);
CREATE TABLE "9 lives" (id INTEGER PRIMARY KEY);
CREATE TABLE typing (id INTEGER PRIMARY KEY, at DATETIME);
CREATE VIEW titles AS SELECT title FROM books;
"""
POSTGRESQL = """
CREATE SCHEMA sales;
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN sales.amount AS numeric(10, 2) CHECK (VALUE >= 0);
CREATE SEQUENCE sales.numbers;
CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood NOT NULL DEFAULT 'glad');
CREATE TABLE sales.people (id int PRIMARY KEY DEFAULT nextval('sales.numbers'), total sales.amount);
CREATE TABLE sales.orders (id int PRIMARY KEY, person_id int REFERENCES people, mood mood[]);
CREATE TABLE parcels (id int PRIMARY KEY, order_id int NOT NULL UNIQUE REFERENCES sales.orders);
CREATE TABLE sales.order_people (order_id int REFERENCES sales.orders, person_id int REFERENCES people, PRIMARY KEY (order_id, person_id));
CREATE TABLE person_orders (order_id int REFERENCES sales.orders, person_id int REFERENCES sales.people, PRIMARY KEY (order_id, person_id));
CREATE INDEX people_half ON people ((id / 2)) WHERE id > 1;
"""


def configure(project: Project, layout: str, more: str = "") -> None:
    path = "app/models.py" if layout == "single" else "app/models"
    project.write(
        "ormforge.toml",
        f'[database]\nurl = "env:DATABASE_URL"\n{more}\n[output]\npath = "{path}"\nlayout = "{layout}"\n',
    )


def python(project: Project, code: str) -> str:
    done = run_python("-W", "error", "-c", code, cwd=project.root)
    assert done.returncode == 0, done.stderr
    return done.stdout


EACH_MODULE_FIRST = """
import importlib, pathlib, sys, sqlalchemy.orm as orm

for path in sorted(pathlib.Path("app/models").glob("*.py")):
    for name in [name for name in sys.modules if name.partition(".")[0] == "app"]:
        del sys.modules[name]
    importlib.import_module(f"app.models.{path.stem}")
    orm.configure_mappers()
    orm.clear_mappers()
"""


def prove(project: Project) -> None:
    """Two runs equal one run, each module imports first, and the database is rebuilt exactly."""
    assert project.ormforge("check").code == 0
    verified = project.ormforge("verify")
    assert verified.code == 0, verified.out + verified.err
    python(project, EACH_MODULE_FIRST)
    for tool in (["mypy", "--strict", "--no-error-summary"], ["black", "-q", "--check"]):
        done = run_python("-m", *tool, "app", cwd=project.root)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("layout", ["per-table", "per-schema"])
def test_a_package_of_hostile_names(tmp_path: Path, sqlite_url: str, layout: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SQLITE)
    configure(project, layout)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    prove(project)
    names = python(
        project, "import app.models as m\nprint(*sorted(n for n in dir(m) if n[0].isupper()))"
    )
    assert {"Authors", "Base", "Books", "BooksState"} <= set(names.split())
    if layout == "per-table":
        modules = {path.name for path in (tmp_path / "app" / "models").glob("*.py")}
        assert {
            "base.py",
            "base_2.py",
            "enums.py",
            "enums_2.py",
            "class_.py",
            "__init__.py",
        } <= modules


@pytest.mark.parametrize("layout", ["per-table", "per-schema"])
def test_a_package_of_several_schemas_that_need_each_other(
    tmp_path: Path, pg_url: str, layout: str
) -> None:
    project = Project(tmp_path, pg_url)
    project.sql(POSTGRESQL)
    configure(project, layout, 'schemas = ["public", "sales"]')
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    prove(project)
    modules = {path.stem for path in (tmp_path / "app" / "models").glob("*.py")}
    if layout == "per-schema":
        assert modules == {"__init__", "base", "enums", "links", "public", "sales"}
    else:
        assert {"people", "sales_people", "sales_orders"} <= modules


def test_some_tables_alone_keep_their_neighbours(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SQLITE)
    configure(project, "per-table")
    assert project.ormforge("generate").code == 0
    project.sql("ALTER TABLE books ADD COLUMN isbn TEXT; ALTER TABLE tags ADD COLUMN x TEXT;")
    before = project.read("app/models/tags.py")
    assert project.ormforge("generate", "-t", "books").code == 0
    assert "isbn" in project.read("app/models/books.py")
    assert project.read("app/models/tags.py") == before
    python(project, "import app.models, sqlalchemy.orm as orm\norm.configure_mappers()")


def test_the_path_has_to_fit_the_layout(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    for path, layout in (("app/models.py", "per-table"), ("app/models", "single")):
        project.write(
            "ormforge.toml",
            f'[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "{path}"\nlayout = "{layout}"\n',
        )
        run = project.ormforge("generate")
        assert run.code == 2
        assert "ormforge.toml:" in run.err
        assert "output.path: must be a" in run.err
