"""Models of a SQLite schema in one style."""

from __future__ import annotations

from pathlib import Path

from ormforge.database import Request, reflect
from ormforge.draft.model import Style
from ormforge.drafting import DraftOptions
from tests.exact.roundtrip import generated_source
from tests.project import run_script


def database_of(schema: str, folder: Path) -> str:
    """The URL of a new database with the schema."""
    path = folder / "source.db"
    path.unlink(missing_ok=True)
    path.touch()
    run_script(f"sqlite:///{path}", schema)
    return f"sqlite:///{path}"


def models_of(schema: str, style: Style, folder: Path) -> str:
    """The module of models, with class names in the singular."""
    catalog = reflect(Request(url=database_of(schema, folder)))
    return generated_source(catalog, DraftOptions(style=style, singularize=True))
