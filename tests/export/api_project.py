"""A project with API schemas in which people have written, for the tests of their documents."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ormforge.cli.invocation import Invocation
from ormforge.cli.main import run
from ormforge.cli.terminal import Terminal

SHOP = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, born DATE);
CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES authors (id),
    title TEXT NOT NULL CHECK (length(title) <= 200),
    pages INTEGER CHECK (pages > 0),
    price NUMERIC(8, 2) NOT NULL DEFAULT 9.90,
    cover BLOB
);
CREATE TABLE stock (shop VARCHAR(20), book_id INTEGER REFERENCES books (id), amount INTEGER,
    PRIMARY KEY (shop, book_id));
CREATE VIEW cheap AS SELECT id, title FROM books WHERE price < 5;
CREATE TABLE notes (text TEXT);
"""
CONFIG = """
[database]
url = "sqlite:///shop.db"
[output]
path = "app/models.py"
[naming]
singularize = true
[api]
path = "app/schemas.py"
[keys]
cheap = ["id"]
"""


@dataclass(frozen=True)
class Answer:
    """What one run of the command line said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What it printed, read as JSON."""
        assert self.code == 0, self.err
        return json.loads(self.out)


@dataclass(frozen=True)
class ApiProject:
    """A project's folder."""

    root: Path

    def ormforge(self, *arguments: str) -> Answer:
        """One run of the command line in it."""
        out, err = io.StringIO(), io.StringIO()
        terminal = Terminal(out, err, {})
        invocation = Invocation(terminal=terminal, environ={}, folder=self.root)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(arguments), invocation)
        return Answer(code, out.getvalue(), err.getvalue())

    def edit(self, path: str, old: str, new: str) -> None:
        """Change one place of a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, (text.count(old), old)
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")


def make(root: Path, sql: str = SHOP, config: str = CONFIG) -> ApiProject:
    """The project, generated for the first time."""
    root.mkdir(exist_ok=True)
    (root / "ormforge.toml").write_text(config, encoding="utf-8")
    connection = sqlite3.connect(root / "shop.db")
    connection.executescript(sql)
    connection.close()
    project = ApiProject(root)
    done = project.ormforge("generate")
    assert done.code == 0, done.err
    return project
