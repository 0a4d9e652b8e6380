"""A shop with everything that rules can speak of, as a project of a user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project import Project

SCHEMA = """\
CREATE TABLE people (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind VARCHAR(10) NOT NULL,
    prefs JSON, created_at DATETIME NOT NULL, updated_at DATETIME
);
CREATE TABLE employees (
    id INTEGER PRIMARY KEY REFERENCES people (id), salary NUMERIC(10, 2) NOT NULL
);
CREATE TABLE tbl_orders (
    id INTEGER PRIMARY KEY, cust_no INTEGER NOT NULL, clerk_id INTEGER REFERENCES employees (id),
    state VARCHAR(10) NOT NULL CHECK (state IN ('open', 'paid')), created_at DATETIME NOT NULL, updated_at DATETIME
);
CREATE TABLE products (id INTEGER PRIMARY KEY, title TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL);
CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES tbl_orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    amount INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (order_id, product_id)
);
CREATE VIEW v_sales AS SELECT id, cust_no FROM tbl_orders;
"""
START = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "models.py"
"""
Make = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a project with the rules given, and other files beside them."""

    def made(rules: str, *, output: str = "", **files: str) -> Project:
        root = tmp_path / "project"
        project = Project(root, f"sqlite:///{tmp_path / 'shop.db'}")
        root.mkdir()
        project.sql(SCHEMA)
        project.write("ormforge.toml", f"{START}{output}\n{rules}")
        for name, text in files.items():
            project.write(f"{name}.py", text)
        return project

    return made
