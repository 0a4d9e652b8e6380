"""The files of the models, in the layout that the configuration asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ormforge.config import Config
from ormforge.draft.model import Draft
from ormforge.layout import split_draft
from ormforge.overlay import Overlay, render_models, render_package
from ormforge.plan import Generated


def render_layout(
    overlay: Overlay, draft: Draft, config: Config, own: frozenset[str]
) -> Mapping[PurePosixPath, Generated]:
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
