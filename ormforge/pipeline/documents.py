"""What a run can hand over as a file of its own."""

from __future__ import annotations

from pathlib import Path

from ormforge.catalog.snapshot import dump_catalog
from ormforge.config import Config
from ormforge.pipeline.source import read_database
from ormforge.process import Tell


def snapshot_text(config: Config, root: Path, tell: Tell | None = None) -> str:
    """The catalog as sorted JSON, which every command runs from with `--from`. Raises OrmforgeError."""
    return dump_catalog(read_database(config, root, tell=tell))
