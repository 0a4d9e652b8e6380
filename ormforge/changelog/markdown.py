"""Text of a database as Markdown that says it literally."""

from __future__ import annotations

import re


def code_span(text: str) -> str:
    """The text in a code span, on one line; as many backticks enclose it as it takes (CommonMark, "Code spans")."""
    line = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{gap}{line}{gap}{fence}"
