"""Everything a run needs, looked at one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.database.doctor import probe
from ormforge.errors import OrmforgeError
from ormforge.pipeline.formatters import check_formatter
from ormforge.pipeline.options import project_overlay
from ormforge.pipeline.source import source_database
from ormforge.report import Finding
from ormforge.workspace import read_workspace


def doctor(config: Config, root: Path) -> tuple[Finding, ...]:
    """What is in order and what is not: database, templates, settings, files and their markers."""
    with source_database(config, root) as request:
        return (*probe(request), *_project(config, root))


def _project(config: Config, root: Path) -> list[Finding]:
    findings = [
        _attempt(
            "templates", "Every overlay folder is there.", lambda: project_overlay(config, root)
        ),
        _attempt("formatting", _formatting(config), lambda: check_formatter(config, root)),
    ]
    try:
        workspace = read_workspace(root, output_paths(config), config.name)
    except OrmforgeError as error:
        return [*findings, _error("files", error)]
    for path in output_paths(config):
        there = any(file.is_relative_to(path) for file in workspace.files)
        message = (
            f"{path} can be merged." if there else f"{path} is not there yet; generate writes it."
        )
        findings.append(
            Finding(subject=str(path), severity="ok" if there else "info", message=message)
        )
    findings += [
        Finding(subject=note.code, severity="warning", message=note.message, hint=note.hint)
        for note in workspace.notes
    ]
    return findings


def _formatting(config: Config) -> str:
    """What it means that there is nothing wrong with the formatter."""
    if config.format.tool == "ruff":
        return "ruff is installed."
    return "The black settings are readable."


def _attempt(subject: str, well: str, look: Callable[[], object]) -> Finding:
    try:
        look()
    except OrmforgeError as error:
        return _error(subject, error)
    return Finding(subject=subject, severity="ok", message=well)


def _error(subject: str, error: OrmforgeError) -> Finding:
    return Finding(subject=subject, severity="error", message=error.message, hint=error.hint)
