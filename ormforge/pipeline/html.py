"""The database as one page of HTML."""

from __future__ import annotations

from pathlib import Path

from ormforge.catalog.changes import SchemaChange, schema_changes
from ormforge.catalog.model import Catalog
from ormforge.catalog.renames import Rename
from ormforge.config import Config
from ormforge.export.page import build_page
from ormforge.overlay import render_page
from ormforge.pipeline.catalog import select_known_tables, select_tables
from ormforge.pipeline.custom import custom_code
from ormforge.pipeline.generate import read_inputs
from ormforge.pipeline.own_base import project_options
from ormforge.pipeline.plugins import planned_draft
from ormforge.pipeline.promises import promises
from ormforge.pipeline.source import read_catalog
from ormforge.process import Tell


def page_text(
    config: Config,
    root: Path,
    *,
    tables: tuple[str, ...] = (),
    snapshot: Path | None = None,
    since: Path | None = None,
    tell: Tell | None = None,
) -> str:
    """The tables that the globs match, or all, as one page of HTML that loads nothing.

    The Python names are those that a run would print, and the hand-written code is that of the files as they are. What
    changed since the snapshot `since` is marked. Raises OrmforgeError.
    """
    catalog = read_catalog(config, root, snapshot, tell)
    shown = select_tables(catalog, tables, None)
    old = None if since is None else read_catalog(config, root, since)
    inputs = read_inputs(config, root, catalog)
    options = project_options(inputs.workspace, config, root)
    pins = promises(inputs.workspace, inputs.catalog, options, config, root)
    draft = planned_draft(config, inputs.catalog, options, pins)
    renames = inputs.workspace.renames
    page = build_page(
        shown,
        draft,
        custom_code(config, root),
        changes=() if old is None else _changes(old, catalog, tables, renames),
        old=old,
        since=None if since is None else since.name,
    )
    return render_page(page)


def _changes(
    old: Catalog, new: Catalog, tables: tuple[str, ...], renames: tuple[Rename, ...]
) -> tuple[SchemaChange, ...]:
    """The changes of the tables that the globs match, those that have gone among them."""
    return schema_changes(
        select_known_tables(old, tables), select_known_tables(new, tables), renames
    )
