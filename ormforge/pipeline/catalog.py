"""The catalog of a run: the database as it is, or, for a run over some tables, the others as they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

from ormforge.catalog.changes import SchemaChange, schema_changes
from ormforge.catalog.model import Catalog, Omission, Table
from ormforge.catalog.renames import Rename
from ormforge.errors import UsageError
from ormforge.plan import Note


def select_tables(catalog: Catalog, globs: tuple[str, ...], before: Catalog | None) -> Catalog:
    """The catalog with only the tables that the globs match taken from the database.

    The others stay as the last run saw them; on a first run there are no others. Raises UsageError for a glob that
    matches no table.
    """
    if not globs:
        return catalog
    _check_globs(catalog, globs)
    chosen = {table.key: table for table in catalog.tables if _matches(table, globs)}
    others = [] if before is None else [t for t in before.tables if not _matches(t, globs)]
    tables = sorted([*chosen.values(), *others], key=lambda t: (t.schema or "", t.name))
    return replace(catalog, tables=tuple(tables))


def select_known_tables(catalog: Catalog, globs: tuple[str, ...]) -> Catalog:
    """The catalog with only the tables that the globs match, which may be none; all of them without globs."""
    kept = tuple(table for table in catalog.tables if not globs or _matches(table, globs))
    return replace(catalog, tables=kept)


def changes_since(
    before: Catalog | None, after: Catalog, renames: tuple[Rename, ...]
) -> tuple[SchemaChange, ...]:
    """What changed in the database since the last run; nothing on a first run."""
    return () if before is None else schema_changes(before, after, renames)


def omission_notes(omissions: Iterable[Omission]) -> tuple[Note, ...]:
    """A note for everything of the database that models cannot express, or that was left out."""
    return tuple(
        Note(
            code="inexpressible",
            severity="info" if omission.hint is None else "warning",
            message=f"{omission.kind} {omission.path}: {omission.reason}",
            hint=omission.hint,
        )
        for omission in omissions
    )


def empty_notes(catalog: Catalog) -> tuple[Note, ...]:
    """A warning where there is nothing to make models of: the wrong database, schema or role shows itself so."""
    if catalog.tables:
        return ()
    return (
        Note(
            code="empty",
            severity="warning",
            message="the database shows no table or view that the configuration asks for",
            hint="Check database.url, schemas, include and exclude, or run `ormforge doctor`.",
        ),
    )


def _check_globs(catalog: Catalog, globs: Iterable[str]) -> None:
    names = sorted({name for table in catalog.tables for name in (table.name, table.path)})
    for glob in globs:
        if not any(_matches(table, (glob,)) for table in catalog.tables):
            near = get_close_matches(glob, names, n=3)
            raise UsageError(
                f"--table {glob}: no table of the database has such a name",
                hint=(
                    f"Did you mean {', '.join(near)}?"
                    if near
                    else f"There are {len(catalog.tables)} tables."
                ),
            )


def _matches(table: Table, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs for name in (table.name, table.path))
