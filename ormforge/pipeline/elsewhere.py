"""The same tables in another database: a project moves from SQLite, which has no schemas, to a server, or back."""

from __future__ import annotations

from collections.abc import Mapping

from ormforge.catalog.model import Catalog
from ormforge.catalog.renames import part_name, path_parts, split_key
from ormforge.plan import Note
from ormforge.workspace import Workspace


def moved_tables(workspace: Workspace, catalog: Catalog) -> Mapping[str, str]:
    """The new paths, by the old ones, of tables that are known by name and stand in the default schema now.

    Empty where any table is where it was, or where one side's default schema could not be the other's.
    """
    known = _known(workspace)
    here = {table.path for table in catalog.tables}
    if not known or known & here:
        return {}
    default = {t.name: t.path for t in catalog.tables if t.schema == catalog.default_schema}
    schemas = {_schema(path) for path in known}
    if len(schemas) > 1 or (schemas != {None} and catalog.default_schema is not None):
        return {}
    return {path: default[name] for path in known if (name := _name(path)) in default}


def moved_note(moved: Mapping[str, str], catalog: Catalog) -> Note:
    """What is told of a project whose tables are those of another database."""
    place = f"the schema {catalog.default_schema}" if catalog.default_schema else "no schema"
    return Note(
        code="moved",
        severity="info",
        message=f"{len(moved)} tables are known from another database, and stand in {place} here; your code stays",
    )


def _known(workspace: Workspace) -> frozenset[str]:
    keys = (key for base in workspace.base.values() for key in base.keys.values())
    return frozenset(path for kind, path in map(split_key, keys) if kind == "table")


def _schema(path: str) -> str | None:
    *schema, _ = path_parts(path)
    return part_name(schema[0]) if schema else None


def _name(path: str) -> str:
    return part_name(path_parts(path)[-1])
