"""The files of the models and of the API schemas, in the layout that the configuration asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ormforge.config import Api, Config
from ormforge.draft.model import Draft
from ormforge.layout import split_draft
from ormforge.overlay import Overlay, render_models, render_package, render_schemas
from ormforge.plan import Generated
from ormforge.schemas import ApiDraft, split_schemas

Files = Mapping[PurePosixPath, Generated]


def render_layout(overlay: Overlay, draft: Draft, config: Config, own: frozenset[str]) -> Files:
    """The text of every file of the models, not yet formatted. Raises TemplateError."""
    output = config.output
    path = PurePosixPath(output.path)
    if output.layout == "single":
        return {path: render_models(overlay, draft, output.header, own=own)}
    package = split_draft(draft, output.layout)
    modules = {
        path / f"{name}.py": render_models(overlay, part, output.header, own=own)
        for name, part in package.modules.items()
    }
    return {
        path / "__init__.py": render_package(overlay, package.exports, output.header),
        **modules,
    }


def render_api_layout(
    overlay: Overlay, draft: Draft, drafted: ApiDraft, config: Config, api: Api, own: frozenset[str]
) -> Files:
    """The text of every file of the API schemas, not yet formatted. Raises TemplateError."""
    path, header = PurePosixPath(api.path), config.output.header
    if api.layout == "single":
        return {path: render_schemas(overlay, drafted, header, own=own)}
    package = split_schemas(drafted, api.layout, draft.catalog.default_schema)
    modules = {
        path / f"{name}.py": render_schemas(overlay, part, header, own=own)
        for name, part in package.modules.items()
    }
    return {path / "__init__.py": render_package(overlay, package.exports, header), **modules}
