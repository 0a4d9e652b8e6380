"""The templates of a project: where each comes from, and built-in ones copied into an overlay."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from ormforge.config import Config
from ormforge.errors import TemplateError
from ormforge.overlay import eject, list_templates, open_overlay, template_changes
from ormforge.pipeline.options import project_overlay
from ormforge.report import TemplateChanges, TemplateSource
from ormforge.workspace import ORIGINALS


def template_sources(config: Config, root: Path) -> tuple[TemplateSource, ...]:
    """Every template with the file in use, and each file that gives some of its blocks. Raises TemplateError."""
    overlay = project_overlay(config, root)
    sources = list_templates(overlay)
    grouped = groupby(
        sorted(sources, key=lambda s: (s.template, str(s.path))), lambda s: (s.template, s.path)
    )
    return tuple(
        TemplateSource(
            name=template,
            origin=_shown(path, root),
            blocks=tuple(source.block for source in group if source.block is not None),
            builtin=path.is_relative_to(overlay.builtin),
        )
        for (template, path), found in grouped
        for group in [list(found)]
    )


def eject_template(config: Config, root: Path, name: str) -> Path:
    """The copy of a built-in template in the project's first overlay folder, below `root`.

    Raises TemplateError where there is no such template, no overlay folder, or a file of that name already.
    """
    folders = config.templates.overlays
    if not folders:
        raise TemplateError(
            "there is no overlay folder to copy a template into",
            hint='Add [templates] overlays = ["templates"] to the configuration, and make the folder.',
        )
    return eject(open_overlay([]), name, root / folders[0], root / ORIGINALS)


def copied_templates(
    config: Config, root: Path, name: str | None = None
) -> tuple[TemplateChanges, ...]:
    """What has changed since built-in templates were copied, in them and in the copies. Raises TemplateError."""
    found = template_changes(project_overlay(config, root), root / ORIGINALS, name)
    return tuple(
        TemplateChanges(
            name=each.name,
            path=_shown(each.path, root),
            shipped=each.shipped,
            own=each.own.replace(str(each.path), _shown(each.path, root)),
            known=each.known,
        )
        for each in found
    )


def _shown(path: Path, root: Path) -> str:
    return (
        path.relative_to(root).as_posix() if path.is_relative_to(root) else f"built in: {path.name}"
    )
