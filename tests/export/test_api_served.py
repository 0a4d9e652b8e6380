"""`ormforge export openapi --full` is what FastAPI prints for the routes of examples/targets."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import Project

EXAMPLE = Path(__file__).parents[2] / "examples" / "targets"
SERVED = Path(__file__).parent / "served.py"

EDITS = '''

class Chapter(Schema):
    """A part of a book.\f Not shown."""

    heading: str = Field(examples=["Always Home"])
    state: Literal["new", "read"] = "new"


class Detail(Schema):
    chapters: list[Chapter] = []
    next: "Detail | None" = None
'''
KEYS = """
CREATE TABLE one_word (session TEXT, "values" INTEGER, limit_ INTEGER, "copy" TEXT, PRIMARY KEY (session, "values", "copy"));
CREATE TABLE book (id INTEGER PRIMARY KEY);
CREATE TABLE books (id INTEGER PRIMARY KEY);
CREATE TABLE path (query TEXT PRIMARY KEY, "select" NUMERIC(4, 1) NOT NULL);
CREATE TABLE "Straßen" ("Straße" TEXT PRIMARY KEY, token_secret TEXT NOT NULL);
CREATE TABLE "order" ("from" DATE, "to" DATETIME, note JSON, PRIMARY KEY ("from", "to"));
CREATE VIEW seen AS SELECT id FROM book;
"""
POSTGRESQL = """
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN tiny AS smallint CHECK (VALUE > 0);
CREATE TABLE moods (feeling mood PRIMARY KEY, since timestamptz NOT NULL DEFAULT now());
CREATE TABLE feelings (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), feeling mood, size tiny, tags text[] NOT NULL, extra jsonb);
CREATE TABLE slots (during int4range PRIMARY KEY, note text);
CREATE TABLE lists (items text[] PRIMARY KEY);
CREATE TABLE numbered (id bigint GENERATED ALWAYS AS IDENTITY, small smallint, PRIMARY KEY (small, id));
CREATE TABLE addresses (at inet PRIMARY KEY, raw bytea, took interval, price numeric(20, 4) NOT NULL);
"""


def example(root: Path, url: str, sql: str) -> Project:
    """The example's configuration and templates, over another database."""
    ignored = shutil.ignore_patterns("__pycache__", ".ormforge", "*.db", "schema.sql")
    shutil.copytree(EXAMPLE, root, ignore=ignored)
    project = Project(root, url)
    config = project.read("ormforge.toml").replace("sqlite:///shop.db", "env:DATABASE_URL")
    project.write("ormforge.toml", config.partition("# An asynchronous repository")[0])
    project.sql(sql)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    return project


def check(project: Project) -> None:
    exported = project.ormforge("export", "openapi", "--full", "--title", "FastAPI")
    assert (exported.code, exported.err) == (0, "")
    shutil.copy(SERVED, project.root / "served.py")
    done = subprocess.run(
        [sys.executable, "served.py"],
        cwd=project.root,
        env={"DATABASE_URL": project.url, "PYTHONWARNINGS": "ignore"},
        input=exported.out,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_example_with_what_people_write(tmp_path: Path) -> None:
    root = tmp_path / "example"
    sql = (EXAMPLE / "schema.sql").read_text(encoding="utf-8")
    project = example(root, f"sqlite:///{root / 'shop.db'}", sql)
    check(project)
    path = "app/schemas.py"
    text = project.read(path).replace("from typing import ", "from typing import Literal, ")
    text = text.replace("class AuthorBase(", f"{EDITS.strip()}\n\n\nclass AuthorBase(", 1)
    text = text.replace(
        "    born: datetime.date | None = None\n",
        "    born: datetime.date | None = None\n    detail: Detail = Detail()\n",
        1,
    )
    project.write(
        path, text.replace("max_length=200", "max_length=80, description='As printed.'", 1)
    )
    assert "detail: Detail" in project.read(path)
    check(project)
    assert '"Chapter-Input"' in project.ormforge("export", "openapi", "--full").out


def test_keys_that_are_words_of_python_or_the_routes(tmp_path: Path) -> None:
    root = tmp_path / "example"
    check(example(root, f"sqlite:///{root / 'shop.db'}", KEYS))


def test_keys_of_postgresql(tmp_path: Path, pg_url: str) -> None:
    project = example(tmp_path / "example", pg_url, POSTGRESQL)
    check(project)
    paths = project.ormforge("export", "openapi", "--full").out
    assert '"/moods/{feeling}"' in paths
    assert '"/numbereds/{id}/{small}"' in paths
    assert "/slots" not in paths
    assert "/lists" not in paths


@pytest.fixture(autouse=True)
def _no_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
