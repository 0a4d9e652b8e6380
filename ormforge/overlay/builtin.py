"""Where the built-in templates are."""

from __future__ import annotations

from pathlib import Path

from ormforge.errors import TemplateError

PREFIX = "ormforge/"
"""What a template's name begins with where the built-in one is meant, whatever lies over it."""


def builtin_templates() -> Path:
    """The folder of the built-in templates.

    An installed wheel has it inside the package, a checkout (or an editable install of one) beside it. Raises
    TemplateError where the installation lacks it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "models.py.j2").is_file():
            return folder
    raise TemplateError(
        f"{package}: the built-in templates are missing", hint="Install ormforge again."
    )
