"""Check: merging once more changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.errors import OrmforgeError
from ormforge.gate.evidence import Again, Evidence, Violation


def check_idempotence(evidence: Evidence, again: Again) -> Iterator[Violation]:
    """A violation for each file that a second merge, of the result with the same new text, would change."""
    try:
        second = again(evidence.new, evidence.result, evidence.new, evidence.after)
    except OrmforgeError as error:
        yield Violation(check="idempotence", message=f"a second merge fails: {error.message}")
        return
    for path, text in sorted(second.items()):
        if text != evidence.result.get(path):
            yield Violation(
                check="idempotence", message="a second merge would change it again", path=path
            )
