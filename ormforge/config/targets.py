"""The tables `[[targets]]`: outputs of the project's own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from ormforge.config.section import Glob, Section, Text
from ormforge.config.values import path_pattern

PathPattern = Annotated[str, AfterValidator(path_pattern)]


class Target(Section):
    """Files that a template of the project makes of the database, next to the models."""

    template: Text
    """The template, by its name in one of the folders of `[templates] overlays`."""
    path: PathPattern
    """Where each file goes, relative to this file's folder: a Jinja pattern, such as
    `app/crud/{{ table.name }}.py`."""
    per: Literal["table", "schema", "run"] = "table"
    """What there is a file for: each table, each schema, or the run as a whole."""
    include: tuple[Glob, ...] = ("*",)
    """Globs of the tables to make files of, matched against `table` and `schema.table`."""
    exclude: tuple[Glob, ...] = ()
    """Globs of the tables to leave out, matched against `table` and `schema.table`."""
    format: Literal["black", "ruff", "none"] | None = None
    """Whether the text is formatted. Default: Python is, as `[format]` says, and nothing else."""
