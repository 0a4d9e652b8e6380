"""Naming rules, styles and layouts with one another, all of each, on a PostgreSQL database of several schemas.

The schemas are called like keywords, tables of one name stand in two of them, foreign keys go round between them, and
enums stand in another. Every package is drafted from one catalog, imported and mapped, and its `create_all` is that of
the first one, which builds the database itself.
"""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import sqlalchemy as sa
import sqlmodel
from sqlalchemy import orm

from ormforge.catalog.compare import compare_catalogs
from ormforge.catalog.model import Catalog
from ormforge.config import Config
from ormforge.database import Request, reflect
from ormforge.pipeline.options import draft_options
from ormforge.pipeline.outputs import render_outputs
from ormforge.pipeline.plugins import planned_draft
from tests.project import run_script

SCHEMAS = ("public", "class", "import", "my-shop")
SQL = """
CREATE SCHEMA "class"; CREATE SCHEMA "import"; CREATE SCHEMA "my-shop";
CREATE TYPE "class".state AS ENUM ('open', 'class', 'in print');
CREATE TYPE state AS ENUM ('a', 'b');
CREATE DOMAIN "import".price AS numeric(10, 2) CHECK (VALUE >= 0);
CREATE SEQUENCE "my-shop".numbers;
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, home_id int);
CREATE TABLE "class".users (
    id int PRIMARY KEY, boss_id int REFERENCES "class".users, twin_id int UNIQUE REFERENCES users,
    state "class".state NOT NULL DEFAULT 'open', "from" state, states "class".state[]
);
ALTER TABLE users ADD CONSTRAINT home FOREIGN KEY (home_id) REFERENCES "class".users ON DELETE SET NULL;
CREATE TABLE "import".orders (
    id int PRIMARY KEY DEFAULT nextval('"my-shop".numbers'), user_id int NOT NULL REFERENCES "class".users,
    seller_id int REFERENCES users, total "import".price, "class" text, metadata jsonb
);
CREATE TABLE "import"."class" (id int PRIMARY KEY, order_id int REFERENCES "import".orders, "return" int);
ALTER TABLE "import".orders ADD COLUMN class_id int REFERENCES "import"."class";
CREATE TABLE tags (id int PRIMARY KEY, label text UNIQUE);
CREATE TABLE "my-shop".tags (id int PRIMARY KEY, parent_id int REFERENCES tags);
CREATE TABLE "my-shop".order_tags (
    order_id int REFERENCES "import".orders ON DELETE CASCADE, tag_id int REFERENCES "my-shop".tags,
    PRIMARY KEY (order_id, tag_id)
);
CREATE TABLE "my-shop"."import" (id int PRIMARY KEY, "None" int, type state);
CREATE INDEX ON "import".orders (lower("class"));
COMMENT ON TABLE "class".users IS 'Those who buy';
"""
OWN = """
def class_name(*, proposed: str, **_: object) -> str: return proposed + "Row"
def column_name(*, column: str, **_: object) -> str | None: return {"id": "key", "from": "source"}.get(column)
def relationship_name(*, proposed: str, **_: object) -> str: return proposed + "_rel"
"""
STYLES = ("declarative", "dataclass", "sqlmodel", "tables")
LAYOUTS = ("single", "per-schema", "per-table")
NAMING: Mapping[str, Mapping[str, Any]] = {
    "none": {},
    "affixes": {
        "singularize": True,
        "class_prefix": "Db",
        "class_suffix": "Model",
        "irregular": {"user": "users"},
        "schemas": {"class": "school", "my-shop": "shop"},
    },
    "functions": {
        "class_name": "crossing_own:class_name",
        "column_name": "crossing_own:column_name",
        "relationship_name": "crossing_own:relationship_name",
    },
    "rules": {
        "tables": {"class.users": "Pupil", "public.users": "Person", "import.class": "Lesson"},
        "columns": {"import.orders.class": "klass", "*.id": "number", "class.users.from": "from_"},
        "relationships": {"import.orders.seller_id": {"forward": "seller", "reverse": "sold"}},
        "enums": {"class.state": "PupilState", "public.state": "Letter"},
    },
}


@pytest.fixture
def catalog(pg_url: str) -> Catalog:
    run_script(pg_url, SQL)
    return reflect(Request(url=pg_url, schemas=SCHEMAS))


def config_of(style: str, layout: str, naming: str) -> Config:
    output: dict[str, Any] = {"path": "models.py", "style": style, "layout": layout}
    if layout != "single":
        output["path"] = "models"
    return Config.model_validate(
        {
            "database": {"url": "postgresql://h/d", "schemas": SCHEMAS},
            "output": output,
            "naming": NAMING[naming],
        }
    )


def drafted(catalog: Catalog, config: Config, root: Path) -> Mapping[PurePosixPath, str]:
    """The files of the package, as they are before the formatter."""
    draft = planned_draft(config, catalog, draft_options(config, root))
    files = render_outputs(draft, config, root).files
    return {path: generated.text for path, generated in files.items()}


def imported(package: str) -> sa.MetaData:
    """The metadata of the models in a package, mapped, with no other models beside them."""
    registry = orm.registry()
    sqlmodel.SQLModel._sa_registry = registry
    sqlmodel.SQLModel.metadata = registry.metadata
    found = importlib.import_module(f"{package}.models")
    orm.configure_mappers()
    for value in vars(found).values():
        if isinstance(value, sa.MetaData):
            return value
        metadata = getattr(value, "metadata", None)
        if isinstance(metadata, sa.MetaData) and metadata.tables:
            return metadata
    raise AssertionError(f"{package} has no models")


def statements(metadata: sa.MetaData) -> list[str]:
    """What `create_all` runs, in any order of the statements."""
    told: list[str] = []

    def tell(statement: Any, *_: Any, **__: Any) -> None:
        told.append(str(statement.compile(dialect=engine.dialect)).strip())

    engine = sa.create_mock_engine("postgresql+psycopg://", tell)
    metadata.create_all(engine, checkfirst=False)
    return sorted(told)


@pytest.fixture
def packages(catalog: Catalog, tmp_path: Path) -> Iterator[dict[str, sa.MetaData]]:
    """The metadata of each combination, by its name; the first is that of plain classes in one file."""
    (tmp_path / "crossing_own.py").write_text(OWN)
    sys.path.insert(0, str(tmp_path))
    found: dict[str, sa.MetaData] = {}
    for number, chosen in enumerate(itertools.product(STYLES, LAYOUTS, NAMING)):
        package = f"crossed_{number}"
        for path, text in drafted(catalog, config_of(*chosen), tmp_path).items():
            file = tmp_path / package / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        found[" ".join(chosen)] = imported(package)
        orm.clear_mappers()
    yield found
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith(("crossed_", "crossing_own"))]:
        del sys.modules[name]


def test_every_combination_is_the_database(
    packages: dict[str, sa.MetaData], catalog: Catalog, pg_url: str
) -> None:
    first, *others = packages
    expected = statements(packages[first])
    assert len(expected) > len(catalog.tables)
    assert {name: statements(packages[name]) for name in others} == dict.fromkeys(others, expected)
    engine = sa.create_engine(pg_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for schema in SCHEMAS:
            connection.exec_driver_sql(f'DROP SCHEMA "{schema}" CASCADE')
            connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
        packages[first].create_all(connection)
    engine.dispose()
    assert compare_catalogs(catalog, reflect(Request(url=pg_url, schemas=SCHEMAS))) == ()
