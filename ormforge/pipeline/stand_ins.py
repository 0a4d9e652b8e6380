"""What would be generated now, in the place of a base that cannot tell whose a name in the user's file is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ormforge.catalog.model import Catalog
from ormforge.config import Config
from ormforge.draft.model import Pins
from ormforge.drafting.options import DraftOptions
from ormforge.pipeline.outputs import render_outputs
from ormforge.pipeline.plugins import planned_draft
from ormforge.plan import Generated
from ormforge.source.partition import read_module
from ormforge.workspace import Workspace


def stand_ins(
    workspace: Workspace, catalog: Catalog, options: DraftOptions, config: Config, root: Path
) -> Mapping[PurePosixPath, Generated]:
    """The text of each file without a base, and of each that maps a table of the database that its base has not.

    The latter is a table for which a person has written the class first.
    """
    unknown = workspace.texts.keys() - workspace.base.keys()
    unknown = unknown | set(_written_first(workspace, catalog))
    if not unknown:
        return {}
    pins = Pins(names=workspace.memory.pins)
    draft = planned_draft(config, catalog, options, pins)
    files = render_outputs(draft, config, root, pins.names).files
    return {path: files[path] for path in unknown if path in files}


def _written_first(workspace: Workspace, catalog: Catalog) -> Iterator[PurePosixPath]:
    there = {
        f"table:{'' if table.schema in (None, catalog.default_schema) else table.schema}.{table.name}"
        for table in catalog.tables
    }
    for path, generated in workspace.base.items():
        text = workspace.texts.get(path)
        if text is None or text == generated.text or path.suffix not in (".py", ".pyi"):
            continue
        own, base = (_tables(source, path) for source in (text, generated.text))
        if (own - base) & there:
            yield path


def _tables(text: str, path: PurePosixPath) -> frozenset[str]:
    units = read_module(text, path)[0].units
    return frozenset(unit.identity for unit in units if unit.identity.startswith("table:"))
