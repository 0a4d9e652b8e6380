"""What would be generated now, in the place of a base that cannot tell whose a name in the user's file is."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path, PurePosixPath

from ormforge.catalog.model import Catalog
from ormforge.config import Config
from ormforge.draft.model import Pins
from ormforge.drafting.options import DraftOptions
from ormforge.pipeline.outputs import render_outputs
from ormforge.pipeline.plugins import planned_draft
from ormforge.plan import Generated
from ormforge.source.partition import read_module
from ormforge.source.roles import role_of
from ormforge.workspace import Workspace


def stand_ins(
    workspace: Workspace, catalog: Catalog, options: DraftOptions, config: Config, root: Path
) -> Mapping[PurePosixPath, Generated]:
    """The text of each file without a base, and of each that maps a table of the database that its base has not.

    The latter is a table for which a person has written the class first. It may stand in a file of another name than the
    one that is generated for it.
    """
    unknown = workspace.texts.keys() - workspace.base.keys()
    unknown = unknown | set(_written_first(workspace, catalog))
    if not unknown:
        return {}
    pins = Pins(names=workspace.memory.pins)
    draft = planned_draft(config, catalog, options, pins)
    files = render_outputs(draft, config, root, pins.names).files
    texts = {path: workspace.texts[path] for path in unknown if _is_python(path)}
    written = {
        each for path, text in texts.items() for each in (*_tables(text, path), *_bases(text, path))
    }
    return {
        path: made
        for path, made in files.items()
        if path in unknown or _is_written_elsewhere(path, made, workspace, written)
    }


def _is_written_elsewhere(
    path: PurePosixPath, made: Generated, workspace: Workspace, written: Container[str]
) -> bool:
    """Whether a file that was never generated would hold a class, or the base, that a person has in another one."""
    if path in workspace.base or path in workspace.texts or not _is_python(path):
        return False
    contents = (*_tables(made.text, path), *_bases(made.text, path))
    return any(each in written for each in contents)


def _is_python(path: PurePosixPath) -> bool:
    return path.suffix in (".py", ".pyi")


def _written_first(workspace: Workspace, catalog: Catalog) -> Iterator[PurePosixPath]:
    there = {
        f"table:{'' if table.schema in (None, catalog.default_schema) else table.schema}.{table.name}"
        for table in catalog.tables
    }
    for path, generated in workspace.base.items():
        text = workspace.texts.get(path)
        if text is None or text == generated.text or not _is_python(path):
            continue
        own, base = (_tables(source, path) for source in (text, generated.text))
        if (own - base) & there:
            yield path


def _bases(text: str, path: PurePosixPath) -> frozenset[str]:
    """What the text makes for models to stand on."""
    units = read_module(text, path)[0].units
    return frozenset(role for unit in units if (role := role_of(unit.node)) in ("base", "metadata"))


def _tables(text: str, path: PurePosixPath) -> frozenset[str]:
    units = read_module(text, path)[0].units
    return frozenset(unit.identity for unit in units if unit.identity.startswith("table:"))
