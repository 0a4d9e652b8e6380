"""What a run prints: each output's pristine text, rendered, formatted, and named by its header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.draft.model import Draft
from ormforge.overlay import insert_base_id
from ormforge.pipeline.formatters import Tool, format_texts
from ormforge.pipeline.layouts import render_api_layout, render_layout
from ormforge.pipeline.options import api_options, own_packages, project_overlay
from ormforge.pipeline.targets import render_targets, unused_target_notes
from ormforge.plan import Generated, Note
from ormforge.schemas import draft_schemas
from ormforge.schemas.model import ApiDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """The text of every output, not yet formatted, the tool that is to format it, and what had to be said about them.

    `promised` are the names under which all was drafted.
    """

    files: Mapping[PurePosixPath, Generated]
    tools: Mapping[PurePosixPath, Tool]
    promised: Mapping[Key, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def render_outputs(
    draft: Draft, config: Config, root: Path, names: Mapping[Key, str] = MappingProxyType({})
) -> Outputs:
    """The models, the API schemas where the configuration asks for them, and the project's own outputs.

    `names` are those that are promised, by key.
    """
    overlay = project_overlay(config, root)
    own = own_packages(config, root)
    files = dict(render_layout(overlay, draft, config, own))
    api: ApiDraft | None = None
    notes: tuple[Note, ...] = ()
    if config.api is not None:
        options = api_options(config, config.api, names)
        api, notes = draft_schemas(draft, options)
        files.update(render_api_layout(overlay, draft, api, config, config.api, own))
    tools: dict[PurePosixPath, Tool] = dict.fromkeys(files, config.format.tool)
    targets = render_targets(overlay, draft, api, config, files)
    files.update((file.path, Generated(text=file.text, keys={})) for file in targets)
    return Outputs(
        files=files,
        tools={**tools, **{file.path: file.tool for file in targets}},
        notes=(*notes, *unused_target_notes(config, draft)),
    )


def format_outputs(outputs: Outputs, root: Path) -> Mapping[PurePosixPath, Generated]:
    """Every output as it would be written into an empty project."""
    texts = {path: generated.text for path, generated in outputs.files.items()}
    formatted = format_texts(texts, outputs.tools, root)
    return {
        path: replace(generated, text=_finish(path, formatted[path]))
        for path, generated in outputs.files.items()
    }


def _finish(path: PurePosixPath, text: str) -> str:
    return insert_base_id(text) if path.suffix == ".py" else text
