"""A project that moves to another database: the same tables, in a schema or in none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.project import Project

DDL = """\
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id), price NUMERIC(8, 2));
"""
CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "models.py"

[naming]
singularize = true

[api]
path = "schemas.py"
"""
OWN = (
    "\n    def is_dear(self) -> bool:\n        return self.price is not None and self.price > 100\n"
)


def written(project: Project) -> str:
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    return run.err


def test_hand_written_code_moves_from_sqlite_to_postgresql_and_back(
    tmp_path: Path, sqlite_url: str, pg_url: str
) -> None:
    small = Project(tmp_path / "project", sqlite_url)
    large = replace(small, url=pg_url)
    small.root.mkdir()
    for project in (small, large):
        project.sql(DDL)
    small.write("ormforge.toml", CONFIG)
    written(small)
    text = small.read("models.py").replace("price: Mapped", "# net\n    price: Mapped")
    small.write("models.py", text.rstrip("\n") + "\n" + OWN)
    small.write(
        "schemas.py", small.read("schemas.py").replace("    price: Decimal | None = None\n", "")
    )
    written(small)
    first = {path: text.split() for path, text in small.files().items()}

    said = written(large)
    assert "2 tables are known from another database, and stand in the schema public here" in said
    assert "removed" not in said
    moved = large.read("models.py")
    assert OWN in moved
    assert "    # net\n    price: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))\n" in moved
    assert "Identity" in moved or "autoincrement=False" in moved
    assert large.ormforge("check").code == 0
    assert "no archived code" in large.ormforge("custom", "orphans").err

    assert "2 tables are known from another database, and stand in no schema here" in written(small)
    assert {path: text.split() for path, text in small.files().items()} == first


def test_a_database_with_other_tables_is_another_one(
    tmp_path: Path, sqlite_url: str, pg_url: str
) -> None:
    small = Project(tmp_path / "project", sqlite_url)
    large = replace(small, url=pg_url)
    small.root.mkdir()
    small.sql(DDL)
    large.sql("CREATE TABLE planets (id integer PRIMARY KEY);")
    small.write("ormforge.toml", CONFIG)
    written(small)
    run = large.ormforge("generate")
    assert run.code == 2
    assert "2 of 2 tables have gone from the database: is it the right one?" in run.err
