"""The database as text for tools that draw it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ormforge.catalog.model import Catalog
from ormforge.config import Config
from ormforge.export import dbml, mermaid
from ormforge.pipeline.catalog import select_tables
from ormforge.pipeline.source import read_catalog
from ormforge.process import Tell

Picture = Literal["mermaid", "dbml"]
_RENDERERS: dict[Picture, Callable[[Catalog], str]] = {"mermaid": mermaid, "dbml": dbml}


def picture_text(
    config: Config,
    root: Path,
    picture: Picture,
    *,
    tables: tuple[str, ...] = (),
    snapshot: Path | None = None,
    tell: Tell | None = None,
) -> str:
    """The tables that the globs match, or all, in the words of a tool that draws them. Raises OrmforgeError."""
    catalog = read_catalog(config, root, snapshot, tell)
    return _RENDERERS[picture](select_tables(catalog, tables, None))
