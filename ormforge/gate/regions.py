"""Check: the bytes of every region are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.gate.chunks import Chunk, cut, lines_of
from ormforge.gate.comments import Comment, comments_of
from ormforge.gate.evidence import Evidence, Violation, is_python

_MARKER = re.compile(
    r"#\s*(?:(?P<fold>region|endregion)\s+ormforge:custom|ormforge:\s*(?P<word>begin|end)\s+custom)"
    r"(?:\s+(?P<name>\S+))?\s*\Z",
    re.IGNORECASE,
)
_LIKE_MARKER = re.compile(r"ormforge:\s*(?:custom|begin|end)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """A well-formed region: its lines, markers included, joined."""

    line: int
    text: str


def check_regions(evidence: Evidence) -> Iterator[Violation]:
    """A violation for each region of mine whose text is not in the result, nor in the archive, as often as in mine.

    Damaged and ambiguous markers make no region; what stands between them is hand-written code like any other.
    """
    regions = [
        (path, region)
        for path in evidence.changed_paths()
        if is_python(path)
        for region in regions_of(evidence.mine[path])
    ]
    if not regions:
        return
    everything = "\n".join(
        [*evidence.result.values(), *(entry.text for entry in evidence.archived)]
    )
    asked: Counter[str] = Counter()
    unchanged = [text for path, text in evidence.mine.items() if evidence.result.get(path) == text]
    for path, region in regions:
        asked[region.text] += 1
        elsewhere = sum(_count(region, text) for text in unchanged)
        if _count(region, everything) - elsewhere < asked[region.text]:
            yield Violation(
                check="regions", message="a region is lost or changed", path=path, line=region.line
            )


def _count(region: Region, text: str) -> int:
    """How often the text holds the region, as whole lines."""
    return len(re.findall(rf"(?:\A|(?<=[\r\n])){re.escape(region.text)}(?=[\r\n]|\Z)", text))


def is_marker(comment: str) -> bool:
    """Whether a comment is a region's marker."""
    return _MARKER.match(comment) is not None


def regions_of(text: str) -> Iterator[Region]:
    """The regions that leave no doubt: begun and ended in one column and under one name, around whole statements."""
    if not _LIKE_MARKER.search(text):
        return
    chunks = [chunk for chunk in cut(text) if _LIKE_MARKER.search(chunk.text)]
    if all(len(_LIKE_MARKER.findall(chunk.text)) % 2 == 0 for chunk in chunks):
        for chunk in chunks:
            yield from _regions(chunk)
    else:
        yield from _regions(Chunk(line=1, text=text))


def _regions(chunk: Chunk) -> Iterator[Region]:
    lines = lines_of(chunk.text)
    begin: Comment | None = None
    for comment in comments_of(chunk.text):
        match = _MARKER.match(comment.text)
        if match is None or not comment.alone:
            continue
        if (match["fold"] or match["word"]).lower() in ("region", "begin"):
            begin = comment if begin is None else None
        elif begin is not None:
            if _whole(lines, begin, comment):
                body = "".join(lines[begin.line - 1 : comment.line])
                yield Region(chunk.line + begin.line - 1, body.rstrip("\r\n"))
            begin = None


def _whole(lines: list[str], begin: Comment, end: Comment) -> bool:
    first, last = _MARKER.match(begin.text), _MARKER.match(end.text)
    if first is None or last is None or first["name"] != last["name"]:
        return False
    column = _column(lines[begin.line - 1])
    inner = [line for line in lines[begin.line : end.line - 1] if line.strip()]
    code = [line for line in inner if not line.lstrip().startswith("#")]
    return (
        _column(lines[end.line - 1]) == column
        and all(line.startswith(column) for line in inner)
        and (not code or _column(code[0]) == column)
    )


def _column(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
