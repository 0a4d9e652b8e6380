"""Check: what the archive holds leaves it only to go back into the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ormforge.gate.comments import comments_of
from ormforge.gate.evidence import Evidence, Violation


def check_archive(evidence: Evidence) -> Iterator[Violation]:
    """A violation for each archived text that is neither in the archive any more nor, line by line, in the result."""
    kept = Counter((entry.key, entry.text) for entry in evidence.after.archive)
    lines = Counter(
        line.strip()
        for text in evidence.result.values()
        for line in text.splitlines()
        if line.strip()
    )
    for entry in evidence.before.archive:
        if kept[entry.key, entry.text] > 0:
            kept[entry.key, entry.text] -= 1
            continue
        missing = Counter(line.strip() for line in entry.text.splitlines() if line.strip()) - lines
        if not all(_shares_a_line(line, lines) for line in missing):
            yield Violation(
                check="archive",
                message=f"archived code of {entry.key} is lost: {next(iter(missing))[:80]}",
                path=entry.path,
            )


def _shares_a_line(line: str, lines: Iterable[str]) -> bool:
    """Whether a statement and the comment behind it stand on a line with others, as they did before."""
    comment = next((found.text for found in comments_of(line)), "")
    code = line.removesuffix(comment).strip()
    return any("; " in other and code in other and comment in other for other in lines)
