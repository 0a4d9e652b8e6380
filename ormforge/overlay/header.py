"""The second line of a generated file: the name of the text it was generated as."""

from __future__ import annotations

import hashlib

_LINE = "# ormforge: base "


def insert_base_id(text: str) -> str:
    """The text with `# ormforge: base <12 hex>` as its second line; unchanged where the first is no comment.

    The digits are the beginning of the SHA-256 of the UTF-8 text without that line, so the line can be checked.
    """
    first, end, rest = text.partition("\n")
    if not first.startswith("#"):
        return text
    identity = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{first}{end}{_LINE}{identity}\n{rest}"
