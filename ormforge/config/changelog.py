"""The section `[changelog]`: where changes of the database are told."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from ormforge.config.section import Section
from ormforge.config.values import markdown_path

MarkdownFile = Annotated[str, AfterValidator(markdown_path)]


class Changelog(Section):
    """The changelog that `ormforge generate` tells changes of the database in; without this table, none."""

    path: MarkdownFile
    """The changelog, relative to this file's folder: Markdown, in the form of Keep a Changelog."""
