"""Text that should be Python and is none."""

from __future__ import annotations

import ast

from ormforge.errors import FormatError


def unreadable(text: str) -> FormatError | None:
    """The error for text that is no Python, with the line as Python itself sees it; None where it is Python."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        line = (error.text or "").strip()
        return FormatError(
            f"generated text, line {error.lineno}: {error.msg}: {line}",
            hint="A template, or a type or base class of the configuration, made it.",
        )
    return None
