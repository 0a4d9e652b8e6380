"""Drafts of small SQLite schemas, as source and as a module whose mappers are configured without a warning."""

from __future__ import annotations

import sqlite3
import sys
import types
import warnings
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import configure_mappers

from ormforge.catalog.model import Catalog
from ormforge.database import reflect
from ormforge.database.request import Request
from ormforge.draft.model import Draft, Pins
from ormforge.drafting import DraftOptions, draft_models
from ormforge.overlay import open_overlay, render_models

SINGULAR = DraftOptions(singularize=True)
_numbers = count(1)


def read_schema(sql: str, folder: Path) -> Catalog:
    """The catalog of a new database file with this schema."""
    path = folder / f"drafted_{next(_numbers)}.db"
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()
    return reflect(Request(url=f"sqlite:///{path}"))


def draft_schema(
    sql: str, folder: Path, options: DraftOptions = SINGULAR, pins: Pins | None = None
) -> Draft:
    """The draft of the schema."""
    return draft_models(read_schema(sql, folder), options, pins or Pins())


def source_of(draft: Draft) -> str:
    """The draft as a module's source, as the built-in templates print it."""
    return render_models(open_overlay([], {}), draft, header=False).text


def load(draft: Draft) -> types.ModuleType:
    """The draft as a module, imported, its mappers configured; every warning is an error."""
    module = types.ModuleType(f"drafted_{next(_numbers)}")
    sys.modules[module.__name__] = module
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(source_of(draft), module.__name__, "exec"), vars(module))
        configure_mappers()
    return module


def new_session(module: types.ModuleType) -> sa.orm.Session:
    """A session on an empty database in memory that was created from the module."""
    engine = sa.create_engine("sqlite://")
    module.Base.metadata.create_all(engine)
    return sa.orm.Session(engine)


def relationships(draft: Draft) -> dict[str, str]:
    """Every relationship as `Class.name`, with its annotation and value."""
    return {
        f"{model.name}.{r.name}": f"{r.annotation} = {r.value}"
        for model in draft.models
        for r in model.relationships
    }
