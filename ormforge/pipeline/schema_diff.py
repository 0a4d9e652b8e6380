"""What changed in the database, without looking at any of the project's own files."""

from __future__ import annotations

from pathlib import Path

from ormforge.catalog.changes import SchemaChange, schema_changes
from ormforge.config import Config
from ormforge.errors import UsageError
from ormforge.pipeline.catalog import select_tables
from ormforge.pipeline.last_run import last_run
from ormforge.pipeline.source import read_catalog
from ormforge.process import Tell
from ormforge.workspace import read_workspace


def schema_diff(
    config: Config,
    root: Path,
    *,
    tables: tuple[str, ...] = (),
    since: Path | None = None,
    snapshot: Path | None = None,
    tell: Tell | None = None,
) -> tuple[SchemaChange, ...]:
    """The changes since the last run, or since a snapshot, of the tables that the globs match, or of all.

    Writes nothing. Raises UsageError where it is not known what the last run saw, OrmforgeError.
    """
    workspace = read_workspace(root, (), config.name)
    if since is None:
        before = last_run(workspace, config).changed(config)
    else:
        before = read_catalog(config, root, since)
    if before is None:
        raise UsageError(
            "what the database was at the last run is not known here",
            hint='Compare with a file of `ormforge snapshot`, --since FILE; or have it kept: [output] snapshot = "catalog.json".',
        )
    after = read_catalog(config, root, snapshot, tell)
    return schema_changes(before, select_tables(after, tables, before), workspace.renames)
