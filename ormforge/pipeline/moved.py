"""Files outside the output to which a person has moved what was generated: found by what they map.

A class that is no longer where it was generated may have been deleted, or moved. It was moved where another file of the
project maps its table, and belongs to the same models: they import it, it takes their base, or it is the renamed file
itself. A file that has nothing to do with the models is none of ormforge's business, whatever it maps.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ormforge.catalog.model import Catalog
from ormforge.catalog.renames import part_name, path_parts, split_key
from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.errors import SourceError, WorkspaceError
from ormforge.pipeline.imported import imported_files, imported_names
from ormforge.plan import Note
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit
from ormforge.workspace import (
    Workspace,
    base_id,
    header_id,
    python_texts,
    read_source,
    read_workspace,
)

_SIGNS = ("__tablename__", "Table(", "table=True")


def with_moved_files(
    workspace: Workspace, catalog: Catalog, config: Config, root: Path
) -> Workspace:
    """The workspace with the files to which tables have been moved, and a note for each new one."""
    texts = {path: text for path, text in workspace.texts.items() if path.suffix == ".py"}
    mapped = {path: frozenset(_mapped(read_module(texts[path], path)[0])) for path in texts}
    wanted = _tables(catalog) | _known(workspace)
    missing = wanted - {table for tables in mapped.values() for table in tables}
    gone = frozenset(path for path in _outputs(workspace, config) if path not in texts)
    found: dict[PurePosixPath, tuple[str, ...]] = {}
    if missing and (texts or gone):
        search = _Search(root, missing, {*texts, *gone})
        found.update(search.along_imports())
        taken_over = any(
            path in texts and path not in workspace.base for path in output_paths(config)
        )
        if gone or taken_over or _known(workspace) & search.left(found):
            ids = {base_id(workspace.base[path].text) for path in gone}
            found.update(search.across(gone, ids))
    heirs = {path for path, tables in mapped.items() if tables and path not in workspace.base}
    notes = (*_notes(found, workspace), *_gone_notes({*found, *heirs}, gone))
    if not found:
        return replace(workspace, notes=(*workspace.notes, *notes)) if notes else workspace
    beside = python_texts(root, [path.with_suffix("") for path in gone], [""])
    grown = read_workspace(root, output_paths(config), config.name, also={*found, *beside})
    return replace(grown, notes=(*grown.notes, *notes))


def _tables(catalog: Catalog) -> frozenset[str]:
    return frozenset(table.name for table in catalog.tables)


def _outputs(workspace: Workspace, config: Config) -> Iterator[PurePosixPath]:
    """The configured Python files that were generated once."""
    return (path for path in output_paths(config) if path in workspace.base)


def _mapped(suite: Suite) -> Iterator[str]:
    """The names of the tables that a module maps, without their schemas."""
    for unit in suite.units:
        for identity in (unit.identity, *unit.captured):
            if identity.startswith("table:"):
                yield identity.partition(".")[2]


def _known(workspace: Workspace) -> frozenset[str]:
    """The names of the tables that were generated at the last run, and that nobody has deleted."""
    keys = {key for generated in workspace.base.values() for key in generated.keys.values()}
    found = (split_key(key) for key in keys - workspace.memory.tombstones)
    return frozenset(part_name(path_parts(path)[-1]) for kind, path in found if kind == "table")


@dataclass(frozen=True, slots=True)
class _Search:
    """The tables that are looked for, and the files that belong to the models."""

    root: Path
    missing: frozenset[str]
    known: frozenset[PurePosixPath] | set[PurePosixPath]

    def left(self, found: dict[PurePosixPath, tuple[str, ...]]) -> frozenset[str]:
        """The tables that are still missing."""
        return self.missing - {table for tables in found.values() for table in tables}

    def along_imports(self) -> Iterator[tuple[PurePosixPath, tuple[str, ...]]]:
        """The files that the models import, and the missing tables in each."""
        waiting, seen = sorted(self.known), set(self.known)
        while waiting:
            path = waiting.pop(0)
            suite = _read(self.root, path)
            tables = tuple(_mapped(suite)) if suite is not None else ()
            if path not in self.known and not tables and path.name != "__init__.py":
                continue
            if path not in self.known and not self.missing.isdisjoint(tables):
                yield path, tuple(sorted(self.missing & {*tables}))
            fresh = [p for p in imported_files(self.root, path, suite) if p not in seen]
            seen.update(fresh)
            waiting += fresh

    def across(
        self, gone: frozenset[PurePosixPath], ids: set[str]
    ) -> Iterator[tuple[PurePosixPath, tuple[str, ...]]]:
        """The files of the project that map missing tables with the models' base, or have taken the place of the models."""
        for path, text in sorted(python_texts(self.root, [PurePosixPath()], _SIGNS).items()):
            suite = None if path in self.known else _parsed(path, text)
            if suite is None:
                continue
            tables = tuple(sorted(self.missing & {*_mapped(suite)}))
            heir = header_id(suite.text) in ids or any(_is_within(path, one) for one in gone)
            if tables and (heir or self._takes_base(path, suite)):
                yield path, tables

    def _takes_base(self, path: PurePosixPath, suite: Suite) -> bool:
        """Whether a mapped class has the models' base: imported from them, or from where they have it themselves."""
        models = {*self.known, *self._base_files()}
        names = set(imported_names(self.root, path, suite, models))
        used = {name for unit in suite.units for name in _bases(unit)}
        bound = {name for unit in suite.units for name in unit.names}
        return bool(used & {*names, "SQLModel"}) or ("*" in names and not used <= bound)

    def _base_files(self) -> Iterator[PurePosixPath]:
        for path in sorted(self.known):
            suite = _read(self.root, path)
            used = {name for unit in suite.units for name in _bases(unit)} if suite else set()
            yield from imported_files(self.root, path, suite, used) if used else ()


def _is_within(path: PurePosixPath, module: PurePosixPath) -> bool:
    """Whether a file stands in the folder that a module has become."""
    return path.is_relative_to(module.with_suffix(""))


def _bases(unit: Unit) -> Iterator[str]:
    """The names that a class has its bases from, or a table its metadata."""
    node = unit.node
    if not unit.identity.startswith("table:"):
        return
    parts: Iterable[ast.AST] = (
        node.bases if isinstance(node, ast.ClassDef) else [node] if node else []
    )
    for part in parts:
        yield from (item.id for item in ast.walk(part) if isinstance(item, ast.Name))


def _read(root: Path, path: PurePosixPath) -> Suite | None:
    """The units of a file; None where it is not there or cannot be read: it may be about anything."""
    try:
        source = read_source(root, path)
    except (SourceError, WorkspaceError):
        return None
    return None if source is None else _parsed(path, source.text)


def _parsed(path: PurePosixPath, text: str) -> Suite | None:
    try:
        return read_module(text, path)[0]
    except SourceError:
        return None


def _notes(found: dict[PurePosixPath, tuple[str, ...]], workspace: Workspace) -> Iterator[Note]:
    for path, tables in sorted(found.items()):
        if path not in workspace.files:
            what = f"table {tables[0]}" if len(tables) == 1 else f"tables {', '.join(tables)}"
            message = f"{what} found here, where what is generated goes from now on"
            yield Note(code="moved", severity="info", message=message, path=path)


def _gone_notes(heirs: set[PurePosixPath], gone: frozenset[PurePosixPath]) -> Iterator[Note]:
    for path in sorted(gone) if heirs else ():
        yield Note(
            code="moved",
            severity="warning",
            message=f"{path} has gone; what is generated for it goes to {', '.join(map(str, sorted(heirs)))}",
            hint="Set [output] path to where the models are now.",
        )
