"""Text that the running Python cannot parse, because its grammar is newer: there, a word stands for a name."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import PurePosixPath

from ormforge.gate.evidence import Evidence, is_python


def unread_text(evidence: Evidence, modules: Container[PurePosixPath]) -> str:
    """The Python files of the result that are not among the parsed modules, joined."""
    return "\n".join(
        text for path, text in evidence.result.items() if is_python(path) and path not in modules
    )


def mentions(text: str, qualified: str) -> bool:
    """Whether the text has the last part of a qualified name as a word."""
    name = qualified.rpartition(".")[2]
    return bool(text) and re.search(rf"\b{re.escape(name)}\b", text) is not None
