"""The second line of a generated file: the name of the text it was generated as."""

from __future__ import annotations

import hashlib
import re

_LINE = "# ormforge: base "
_HEADER = re.compile(r"(?:#.*\n)+(?:\n|\Z)")


def insert_base_id(text: str) -> str:
    """The text with `# ormforge: base <12 hex>` as its second line; unchanged where it does not begin with a comment
    of its own, one that a blank line parts from what follows.

    The digits are the beginning of the SHA-256 of the UTF-8 text without that line, so the line can be checked.
    """
    if _HEADER.match(text) is None:
        return text
    first, end, rest = text.partition("\n")
    identity = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{first}{end}{_LINE}{identity}\n{rest}"
