"""A database, its generated models and its generated schemas, imported and ready to be used."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session

from ormforge.database import reflect
from ormforge.database.request import Request
from ormforge.drafting import DraftOptions, draft_models
from ormforge.formatting import Style, format_source
from ormforge.overlay import open_overlay, render_models, render_schemas
from ormforge.plan import Note
from ormforge.schemas import ApiOptions, draft_schemas
from tests.project import run_script

_NUMBERS = count(1)


@dataclass(frozen=True)
class World:
    """A database with the modules generated from it."""

    engine: sa.Engine
    models: ModuleType
    schemas: ModuleType
    source: str = field(repr=False)
    notes: tuple[Note, ...]
    folder: Path

    def schema(self, name: str) -> type[BaseModel]:
        """A generated schema by its name."""
        found = getattr(self.schemas, name)
        assert issubclass(found, BaseModel)
        return found

    def insert(self, model: str, **values: Any) -> Any:
        """Validate the values with Create, insert them with the model, and read them back with Read."""
        given = self.schema(f"{model}Create").model_validate(values)
        fields = type(given).model_fields
        columns = {fields[n].alias or n: getattr(given, n) for n in given.model_fields_set}
        with Session(self.engine) as session:
            row = getattr(self.models, model)(**columns)
            session.add(row)
            session.flush()
            session.refresh(row)
            read = self.schema(f"{model}Read").model_validate(row)
            session.commit()
        return read


@contextmanager
def database_of(server: sa.URL | str) -> Iterator[str]:
    """A database of its own on the server, or the one file that the URL names."""
    url = sa.make_url(server)
    if url.get_backend_name() == "sqlite":
        yield str(url)
        return
    name = f"ormforge_schemas_{os.getpid()}_{next(_NUMBERS)}"
    administrator = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with administrator.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield url.set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {name}")


@contextmanager
def generated(url: str, ddl: str, folder: Path, **options: Any) -> Iterator[World]:
    """The world of a database that this script of DDL makes."""
    run_script(url, ddl)
    draft = draft_models(reflect(Request(url=url)), DraftOptions(singularize=True))
    api, notes = draft_schemas(draft, ApiOptions(models_module=f"{folder.name}_models", **options))
    overlay = open_overlay([])
    source = format_source(render_schemas(overlay, api).text, Style())
    (folder / f"{folder.name}_models.py").write_text(
        format_source(render_models(overlay, draft).text, Style())
    )
    (folder / f"{folder.name}_schemas.py").write_text(source)
    engine = sa.create_engine(url)
    try:
        with _importing(folder) as (models, schemas):
            yield World(engine, models, schemas, source, notes, folder)
    finally:
        engine.dispose()


@contextmanager
def _importing(folder: Path) -> Iterator[tuple[ModuleType, ModuleType]]:
    names = (f"{folder.name}_models", f"{folder.name}_schemas")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(names[0]), importlib.import_module(names[1])
    finally:
        sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name, None)
