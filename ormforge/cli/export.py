"""`ormforge export`: the database as a page and for tools that draw it, its API for tools that describe it."""

from __future__ import annotations

import typer

from ormforge.cli.export_api import json_schema, openapi
from ormforge.cli.export_html import html
from ormforge.cli.export_picture import dbml, mermaid
from ormforge.cli.groups import command_group


def export_app() -> typer.Typer:
    """The commands below `ormforge export`."""
    return command_group(
        "Write the database or its API down: a page, text for other tools.",
        (
            (
                html,
                (
                    "ormforge export html -o docs/schema.html",
                    "ormforge export html -o schema.html --since last-release.json",
                ),
            ),
            (
                json_schema,
                (
                    "ormforge export json-schema -o schemas.json",
                    "ormforge export json-schema -t books",
                ),
            ),
            (
                openapi,
                (
                    "ormforge export openapi",
                    "ormforge export openapi --full -o openapi.json",
                    "ormforge export openapi --full -o openapi.json --check --from catalog.json",
                    "ormforge export openapi --full --diff openapi.json --fail-on breaking",
                ),
            ),
            (
                mermaid,
                ("ormforge export mermaid", "ormforge export mermaid -o docs/schema.mmd --check"),
            ),
            (dbml, ("ormforge export dbml", "ormforge export dbml -o schema.dbml -t 'sales.*'")),
        ),
    )
