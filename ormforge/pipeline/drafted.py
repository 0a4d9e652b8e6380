"""The draft by itself, for a person to look at."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.database import Request
from ormforge.database.connect import is_sqlite_file, run_connected, sqlite_location
from ormforge.draft.model import Style
from ormforge.drafting import raw_draft
from ormforge.pipeline.options import draft_options
from ormforge.pipeline.outputs import format_outputs, render_outputs
from ormforge.pipeline.plugins import planned_draft
from ormforge.pipeline.source import read_catalog, source_database


def draft_text(config: Config, root: Path, raw: bool = False, snapshot: Path | None = None) -> str:
    """The models as they would be written into an empty project; `raw`: what sqlacodegen_v2 alone prints.

    Raises OrmforgeError.
    """
    if raw:
        with source_database(config, root) as request:
            return _raw(request, config.output.style)
    draft = planned_draft(config, read_catalog(config, root, snapshot), draft_options(config, root))
    files = format_outputs(render_outputs(draft, config, root), root)
    models = {path: files[path].text for path in files if _is_model(path, config)}
    if len(models) == 1:
        return next(iter(models.values()))
    return "\n\n".join(f"# {path}\n{text}" for path, text in models.items())


def _is_model(path: PurePosixPath, config: Config) -> bool:
    return path.is_relative_to(PurePosixPath(config.output.path))


def _raw(request: Request, style: Style) -> str:
    if is_sqlite_file(request.url):
        sqlite_location(
            request.url
        )  # raises where there is no file: connecting would make an empty one
    return run_connected(
        request.url, lambda connection: raw_draft(connection, request.schemas, style=style)
    )
