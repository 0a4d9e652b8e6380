"""The id that ties a file to the pristine text it was made from."""

from __future__ import annotations

import hashlib
import re

_BASE_LINE = re.compile(r"(?:\A|(?<=[\r\n]))# ormforge: base ([0-9a-f]{12})[ \t]*(?:\r\n|\r|\n|\Z)")


def base_id(text: str) -> str:
    """Twelve hex digits that name a pristine text: of the SHA-256 of the text without its `# ormforge: base` line."""
    bare = _BASE_LINE.sub("", text, count=1)
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def header_id(text: str) -> str | None:
    """The id that a file's `# ormforge: base` line names; None if it has no such line."""
    match = _BASE_LINE.search(text)
    return match.group(1) if match else None
