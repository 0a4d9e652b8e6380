"""The draft by itself, for a person to look at."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.database import Request, reflect
from ormforge.database.connect import is_sqlite_file, run_connected, sqlite_location
from ormforge.drafting import draft_models, raw_draft
from ormforge.pipeline.options import draft_options, reflection_request
from ormforge.pipeline.outputs import format_outputs, render_outputs


def draft_text(config: Config, root: Path, raw: bool = False) -> str:
    """The models as they would be written into an empty project; `raw`: what sqlacodegen_v2 alone prints.

    Raises OrmforgeError.
    """
    request = reflection_request(config)
    if raw:
        return _raw(request)
    draft = draft_models(reflect(request), draft_options(config, root))
    files = format_outputs(render_outputs(draft, config, root), config, root)
    return files[PurePosixPath(config.output.path)].text


def _raw(request: Request) -> str:
    if is_sqlite_file(request.url):
        sqlite_location(
            request.url
        )  # raises where there is no file: connecting would make an empty one
    return run_connected(request.url, lambda connection: raw_draft(connection, request.schemas))
