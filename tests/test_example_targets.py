"""examples/targets: three outputs of a project's own, generated, and what they are for done with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.project import Project
from tests.warm import run_python

EXAMPLE = Path(__file__).parent.parent / "examples" / "targets"

ROUTES = """\
from fastapi.testclient import TestClient
from app.api import app

client = TestClient(app)
author = client.post("/authors", json={"name": "Ursula"})
assert author.status_code == 201, author.text
assert author.json()["active"] is True, "the database's own default"
book = client.post("/books", json={"author_id": 1, "title": "Always Home", "price": "9.50", "copy": 3})
assert book.json()["copy"] == 3, "by the name of the column, which a field cannot have"
assert (book.status_code, book.json()["price"]) == (201, "9.50"), book.text
assert client.post("/books", json={"author_id": 1}).status_code == 422
assert client.patch("/books/1", json={"pages": 300}).json()["pages"] == 300
assert client.get("/books/1").json()["title"] == "Always Home"
assert [row["id"] for row in client.get("/books", params={"limit": 5}).json()] == [1]
assert client.get("/books/2").status_code == 404
assert client.post("/sessions", json={"day": "2024-02-29", "number": 2}).status_code == 201
assert client.get("/sessions/2024-02-29/2").json()["note"] is None
assert client.get("/sessions/yesterday/2").status_code == 422
assert client.delete("/books/1").status_code == 204
assert client.get("/books").json() == []
"""
CAMEL = """\
from fastapi.testclient import TestClient
from app.api import app

client = TestClient(app)
columns = ("class_", "metadata_", "model_config", "schema", "json", "model_dump_x", "_hidden", "from_", "Registry")
given = {name: name for name in (*columns, "createdAt", "createdBy", "created_by")}
made = client.post("/odds", json=given)
assert made.status_code == 201, made.text
assert made.json() == {"id": 1, "copy": 3, **given}, made.text
changed = client.patch("/odds/1", json={"copy": 4, "createdAt": "now", "json": None})
assert changed.json() == {"id": 1, "copy": 4, **given, "createdAt": "now", "json": None}, changed.text
assert client.get("/odds/1").json() == changed.json()
"""
REPOSITORIES = """\
import asyncio, datetime
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from app import models
from app.repositories.author import AuthorRepository
from app.repositories.session import SessionRepository

async def main():
    engine = create_async_engine("sqlite+aiosqlite:///shop.db")
    async with AsyncSession(engine) as session:
        authors = AuthorRepository(session)
        for name in ("Ursula", "Stanislaw"):
            row = await authors.add(models.Author(name=name))
        assert (row.id, row.active) == (2, True)
        assert (await authors.get(2)).name == "Stanislaw"
        assert [each.name for each in await authors.find(models.Author.name < "T")] == ["Stanislaw"]
        await authors.remove(row)
        assert await authors.get(2) is None
        sessions = SessionRepository(session)
        day = datetime.date(2024, 2, 29)
        await sessions.add(models.Session(day=day, number=1))
        assert (await sessions.get(day, 1)).note is None
    await engine.dispose()

asyncio.run(main())
"""
FACTORIES = """\
from sqlalchemy.orm import Session
from app import models
from app.db import engine
from app.factories import AuthorFactory, BookFactory, SessionFactory

with Session(engine) as session:
    books = BookFactory.batch(3, title="Always Home", price=1)
    session.add_all([*books, SessionFactory.build(), AuthorFactory.build(name="Ursula")])
    session.commit()
    assert {book.title for book in books} == {"Always Home"}
    assert len({book.author_id for book in books}) == 3
    assert session.query(models.Author).filter_by(name="Ursula").one().active is True
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "example"
    shutil.copytree(
        EXAMPLE, root, ignore=shutil.ignore_patterns("__pycache__", ".ormforge", "*.db")
    )
    made = Project(root, f"sqlite:///{root / 'shop.db'}")
    made.sql((root / "schema.sql").read_text(encoding="utf-8"))
    run = made.ormforge("generate")
    assert run.code == 0, run.err
    assert made.ormforge("check").code == 0
    return made


def test_names_that_are_taken_and_names_in_camel_case_go_together(project: Project) -> None:
    project.sql(
        'create table odds (id integer primary key, "class" text not null, metadata text, model_config text,'
        ' "schema" text, json text, copy integer default 3, model_dump_x text, _hidden text, "from" text,'
        ' "Registry" text, created_at text, "createdBy" text, created_by text)'
    )
    config = project.read("ormforge.toml").replace("[api]\n", '[api]\naliases = "camel"\n')
    project.write("ormforge.toml", config)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    done = run_python("-c", CAMEL, cwd=project.root)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", [ROUTES, REPOSITORIES, FACTORIES])
def test_what_is_generated_does_what_it_is_for(project: Project, script: str) -> None:
    done = run_python("-c", script, cwd=project.root)
    assert done.returncode == 0, done.stderr


def test_a_route_written_by_hand_stays(project: Project) -> None:
    path = "app/routers/book.py"
    own = '\n\n@router.get("/newest")\ndef newest(session: Db) -> int:\n    return 1\n'
    project.write(path, project.read(path) + own)
    project.sql(
        "ALTER TABLE books ADD COLUMN isbn TEXT; CREATE TABLE shops (id INTEGER PRIMARY KEY);"
    )
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert own in project.read(path)
    assert "shop_router" in project.read("app/api.py")
