"""Check: files that are no Python keep every region, and every line of those edited outside regions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ormforge.gate.chunks import lines_of
from ormforge.gate.evidence import Evidence, Violation, is_python

_MARKER = re.compile(
    r"[^\w\s]+-?\s*(?:(?P<fold>region|endregion)\s+ormforge:custom|ormforge:\s*(?P<word>begin|end)\s+custom)"
    r"(?:\s+(?P<name>[^\s*#>)]\S*))?\s*(?:-?[^\w\s]+)?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a text has inside regions, and its other lines but the blank ones."""

    regions: tuple[str, ...]
    outside: tuple[str, ...]


def check_texts(evidence: Evidence) -> Iterator[Violation]:
    """A violation for each region that is neither in the result nor in the archive, and for each line written by hand that is lost.

    An edit is a line that is in no generated version; a file that was replaced is in the archive as it was.
    """
    for path in evidence.changed_paths():
        if not is_python(path):
            yield from _check(evidence, path, evidence.mine[path], evidence.result.get(path, ""))


def _check(evidence: Evidence, path: PurePosixPath, mine: str, result: str) -> Iterator[Violation]:
    archived = [entry.text for entry in evidence.archived if entry.path == path]
    if mine in archived:
        return
    own = _parts(mine)
    versions = [_parts(text) for text in _generated(evidence, path)]
    result_parts = _parts(result)
    hand = (Counter(own.outside) - Counter(version.outside) for version in versions)
    lost = [found - Counter(result_parts.outside) for found in hand]
    if lost and all(lost):
        gone = next(iter(lost[0]))
        yield Violation(
            check="conservation",
            message=f"a line written by hand is lost: {gone.strip()[:80]}",
            path=path,
            line=[text.rstrip() for text in lines_of(mine)].index(gone) + 1,
        )
    generated = {region for version in versions for region in version.regions}
    wanted = Counter(region for region in own.regions if region not in generated)
    there = Counter(result_parts.regions)
    for text in archived:
        there.update(_parts(text).regions)
    for region in wanted - there:
        line = mine[: mine.find(region)].count("\n") + 1
        yield Violation(
            check="regions", message="a region is lost or changed", path=path, line=line
        )


def _generated(evidence: Evidence, path: PurePosixPath) -> Iterator[str]:
    for side in (evidence.base, evidence.new):
        if path in side:
            yield side[path].text
    yield from (text for key, text in evidence.before.bases.items() if key == f"name {path}")


def _parts(text: str) -> _Parts:
    regions: list[str] = []
    outside: list[str] = []
    waiting: list[str] = []
    for line in lines_of(text):
        found = _MARKER.match(line.strip())
        side = "" if found is None else (found["fold"] or found["word"]).lower()
        if side in ("region", "begin"):
            outside += waiting
            waiting = [line]
        elif side and waiting and _is_end(waiting[0], found):
            regions.append("".join([*waiting, line]).rstrip("\r\n"))
            waiting = []
        elif side:
            outside += [*waiting, line]
            waiting = []
        else:
            (waiting if waiting else outside).append(line)
    kept = (line.rstrip() for line in (*outside, *waiting))
    return _Parts(tuple(regions), tuple(line for line in kept if line))


def _is_end(begin: str, end: re.Match[str] | None) -> bool:
    first = _MARKER.match(begin.strip())
    return first is not None and end is not None and end["name"] in (None, first["name"])
