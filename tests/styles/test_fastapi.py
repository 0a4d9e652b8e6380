"""The classes of SQLModel in a FastAPI application, as request bodies and as responses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlmodel import Session, SQLModel, select

from tests.exact.roundtrip import imported
from tests.styles.drafted import models_of

SHOP = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, born DATE,
    created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id),
    title TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL, meta JSON,
    state VARCHAR(8) NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'in print')));
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE book_tags (book_id INTEGER NOT NULL REFERENCES books (id),
    tag_id INTEGER NOT NULL REFERENCES tags (id), PRIMARY KEY (book_id, tag_id));
"""


class Client:
    """Asks an application, without a server."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app=app)

    def get(self, path: str) -> httpx.Response:
        return self._ask("GET", path)

    def post(self, path: str, json: object) -> httpx.Response:
        return self._ask("POST", path, json)

    def _ask(self, method: str, path: str, json: object = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url="http://app"
            ) as client:
                return await client.request(method, path, json=json)

        return asyncio.run(ask())


SHARED = {"check_same_thread": False}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with imported(models_of(SHOP, "sqlmodel", tmp_path)) as models:
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool, connect_args=SHARED)
        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            yield Client(application(models, session))
        engine.dispose()


def application(models: Any, session: Session) -> FastAPI:
    app = FastAPI()

    def create_author(author: Any) -> Any:
        session.add(author)
        session.commit()
        session.refresh(author)
        return author

    def create_book(body: Any) -> Any:
        book = models.Book.model_validate(body)
        book.tags.append(models.Tag(name="new"))
        session.add(book)
        session.commit()
        session.refresh(book)
        return book

    def read_books() -> Any:
        return session.exec(select(models.Book)).all()

    create_author.__annotations__["author"] = models.Author
    create_book.__annotations__["body"] = dict[str, Any]
    for endpoint in (create_author, create_book, read_books):
        endpoint.__annotations__["return"] = Any
    app.post("/authors", response_model=models.Author)(create_author)
    app.post("/books", response_model=models.Book)(create_book)
    app.get("/books", response_model=list[models.Book])(read_books)
    return app


def test_rows_come_in_and_go_out_as_json(client: Client) -> None:
    made = client.post("/authors", json={"name": "Ann"})
    assert made.status_code == 200, made.text
    author = made.json()
    assert (author["id"], author["name"], author["born"]) == (1, "Ann", None)
    assert author["created_at"] is not None

    made = client.post("/books", json={"title": "Trees", "price": "9.50", "author_id": 1})
    assert made.status_code == 200, made.text
    (book,) = client.get("/books").json()
    assert book == made.json()
    assert {
        "title": "Trees",
        "price": "9.50",
        "state": "draft",
        "meta": None,
    }.items() <= book.items()
    assert "tags" not in book


def test_the_api_is_described(client: Client) -> None:
    described = client.get("/openapi.json").json()["components"]["schemas"]
    assert described["Book"]["properties"]["title"]["type"] == "string"
    assert described["BookState"]["enum"] == ["draft", "in print"]
    assert set(described["Book"]["required"]) >= {"author_id", "title", "price"}
